import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taggingBatches, trainingBatches } from './batches.ts';
import { createRandom, type Random } from './random.ts';

const lengths = fc.array(fc.nat(60), { maxLength: 300 });
const size = fc.integer({ min: 1, max: 40 });
const tokens = fc.integer({ min: 1, max: 400 });

const bySentences = (all: readonly number[], batchSize: number, random: Random) =>
  trainingBatches(all, { batching: 'sentences', batchSize, batchTokens: 1, rounds: 1 }, random);
const byTokens = (all: readonly number[], batchTokens: number, random: Random) =>
  trainingBatches(all, { batching: 'tokens', batchSize: 1, batchTokens, rounds: 1 }, random);

const everySentence = (batches: readonly (readonly number[])[]) => batches.flat().sort((a, b) => a - b);

/** How much longer than its shortest the longest sentence of a batch is, on average. */
const spread = (batches: readonly (readonly number[])[], all: readonly number[]) =>
  batches.reduce((sum, batch) => {
    const own = batch.map((sentence) => all[sentence] as number);
    return sum + Math.max(...own) - Math.min(...own);
  }, 0) / batches.length;

const manyLengths = Array.from({ length: 640 }, (_, index) => (index * 37) % 50);

describe('batches', () => {
  it('hold every sentence once, at most `size` together', () => {
    fc.assert(
      fc.property(lengths, size, fc.nat(100), (all, most, seed) => {
        for (const batches of [bySentences(all, most, createRandom(seed)), taggingBatches(all, most)]) {
          expect(everySentence(batches)).toEqual(all.map((_, index) => index));
          expect(Math.max(0, ...batches.map((batch) => batch.length))).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('of an epoch of several rounds are those of as many epochs', () => {
    fc.assert(
      fc.property(lengths, size, fc.nat(100), fc.integer({ min: 1, max: 5 }), (all, batchSize, seed, rounds) => {
        const together = { batching: 'sentences', batchSize, batchTokens: 1, rounds } as const;
        const random = createRandom(seed);
        const oneByOne = Array.from({ length: rounds }, () => bySentences(all, batchSize, random)).flat();
        expect(trainingBatches(all, together, createRandom(seed))).toEqual(oneByOne);
      }),
    );
  });

  it.each([
    ['sentences', bySentences, 8],
    ['tokens', byTokens, 30],
  ])('of %s differ from one training epoch to the next, and come again with the stream', (_, batchesOf, many) => {
    const all = Array.from({ length: 100 }, (_, index) => index % 7);
    const random = createRandom(5);
    const first = batchesOf(all, many, random);
    expect(batchesOf(all, many, random)).not.toEqual(first);
    expect(batchesOf(all, many, createRandom(5))).toEqual(first);
  });

  it.each([
    ['sentences', bySentences, 32],
    ['tokens', byTokens, 800],
  ])('of %s put sentences of about the same length together', (_, batchesOf, many) => {
    expect(spread(batchesOf(manyLengths, many, createRandom(1)), manyLengths)).toBeLessThan(6);
  });
});

describe('batches of so many tokens', () => {
  const sum = (batch: readonly number[], all: readonly number[]) =>
    batch.reduce((total, sentence) => total + (all[sentence] as number), 0);

  it('hold every sentence once', () => {
    fc.assert(
      fc.property(lengths, tokens, fc.nat(100), (all, wanted, seed) => {
        expect(everySentence(byTokens(all, wanted, createRandom(seed)))).toEqual(all.map((_, index) => index));
      }),
    );
  });

  it('end with the sentence that reaches the number', () => {
    fc.assert(
      fc.property(lengths, tokens, fc.nat(100), (all, wanted, seed) => {
        for (const batch of byTokens(all, wanted, createRandom(seed))) {
          expect(batch).not.toEqual([]);
          expect(sum(batch.slice(0, -1), all)).toBeLessThan(wanted);
        }
      }),
    );
  });

  it('reach it, but for what is left of every twenty batches or so', () => {
    const all = Array.from({ length: 3000 }, (_, index) => 1 + ((index * 37) % 50));
    const batches = byTokens(all, 300, createRandom(3));
    const short = batches.filter((batch) => sum(batch, all) < 300);
    expect(batches.length).toBeGreaterThan(230);
    expect(short.length).toBeLessThanOrEqual(Math.ceil(batches.length / 19));
    const most = Math.max(...batches.map((batch) => sum(batch, all)));
    expect(most).toBeLessThan(300 + 50);
  });

  it('are of more sentences the shorter these are', () => {
    const batches = byTokens(manyLengths, 200, createRandom(1)).filter((batch) => sum(batch, manyLengths) >= 200);
    const longest = (batch: readonly number[]) => Math.max(...batch.map((sentence) => manyLengths[sentence] as number));
    const sorted = [...batches].sort((a, b) => longest(a) - longest(b));
    expect(sorted[0]?.length).toBeGreaterThan(3 * (sorted.at(-1)?.length ?? 0));
  });
});
