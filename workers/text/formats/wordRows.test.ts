/** Words as records of JSON, a table's rows, are the words of sentences. */
import { describe, expect, it } from 'vitest';
import { readFile, readJson, readLines, spanTexts, tokenTexts } from './records/testing.ts';

const rows = [
  { sentence: 1, word: 'Ada', tag: 'B-PER' },
  { sentence: 1, word: 'Moss', tag: 'I-PER' },
  { sentence: 1, word: 'left', tag: 'O' },
  { sentence: 2, word: 'Ulm', tag: 'B-LOC' },
  { sentence: 2, word: 'waits', tag: 'O' },
];
const names = ['PER:Ada Moss', 'LOC:Ulm'];

describe('records that are words', () => {
  it('make sentences by their numbers', () => {
    for (const read of [readJson(rows), readLines(...rows)]) {
      expect(tokenTexts(read)).toEqual([
        ['Ada', 'Moss', 'left'],
        ['Ulm', 'waits'],
      ]);
      expect(spanTexts(read).flat()).toEqual(names);
      expect(read.assumed).toContain('records that are words with their tags: read as the rows of a table');
    }
  });

  it('are found by their columns, too, as pandas writes tables', () => {
    const column = (key: 'sentence' | 'word' | 'tag') =>
      Object.fromEntries(rows.map((row, index) => [index, row[key]]));
    const columns = { sentence: column('sentence'), word: column('word'), tag: column('tag') };
    expect(spanTexts(readJson(columns)).flat()).toEqual(names);
    const split = { columns: ['sentence', 'word', 'tag'], data: rows.map((row) => Object.values(row)) };
    expect(spanTexts(readJson(split)).flat()).toEqual(names);
  });

  it('tell of a row that has no tag', () => {
    const read = readLines(...rows, { sentence: 2, word: 'O', tag: 'O' }, { sentence: 2, word: '.', tag: 'O' });
    expect(spanTexts(read).flat()).toEqual(names);
  });

  it('stand in a printed table, behind numbers without a name', () => {
    const printed = '    word    tag\n0    Ada  B-PER\n1   Moss  I-PER\n2   left      O\n3    Ulm  B-LOC\n';
    expect(spanTexts(readFile('a.txt', printed)).flat()).toEqual(names);
  });
});
