import { describe, expect, it } from 'vitest';
import { createRandom } from '../text/random.ts';
import { MergedRows } from './mergedRows.ts';
import { regroup, regroupedRows } from './regrouping.ts';

describe('the rows of categories that are mapped', () => {
  it('are those of the old names, in the order of the new ones', () => {
    const { categories, names, sources } = regroup(['A', 'B', 'C'], 'iob2', { A: null, B: 'A' });
    expect(categories).toEqual(['A', 'C']);
    expect(names).toEqual(['O', 'B-A', 'I-A', 'B-C', 'I-C']);
    expect(sources).toEqual([[0], [3], [4], [5], [6]]);
  });

  it('are joined prefix by prefix, where several become one, which stands in the place of the first', () => {
    const { categories, sources } = regroup(['A', 'B', 'C'], 'bioes', { A: 'C' });
    expect(categories).toEqual(['C', 'B']);
    expect(sources).toEqual([[0], [1, 9], [2, 10], [3, 11], [4, 12], [5], [6], [7], [8]]);
  });

  it('are those of tags as they stand', () => {
    const { names, sources } = regroup(['NN', 'NNS', 'VB', 'O'], 'tags', { NNS: 'NN', O: 'X' });
    expect(names).toEqual(['NN', 'VB', 'X']);
    expect(sources).toEqual([[0, 1], [2], [3]]);
  });

  it('are the very same where none are merged, and no sample is asked for', async () => {
    const rows = [0, 1, 2].map((row) => Float32Array.of(row, row + 0.1, row + 0.2));
    const made = await regroupedRows(rows, [[0], [2]], async () => expect.fail('a sample was asked for'));
    expect(made).toEqual([rows[0], rows[2]]);
  });
});

describe('the row of a merged tag', () => {
  const features = 6;
  const random = createRandom(3);
  const draw = (length: number, deviation = 1) => Float32Array.from({ length }, () => random.normal(0, deviation));
  const words = 4003;
  const sample = draw(words * features);
  const scoreOf = (row: Float32Array, word: number) =>
    row.reduce((sum, weight, at) => sum + weight * (at < features ? (sample[word * features + at] as number) : 1), 0);

  it('is the part’s own where the other parts never come near it', () => {
    const part = draw(features + 1);
    const never = Float32Array.of(...new Array<number>(features).fill(0), -50);
    const row = new MergedRows(sample, features).rowOf([part, never]);
    for (let at = 0; at <= features; at++) expect(row[at]).toBeCloseTo(part[at] as number, 1);
  });

  it('comes nearer to log Σ exp of its parts than any row beside it', () => {
    const parts = [draw(features + 1), draw(features + 1), draw(features + 1)];
    const row = new MergedRows(sample, features).rowOf(parts);
    const error = (tried: Float32Array) => {
      let sum = 0;
      for (let word = 0; word < words; word++) {
        const wanted = Math.log(parts.reduce((total, part) => total + Math.exp(scoreOf(part, word)), 0));
        sum += (scoreOf(tried, word) - wanted) ** 2;
      }
      return sum;
    };
    const best = error(row);
    for (let at = 0; at <= features; at++) {
      for (const step of [-0.05, 0.05])
        expect(error(row.map((weight, index) => weight + (index === at ? step : 0)))).toBeGreaterThan(best);
    }
  });
});
