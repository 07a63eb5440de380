import { describe, expect, it } from 'vitest';
import type { Corpus, Document } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { mapCategories, restrictAnnotated } from './categories.ts';
import { withSpans } from './spans.ts';

const document: Document = {
  id: 'd',
  text: 'Ann Bo Graz',
  sentences: [{ tokens: [0, 4, 7].map((start, index) => ({ start, end: [3, 6, 11][index] as number })) }],
  spans: [
    { start: 0, end: 3, category: 'first' },
    { start: 4, end: 6, category: 'last' },
    { start: 7, end: 11, category: 'city' },
  ],
  annotated: 'all',
};
const corpus: Corpus = { name: 'c', kind: 'spans', documents: [document], categories: ['first', 'last', 'city'] };
const spansOf = ({ documents }: Corpus) => documents.flatMap(({ spans }) => spans.map(({ category }) => category));

describe('mapCategories', () => {
  it('renames, merges and leaves out, and keeps neighbours apart', () => {
    const mapped = mapCategories(corpus, { first: 'PER', last: 'PER', city: null });
    expect(mapped.categories).toEqual(['PER']);
    expect(mapped.documents[0]?.spans).toEqual([
      { start: 0, end: 3, category: 'PER' },
      { start: 4, end: 6, category: 'PER' },
    ]);
    expect(mapped.documents[0]?.annotated).toBe('all');
  });

  it('brings a nested span to light where the outer category is left out, and hides it again', () => {
    const nested = withSpans(document, [...document.spans, { start: 0, end: 6, category: 'name' }]);
    const given = { ...corpus, documents: [nested], categories: [...corpus.categories, 'name'] };
    expect(spansOf(given)).toEqual(['name', 'city']);
    const without = mapCategories(given, { name: null });
    expect(without.documents).toEqual([document]);
    const merged = mapCategories(given, { first: 'PER', last: 'PER', name: 'PER' });
    expect(spansOf(merged)).toEqual(['PER', 'city']);
    expect(merged.documents[0]?.furtherSpans).toEqual([
      { start: 0, end: 3, category: 'PER' },
      { start: 4, end: 6, category: 'PER' },
    ]);
    expect(restrictAnnotated(given, ['first', 'city']).documents[0]).toEqual({
      ...document,
      spans: [document.spans[0], document.spans[2]],
      annotated: ['first', 'city'],
    });
  });

  it('keeps one of two spans that merging makes equal', () => {
    const twice = withSpans(document, [...document.spans, { start: 7, end: 11, category: 'place' }]);
    const merged = mapCategories({ ...corpus, documents: [twice], categories: ['city', 'place'] }, { place: 'city' });
    expect(merged.documents).toEqual([document]);
  });

  it('renames what was rejected, and leaves it out with its category', () => {
    const rejected = [
      { start: 0, end: 3, category: 'city' },
      { start: 4, end: 6, category: 'first' },
    ];
    const given = { ...corpus, documents: [{ ...document, rejected }] };
    const renamed = mapCategories(given, { first: 'PER', city: null }).documents[0];
    expect(renamed?.rejected).toEqual([{ start: 4, end: 6, category: 'PER' }]);
    expect(mapCategories(given, { first: null, city: null }).documents[0]).not.toHaveProperty('rejected');
  });

  it('swaps two names', () => {
    expect(spansOf(mapCategories(corpus, { first: 'last', last: 'first' }))).toEqual(['last', 'first', 'city']);
  });

  it('leaves what it does not name, and the corpus given, as they were', () => {
    expect(mapCategories(corpus, { other: 'X' })).toBe(corpus);
    expect(spansOf(mapCategories(corpus, { city: 'LOC' }))).toEqual(['first', 'last', 'LOC']);
    expect(spansOf(corpus)).toEqual(['first', 'last', 'city']);
  });

  it('takes a merged category for annotated only where all of it was', () => {
    const partly = { ...corpus, documents: [{ ...document, annotated: ['first', 'city'] }] };
    const merged = mapCategories(partly, { first: 'PER', last: 'PER', city: 'LOC' });
    expect(merged.documents[0]?.annotated).toEqual(['LOC']);
    const whole = { ...corpus, documents: [{ ...document, annotated: ['first', 'last'] }] };
    expect(mapCategories(whole, { first: 'PER', last: 'PER' }).documents[0]?.annotated).toEqual(['PER']);
  });

  it('maps the tags of a corpus of tags, and refuses to lose one', () => {
    const [sentence] = document.sentences;
    const tagged: Corpus = {
      ...corpus,
      kind: 'tags',
      categories: ['NN', 'NNP'],
      documents: [
        { ...document, spans: [], sentences: [{ tokens: sentence?.tokens ?? [], tags: ['NN', 'NNP', 'NN'] }] },
      ],
    };
    const mapped = mapCategories(tagged, { NNP: 'NN' });
    expect(mapped.documents[0]?.sentences[0]?.tags).toEqual(['NN', 'NN', 'NN']);
    expect(mapped.categories).toEqual(['NN']);
    expect(() => mapCategories(tagged, { NN: null })).toThrow(GraftError);
  });

  it('refuses an empty name, and O', () => {
    expect(() => mapCategories(corpus, { city: '' })).toThrow(/city of c would have no name/);
    expect(() => mapCategories(corpus, { city: 'O' })).toThrow(/city of c would have the name O/);
  });
});

describe('restrictAnnotated', () => {
  it('drops the spans of other categories and says that nobody looked for them', () => {
    const restricted = restrictAnnotated(corpus, ['city', 'street']);
    expect(spansOf(restricted)).toEqual(['city']);
    expect(restricted.documents[0]?.annotated).toEqual(['city', 'street']);
    expect(restricted.categories).toEqual(corpus.categories);
  });

  it('refuses a corpus of tags', () => {
    expect(() => restrictAnnotated({ ...corpus, kind: 'tags' }, ['NN'])).toThrow(GraftError);
  });
});
