import { describe, expect, it } from 'vitest';
import type { ReadResult } from '../../protocol/corpus.ts';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';

const read = (text: string, name = 'a.csv', options?: ReadOptions) =>
  readCorpus({ name, bytes: new TextEncoder().encode(text) }, options);
const spanTexts = ({ corpus }: ReadResult) =>
  corpus.documents.map(({ text, spans }) =>
    spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
  );

describe('readCsv', () => {
  it('reads a word a row, the sentence named in its first row', () => {
    const result = read(
      'Sentence #,Word,POS,Tag\nSentence: 1,Kim,NNP,B-per\n,",",",",O\n,left,VBD,O\nSentence: 2,Oslo,NNP,B-geo\n',
    );
    expect(result.format).toBe('csv');
    expect(spanTexts(result)).toEqual([['per:Kim'], ['geo:Oslo']]);
    expect(result.corpus.documents[0]?.text).toBe('Kim , left');
  });

  it('reads a word a row, the sentence numbered in every row, parted by semicolons or tabs', () => {
    expect(spanTexts(read('sentence_id;word;tag\n1;Kim;B-PER\n1;left;O\n2;Oslo;B-LOC\n'))).toEqual([
      ['PER:Kim'],
      ['LOC:Oslo'],
    ]);
    const tabs = read('word\ttag\nKim\tB-PER\n"\tO\n\nOslo\tB-LOC\n', 'a.tsv');
    expect(tabs.corpus.documents.map(({ text }) => text)).toEqual(['Kim "', 'Oslo']);
  });

  it('reads a text a row with its spans as JSON or as Python prints them', () => {
    const result = read(`id,text,spans\n7,In Oslo,"[[3, 7, ""LOC""]]"\n8,In Rome,"[(3, 7, 'LOC')]"\n9,"a ""b""",[]\n`);
    expect(spanTexts(result)).toEqual([['LOC:Oslo'], ['LOC:Rome'], []]);
    expect(result.corpus.documents.map(({ id }) => id)).toEqual(['7', '8', '9']);
  });

  it('reads a span a row beside its text', () => {
    const result = read('text,start,end,label\nKim in Oslo,0,3,PER\nKim in Oslo,7,11,LOC\nnothing here,,,\n');
    expect(spanTexts(result)).toEqual([['PER:Kim', 'LOC:Oslo'], []]);
  });

  it('names lines rightly after a cell with line ends in it', () => {
    const result = read('text,spans\n"one\ntwo","[[0, 3, ""N""]]"\nthree,"[[0, 99, ""X""]]"\n');
    expect(result.problems).toMatchObject([{ code: 'span-outside-text', line: 4 }]);
    expect(result.dropped.spans).toBe(1);
  });

  it('reads a table without header where the cells say enough', () => {
    expect(spanTexts(read('Kim,B-PER\nleft,O\n\nOslo,B-LOC\n'))).toEqual([['PER:Kim'], ['LOC:Oslo']]);
    expect(spanTexts(read('In Oslo,"[[3, 7, ""LOC""]]"\n'))).toEqual([['LOC:Oslo']]);
    expect(() => read('one,two\nthree,four\n')).toThrow(/does not name the columns/);
  });

  it('reads the columns that it is told', () => {
    expect(spanTexts(read('x,B-PER,Kim\nx,O,left\n', 'a.csv', { wordColumn: 2, tagColumn: 1 }))).toEqual([['PER:Kim']]);
  });

  it('reports rows without a word or a tag, and cells without spans', () => {
    const words = read('word,tag\nKim,B-PER\n,O\nleft,\nnow,O\n');
    expect(words.problems.map(({ line }) => line)).toEqual([3, 4]);
    expect(words.dropped.lines).toBe(2);
    const cells = read('text,spans\nIn Oslo,nonsense\nIn Rome,"[[3, 7, ""LOC""]]"\n');
    expect(cells.problems).toMatchObject([{ code: 'broken-span', line: 2 }]);
    expect(cells.corpus.documents.map(({ annotated }) => annotated)).toEqual([[], 'all']);
    expect(() => read('text,spans\nIn Oslo,nonsense\n')).toThrow(/line 2: The cell “nonsense” under “spans”/);
  });
});
