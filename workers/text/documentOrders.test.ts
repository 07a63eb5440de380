import { describe, expect, it } from 'vitest';
import type { AnnotatedCategories, Corpus, Span } from '../protocol/corpus.ts';
import type { DocumentSuggestions, Suggestion } from '../protocol/suggestions.ts';
import { documentsFound, orderDocuments } from './documentOrders.ts';
import { documentFromWords } from './documents.ts';

const document = (id: string, words: string, annotated: AnnotatedCategories = [], spans: readonly Span[] = []) => ({
  ...documentFromWords({ id, annotated }, [{ words: words.split(' ') }]),
  spans,
});
const corpusOf = (documents: Corpus['documents']): Corpus => ({
  ...{ name: 'a', kind: 'spans', categories: ['Place'], documents },
});
const doubts = (of: Readonly<Record<string, number>>, suggestions: readonly Suggestion[] = []) =>
  new Map<string, DocumentSuggestions>(
    Object.entries(of).map(([documentId, uncertainty]) => [documentId, { documentId, uncertainty, suggestions }]),
  );

const open = corpusOf([
  document('a', 'the router is broken'),
  document('b', 'a parcel for Velby'),
  document('c', 'the router is broken again'),
  document('d', 'whoever lives in Orrick', 'all'),
]);

describe('an order of documents', () => {
  it('by uncertainty has the least sure first and what was submitted last', () => {
    expect(orderDocuments(open, doubts({ a: 1, b: 2, c: 3, d: 9 }), 'uncertainty', 1)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('by diversity is that of the file where nothing waits', () => {
    const all = corpusOf(open.documents.map((each) => ({ ...each, status: 'submitted' as const })));
    expect(orderDocuments(all, new Map(), 'diversity', 1)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('has what was discarded behind what waits', () => {
    const documents = open.documents.map((each) =>
      each.id === 'b' ? { ...each, status: 'discarded' as const } : each,
    );
    const order = orderDocuments(corpusOf(documents), doubts({ a: 1, b: 9, c: 3 }), 'uncertainty', 1);
    expect(order).toEqual(['c', 'a', 'b', 'd']);
  });

  it('by diversity passes over what is like the least sure, and comes back to it', () => {
    expect(orderDocuments(open, doubts({ a: 2, b: 1, c: 3 }), 'diversity', 1)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('as given and at random has each document once, at random the same by the same seed', () => {
    const given = orderDocuments(open, new Map(), 'given', 1);
    expect(given).toEqual(['a', 'b', 'c', 'd']);
    const random = orderDocuments(open, new Map(), 'random', 3);
    expect([...random].sort()).toEqual(given);
    expect(orderDocuments(open, new Map(), 'random', 3)).toEqual(random);
    const seeds = [1, 2, 3, 4, 5, 6].map((seed) => orderDocuments(open, new Map(), 'random', seed).join());
    expect(new Set(seeds).size).toBeGreaterThan(1);
  });

  it('by disagreement has what was submitted and is not as the model says, the most of it first', () => {
    const at = (start: number, end: number, category: string): Span => ({ start, end, category });
    const suggested = (...spans: Span[]) =>
      spans.map((span): Suggestion => ({ ...span, source: 'model', confidence: 0.9 }));
    const corpus = corpusOf([
      document('same', 'in Velby', 'all', [at(3, 8, 'Place')]),
      document('one', 'in Velby', ['Place'], []),
      document('two', 'Velby and Orrick', 'all', [at(0, 9, 'Place')]),
      document('open', 'in Velby', [], []),
      document('other', 'in Velby', 'all', []),
    ]);
    const known = new Map([
      ...doubts({ same: 1, one: 1, open: 1 }, suggested(at(3, 8, 'Place'))),
      ...doubts({ two: 1 }, suggested(at(0, 5, 'Place'))),
      // Nobody looked for it.
      ...doubts({ other: 1 }, suggested(at(3, 8, 'Person'))),
    ]);
    expect(orderDocuments(corpus, known, 'disagreement', 1)).toEqual(['two', 'one']);
    // Somebody reads it: what that one has not submitted was not read.
    const documents = corpus.documents.map((each) =>
      each.id === 'one' ? { ...each, status: 'submitted' as const } : each,
    );
    expect(orderDocuments({ ...corpus, documents }, known, 'disagreement', 1)).toEqual(['one']);
  });
});

describe('documents by what a model says', () => {
  const place = { start: 3, end: 8, category: 'Place' };
  const said = (confidence: number | null): readonly Suggestion[] => [
    { ...place, source: confidence === null ? 'words' : 'model', confidence },
  ];
  const corpus = corpusOf([
    document('unsure', 'in Velby'),
    document('sure', 'in Velby'),
    document('by words', 'in Velby'),
    document('decided', 'in Velby', [], [place]),
    { ...document('rejected', 'in Velby'), rejected: [place] },
    document('submitted', 'in Velby', 'all', []),
    document('as submitted', 'in Velby', 'all', [place]),
    document('unknown', 'in Velby'),
  ]);
  const known = new Map([
    ...doubts({ unsure: 1, decided: 1, rejected: 1, submitted: 1, 'as submitted': 1 }, said(0.6)),
    ...doubts({ sure: 1 }, said(0.8)),
    ...doubts({ 'by words': 1 }, said(null)),
  ]);

  it('are those in which it is less sure than asked for of something that nobody has decided on', () => {
    expect(documentsFound(corpus, known, 'unsure', 0.8)).toEqual(['unsure', 'submitted']);
    expect(documentsFound(corpus, known, 'unsure', 0.9)).toEqual(['unsure', 'sure', 'submitted']);
  });

  it('are those that were submitted otherwise', () => {
    expect(documentsFound(corpus, known, 'differs', 0.9)).toEqual(['submitted']);
  });
});
