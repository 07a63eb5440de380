import { expect, it } from 'vitest';
import { readCorpus } from './read.ts';

it.each([
  ['columns', 'a.conll', 'Ada B-Person\nleft O\n\nBo B-Person\nstayed O\n'],
  ['a table', 'a.csv', 'word,tag\nAda,B-Person\nleft,O\nBo,B-Person\nstayed,O\n'],
])('one column is not read for words and tags in %s', (_, name, text) => {
  const file = { name, bytes: new TextEncoder().encode(text) };
  expect(() => readCorpus(file, { wordColumn: 1, tagColumn: -1 })).toThrow(
    'Words and tags would both be read from column 1 (counted from 0).',
  );
  expect(readCorpus(file, { wordColumn: 0, tagColumn: -1 }).corpus.categories).toEqual(['Person']);
});
