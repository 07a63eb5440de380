import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Corpus, Document } from '../protocol/corpus.ts';
import { countLabelledTokens, sentenceLengths, summarizeCorpus, vectorCoverage } from './statistics.ts';
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

describe('summarizeCorpus', () => {
  it('counts spans by category, absent ones too', () => {
    expect(summarizeCorpus(corpus)).toEqual({
      documents: 2,
      sentences: 2,
      tokens: 7,
      categories: { PER: 2, LOC: 1, ORG: 0 },
    });
  });

  it('counts tokens by tag in a corpus of tags', () => {
    const [sentence] = documentOf('the cat the').sentences;
    const document = {
      ...documentOf('the cat the'),
      sentences: [{ tokens: sentence?.tokens ?? [], tags: ['DT', 'NN', 'DT'] }],
    };
    const tagged: Corpus = { name: 't', kind: 'tags', documents: [document], categories: ['DT', 'NN'] };
    expect(summarizeCorpus(tagged)).toMatchObject({ tokens: 3, categories: { DT: 2, NN: 1 } });
  });
});

describe('countLabelledTokens', () => {
  it('counts the tokens inside spans', () => {
    expect(countLabelledTokens(corpus)).toEqual({ PER: 3, LOC: 1, ORG: 0 });
  });
});

describe('sentenceLengths', () => {
  it('counts into bins without gaps', () => {
    const documents = ['a', 'a b c d e', 'a b c d e f', Array(12).fill('a').join(' ')].map(documentOf);
    expect(sentenceLengths({ ...corpus, documents }, 5)).toEqual([
      { from: 1, to: 5, sentences: 2 },
      { from: 6, to: 10, sentences: 1 },
      { from: 11, to: 15, sentences: 1 },
    ]);
    expect(sentenceLengths({ ...corpus, documents }, 5, 2)).toEqual([
      { from: 1, to: 5, sentences: 2 },
      { from: 6, to: 12, sentences: 2 },
    ]);
    expect(sentenceLengths({ ...corpus, documents: [] })).toEqual([]);
  });

  it('puts every sentence into the bin that it belongs to', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        (all, width) => {
          const documents = all.map((length) => documentOf(Array(length).fill('a').join(' ')));
          const bins = sentenceLengths({ ...corpus, documents }, width, 4);
          for (const { from, to, sentences } of bins) {
            expect(sentences).toBe(all.filter((length) => length >= from && length <= to).length);
          }
          expect(bins.reduce((sum, { sentences }) => sum + sentences, 0)).toBe(all.length);
        },
      ),
    );
  });
});

describe('vectorCoverage', () => {
  it('counts tokens and words that have a vector, and names the most frequent that have none', () => {
    const vectors = new WordVectors(['ann', 'in', '00'], 1, new Float32Array(3));
    const documents = [documentOf('ask Ann in 24'), documentOf('ask Bo')];
    expect(vectorCoverage({ ...corpus, documents }, vectors, { digitsToZero: true, named: 1 })).toEqual({
      tokens: 6,
      coveredTokens: 3,
      share: 50,
      words: 5,
      coveredWords: 3,
      missing: [{ word: 'ask', count: 2 }],
    });
    expect(vectorCoverage({ ...corpus, documents: [] }, vectors)).toMatchObject({ tokens: 0, share: 0 });
  });
});
