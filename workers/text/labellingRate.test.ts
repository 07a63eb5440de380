import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Corpus } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { sentencesOf } from './examples.ts';
import { atLabellingRate } from './labellingRate.ts';
import { createRandom } from './random.ts';

function corpusOf(lengths: readonly number[]): Corpus {
  const documents = lengths.map((length, document) =>
    documentFromWords(
      { id: `${document}`, annotated: 'all' },
      Array.from({ length }, (_, sentence) => ({ words: [`w${document}.${sentence}`] })),
    ),
  );
  return { name: 'test', kind: 'spans', documents, categories: [] };
}

const corpora = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }).map(corpusOf);
const rates = fc.double({ min: 0, max: 1, noNaN: true });
const wordsAt = (corpus: Corpus, rate: number, seed: number) =>
  sentencesOf(atLabellingRate(corpus, rate, createRandom(seed))).flat();

it('takes the share of the sentences, rounded up, in their order', () => {
  fc.assert(
    fc.property(corpora, rates, fc.nat(99), (corpus, rate, seed) => {
      const all = sentencesOf(corpus).flat();
      const taken = wordsAt(corpus, rate, seed);
      expect(taken).toHaveLength(Math.ceil(rate * all.length));
      expect(taken).toEqual(all.filter((word) => taken.includes(word)));
    }),
  );
});

it('takes at a smaller rate some of those of a larger one', () => {
  fc.assert(
    fc.property(corpora, rates, rates, fc.nat(99), (corpus, one, other, seed) => {
      const larger = new Set(wordsAt(corpus, Math.max(one, other), seed));
      expect(wordsAt(corpus, Math.min(one, other), seed).every((word) => larger.has(word))).toBe(true);
    }),
  );
});
