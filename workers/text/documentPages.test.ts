import { expect, it } from 'vitest';
import type { Corpus } from '../protocol/corpus.ts';
import { documentPage } from './documentPages.ts';
import { documentFromWords } from './documents.ts';

const documents = [['PER'], 'all', []].map((annotated, index) =>
  documentFromWords({ id: `d${index}`, annotated: annotated as 'all' | string[] }, [{ words: ['Ines', 'called'] }]),
);
const corpus: Corpus = { name: 'calls', kind: 'spans', documents, categories: ['PER', 'LOC'] };

it('gives documents in their order, each in short', () => {
  const page = documentPage(corpus, { part: 'train', offset: 1, limit: 1 });
  expect(page).toEqual({
    total: 3,
    documents: [{ id: 'd1', place: 1, beginning: 'Ines called', spans: 0, annotated: 'all' }],
  });
});

it('finds those in which something is still to be looked for, with their places among all', () => {
  const { total, documents: found } = documentPage(corpus, { part: 'train', unfinished: true, offset: 0, limit: 9 });
  expect(total).toBe(2);
  expect(found.map(({ place }) => place)).toEqual([0, 2]);
  const nothingYet = { ...corpus, categories: [], documents: documents.slice(2) };
  expect(documentPage(nothingYet, { part: 'train', unfinished: true, offset: 0, limit: 9 }).total).toBe(1);
});
