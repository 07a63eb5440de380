/** A prefix in one column and its category in another make one tag, in columns, tables and records. */
import { describe, expect, it } from 'vitest';
import type { ReadResult } from '../../protocol/corpus.ts';
import { readFile, readLines, spanTexts } from './records/testing.ts';
import { joinedTags } from './splitTags.ts';

const rows = [
  ['Ada', 'B', 'PER'],
  ['left', 'O', '-'],
  ['for', 'O', '-'],
  ['New', 'B', 'LOC'],
  ['Ulm', 'I', 'LOC'],
  ['.', 'O', '-'],
];
const names = [['PER:Ada', 'LOC:New Ulm']];
const joined = ({ assumed }: ReadResult) => assumed.join('\n');

describe('prefixes and categories apart', () => {
  it.each(['-', '_', 'O', '*', ''])('are joined where nothing is written as “%s”, and said', (nothing) => {
    const table = rows.map((row) => row.map((cell, column) => (column === 2 && cell === '-' ? nothing : cell)));
    const read = readFile('a.tsv', `${table.map((row) => row.join('\t')).join('\n')}\n`);
    expect(spanTexts(read)).toEqual(names);
    expect(joined(read)).toContain('prefixes in column 2 and their categories in column 3 joined');
  });

  it('are joined in any order, below a header, and in a table', () => {
    const turned = rows.map(([word, prefix, category]) => `${word} ${category} NN ${prefix}`).join('\n');
    expect(spanTexts(readFile('a.conll', `${turned}\n`))).toEqual(names);
    const table = readFile('a.csv', `word,iob,type\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    expect(spanTexts(table)).toEqual(names);
    expect(joined(table)).toContain('prefixes in the column “iob” and their categories in the column “type” joined');
  });

  it('are joined in records, as two lists and as tokens', () => {
    const [tokens, iob, type] = [0, 1, 2].map((column) => rows.map((row) => row[column] ?? ''));
    const lists = readLines({ tokens, iob, type });
    expect(spanTexts(lists)).toEqual(names);
    expect(joined(lists)).toContain('prefixes under “iob” and categories under “type” joined');
    const objects = rows.map(([text, ent_iob, ent_type]) => ({ text, ent_iob, ent_type }));
    expect(spanTexts(readLines({ tokens: objects }))).toEqual(names);
  });

  it('take the category from any word of the span, and tell one that stands beside O', () => {
    expect(joinedTags(['B', 'I', 'O', 'B', 'B'], ['-', 'Chem', '-', 'Gene', ''])).toEqual([
      'B-Chem',
      'I-Chem',
      'O',
      'B-Gene',
      'B',
    ]);
    const many = Array.from({ length: 30 }, () => ['for', 'O', '-']);
    const table = [...rows, ...many, ...many, ['Bo', 'O', 'PER']];
    const read = readFile('a.tsv', `${table.map((row) => row.join('\t')).join('\n')}\n`);
    expect(spanTexts(read)).toEqual(names);
    expect(read.problems).toMatchObject([{ line: table.length }]);
  });

  it('stay apart where the other column names single things, not kinds of them', () => {
    const linked = Array.from({ length: 8 }, (_, index) => [
      `w${index}`,
      index % 2 ? 'O' : 'B',
      index % 2 ? '-' : `n${index}`,
    ]);
    const more = [...linked, ...linked.map(([word, prefix, name]) => [word, prefix, name === '-' ? name : `${name}x`])];
    const read = readFile('a.tsv', `${more.map((row) => row.join('\t')).join('\n')}\n`);
    expect(
      new Set(
        spanTexts(read)
          .flat()
          .map((span) => span.split(':')[0]),
      ),
    ).toEqual(new Set(['Entity']));
  });

  it('stay apart where the other column says something of words that are outside', () => {
    const read = readFile('a.tsv', `${rows.map(([word, prefix]) => `${word}\tNN\t${prefix}`).join('\n')}\n`);
    expect(spanTexts(read)).toEqual([['Entity:Ada', 'Entity:New Ulm']]);
  });
});
