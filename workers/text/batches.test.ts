import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taggingBatches, trainingBatches } from './batches.ts';
import { createRandom } from './random.ts';

const lengths = fc.array(fc.nat(60), { maxLength: 300 });
const size = fc.integer({ min: 1, max: 40 });

describe('batches', () => {
  it('hold every sentence once, at most `size` together', () => {
    fc.assert(
      fc.property(lengths, size, fc.nat(100), (all, most, seed) => {
        for (const batches of [trainingBatches(all, most, createRandom(seed)), taggingBatches(all, most)]) {
          expect(batches.flat().sort((a, b) => a - b)).toEqual(all.map((_, index) => index));
          expect(Math.max(0, ...batches.map((batch) => batch.length))).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('of one training epoch differ from the next, and come again with the seed', () => {
    const all = Array.from({ length: 100 }, (_, index) => index % 7);
    const random = createRandom(5);
    const first = trainingBatches(all, 8, random);
    expect(trainingBatches(all, 8, random)).not.toEqual(first);
    expect(trainingBatches(all, 8, createRandom(5))).toEqual(first);
  });

  it('put sentences of about the same length together', () => {
    const all = Array.from({ length: 640 }, (_, index) => (index * 37) % 50);
    const spread = (batches: number[][]) =>
      batches.reduce((sum, batch) => {
        const own = batch.map((sentence) => all[sentence] as number);
        return sum + Math.max(...own) - Math.min(...own);
      }, 0) / batches.length;
    expect(spread(trainingBatches(all, 32, createRandom(1)))).toBeLessThan(6);
  });
});
