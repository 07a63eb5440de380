import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { createCorpusService } from '../workers/engine/corpusService.ts';
import type { Corpus } from '../workers/protocol/corpus.ts';
import { documentFromWords } from '../workers/text/documents.ts';
import { sentencesOf } from '../workers/text/examples.ts';
import { CorpusReader } from './corpora.ts';
import { readConll2003 } from './sources.ts';
import { annotatedWhole, listName, readLists, restIsO, sparselyAnnotated } from './sparse.ts';

const words = ['a', 'b', 'c'];
const span = (start: number, category: string) => ({ start, end: start + 1, category });
const train: Corpus = {
  name: 'test',
  kind: 'spans',
  categories: ['X', 'Y'],
  documents: [
    documentFromWords({ id: '1', annotated: 'all' }, [{ words, spans: [span(0, 'X'), span(2, 'Y')] }, { words }]),
    documentFromWords({ id: '2', annotated: 'all' }, [
      { words: ['d'], spans: [span(0, 'X')] },
      { words: ['e'], spans: [span(0, 'Y')] },
    ]),
    documentFromWords({ id: '3', annotated: 'all' }, [{ words: ['f'], spans: [span(0, 'X')] }]),
  ],
};

const textsOf = (corpus: Corpus) =>
  corpus.documents.map(({ text, spans }) =>
    spans.map(({ start, end, category }) => `${category} ${text.slice(start, end)}`),
  );

it('keeps every sentence of a document that holds a kept span, and says that nobody looked for more', () => {
  const sparse = sparselyAnnotated(train, [
    [0, 2, 3, 'Y'],
    [3, 0, 1, 'Y'],
    [99, 0, 1, 'X'],
  ]);
  expect(textsOf(sparse)).toEqual([['Y c'], ['Y e']]);
  expect(sentencesOf(sparse)).toEqual([words, words, ['d'], ['e']]);
  expect(sparse.documents.map(({ annotated }) => annotated)).toEqual([[], []]);
  expect(restIsO(sparse).documents.map(({ annotated }) => annotated)).toEqual(['all', 'all']);
});

it('takes whole documents whole, and the last one as far as it was annotated', () => {
  const whole = annotatedWhole(train, [
    [0, 0, 1, 'X'],
    [0, 2, 3, 'Y'],
    [2, 0, 1, 'X'],
  ]);
  expect(sentencesOf(whole)).toEqual([words, words, ['d']]);
  expect(textsOf(whole)).toEqual([['X a', 'Y c'], ['X d']]);
  expect(whole.documents.every(({ annotated }) => annotated === 'all')).toBe(true);
});

it('refuses what is no list of spans', () => {
  expect(readLists({ 'P-1_rs0': [[0, 1, 2, 'X']] })).toEqual({ 'P-1_rs0': [[0, 1, 2, 'X']] });
  for (const wrong of [null, {}, { a: [[0, 1, 'X']] }, { a: 3 }])
    expect(() => readLists(wrong)).toThrow('lists of spans');
});

const data = resolve(process.env.GRAFT_DATA ?? '../shared/data');

it.skipIf(!existsSync(`${data}/conll2003_sparse`))(
  'finds every span of the lists where CoNLL-2003 has one, and about as many in documents annotated whole',
  { timeout: 60_000 },
  async () => {
    const reader = new CorpusReader(createCorpusService(), data, null, () => {});
    const { train: real } = await readConll2003(reader);
    const lists = readLists(await reader.json('conll2003_sparse/kept.json'));
    const gold = new Set(real.documents.flatMap(({ id, spans }) => spans.map((each) => JSON.stringify([id, each]))));
    for (const seed of [0, 1, 2]) {
      for (const spans of [100, 500, 1000, 5000]) {
        const sparse = sparselyAnnotated(real, lists[listName(spans, false, seed)] ?? []);
        const found = sparse.documents.flatMap(({ id, spans: all }) => all.map((each) => JSON.stringify([id, each])));
        expect(found).toHaveLength(spans);
        expect(found.every((each) => gold.has(each))).toBe(true);
        const whole = annotatedWhole(real, lists[listName(spans, true, seed)] ?? []);
        const annotated = whole.documents.reduce((sum, document) => sum + document.spans.length, 0);
        // The sentence at which a list ends is taken whole: such as a line of results, it may hold some more.
        expect(annotated).toBeGreaterThanOrEqual(spans);
        expect(annotated).toBeLessThanOrEqual(spans + 10);
      }
    }
  },
);
