import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Corpus } from '../workers/protocol/corpus.ts';
import { documentFromWords } from '../workers/text/documents.ts';
import { sentencesOf } from '../workers/text/examples.ts';
import { createRandom } from '../workers/text/random.ts';
import { dealSlices, stepsOf } from './slices.ts';

const types = ['LOC', 'MISC', 'ORG', 'PER'];

/** A document of sentences that hold one span of each of their types; the first word names the sentence. */
function corpusOf(sentences: readonly (readonly string[])[]): Corpus {
  const document = documentFromWords(
    { id: '1', annotated: 'all' },
    sentences.map((held, index) => ({
      words: [`w${index}`, ...held.map(() => 'x')],
      spans: held.map((category, at) => ({ start: at + 1, end: at + 2, category })),
    })),
  );
  return { name: 'test', kind: 'spans', documents: [document], categories: types };
}

const namesIn = (corpus: Corpus) => sentencesOf(corpus).map(([first]) => first as string);
const dealt = (sentences: readonly (readonly string[])[], first: number, seed = 1) =>
  dealSlices(corpusOf(sentences), stepsOf(types, first, 1), createRandom(seed)).map(namesIn);

it('learns the first types together and then as many as it is told', () => {
  expect(stepsOf(types, 1, 1)).toEqual([['LOC'], ['MISC'], ['ORG'], ['PER']]);
  expect(stepsOf(types, 2, 1)).toEqual([['LOC', 'MISC'], ['ORG'], ['PER']]);
  expect(stepsOf(types, 1, 2)).toEqual([['LOC'], ['MISC', 'ORG'], ['PER']]);
});

const corpora = fc.array(fc.subarray(types), { minLength: 1, maxLength: 40 });

it('puts every sentence into one slice, as large as its share of the types', () => {
  fc.assert(
    fc.property(corpora, fc.integer({ min: 1, max: 3 }), fc.nat(99), (sentences, first, seed) => {
      const slices = dealt(sentences, first, seed);
      expect(slices.flat().sort()).toEqual(sentences.map((_, index) => `w${index}`).sort());
      const shares = stepsOf(types, first, 1).map((step) => step.length / types.length);
      for (const [step, slice] of slices.slice(0, -1).entries())
        expect(slice).toHaveLength(Math.floor((shares[step] as number) * sentences.length));
      expect(dealt(sentences, first, seed)).toEqual(slices);
    }),
  );
});

it('leaves no sentence elsewhere while the slice of its rarest type has room', () => {
  fc.assert(
    fc.property(corpora, fc.nat(99), (sentences, seed) => {
      const count = (type: string) => sentences.filter((held) => held.includes(type)).length;
      const slices = dealt(sentences, 1, seed);
      const sliceOf = (index: number) => slices.findIndex((slice) => slice.includes(`w${index}`));
      const filled = slices.map(() => 0);
      const room = (step: number) => (slices[step]?.length ?? 0) - (filled[step] as number);
      for (const [index, held] of sentences.entries()) {
        const ordered = [...held].sort((one, other) => count(one) - count(other));
        const wanted = ordered.map((type) => types.indexOf(type)).find((step) => room(step) > 0);
        const slice = sliceOf(index);
        if (wanted !== undefined) expect(slice).toBe(wanted);
        filled[slice] = (filled[slice] as number) + 1;
      }
    }),
  );
});

it('takes the rarest type of the corpus, not of the alphabet', () => {
  const slices = dealt([['LOC', 'PER'], ['LOC'], ['LOC'], []], 1);
  expect(slices[3]).toEqual(['w0']);
  expect(slices[0]).toEqual(['w1']);
});
