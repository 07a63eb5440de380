import { describe, expect, it } from 'vitest';
import type { Corpus, Document } from '../protocol/corpus.ts';
import { countLabelledTokens, vectorCoverage } from './statistics.ts';
import { WordVectors } from './vectors.ts';

/** A document of one sentence: its words, parted by spaces. */
function documentOf(text: string): Document {
  const tokens = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  return { id: text, text, sentences: [{ tokens }], spans: [], annotated: 'all' };
}

const corpus: Corpus = {
  name: 'c',
  kind: 'spans',
  documents: [
    {
      ...documentOf('ask Ann Lee in Graz'),
      spans: [
        { start: 4, end: 11, category: 'PER' },
        { start: 15, end: 19, category: 'LOC' },
      ],
    },
    { ...documentOf('ask Bo'), spans: [{ start: 4, end: 6, category: 'PER' }] },
  ],
  categories: ['PER', 'LOC', 'ORG'],
};

describe('countLabelledTokens', () => {
  it('counts the tokens inside spans', () => {
    expect(countLabelledTokens(corpus)).toEqual({ PER: 3, LOC: 1, ORG: 0 });
  });
});

describe('vectorCoverage', () => {
  it('counts tokens and words that have a vector, and names the most frequent that have none', () => {
    const vectors = new WordVectors(['ann', 'in', '00'], 1, new Float32Array(3));
    const sentences = ['ask Ann in 24', 'Bo ask'].map((text) => text.split(' '));
    expect(vectorCoverage(sentences, vectors, true)).toEqual({
      tokens: 6,
      coveredTokens: 3,
      words: 5,
      coveredWords: 3,
      missing: ['ask', 'Bo'],
    });
    expect(vectorCoverage(sentences, vectors, false)).toMatchObject({ coveredTokens: 2, missing: ['ask', '24', 'Bo'] });
    expect(vectorCoverage([], vectors, true)).toMatchObject({ tokens: 0, words: 0, missing: [] });
  });
});
