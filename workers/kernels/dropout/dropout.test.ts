import { grads, mul, ones, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onEachBackend, randomValues } from '../testing.ts';
import { seededDropout } from './operation.ts';
import { dropped, joined, maskValues, split } from './reference.ts';

async function dataOf(tensors: Tensor[]): Promise<number[][]> {
  const all = await Promise.all(tensors.map((each) => each.data()));
  for (const each of tensors) each.dispose();
  return all.map((values) => Array.from(values));
}

/** Where ones are dropped, the mask is seen. */
async function maskOf(shape: number[], rate: number, seed: number): Promise<number[]> {
  const mask = tidy(() => seededDropout([ones(shape)], rate, seed));
  expect(mask.shape).toEqual(shape);
  return (await dataOf([mask]))[0] as number[];
}

onEachBackend(() => {
  test('draws the same mask on every backend', async () => {
    for (const seed of [0, 1, 12345, 4294967295]) {
      expect(await maskOf([7, 11], 0.5, seed)).toEqual([...maskValues(77, 0.5, seed)]);
    }
    expect(await maskOf([5, 3, 2], 0.25, 9)).toEqual([...maskValues(30, 0.25, 9)]);
  });

  test('drops nothing at rate 0', async () => {
    expect(await maskOf([3, 3], 0, 5)).toEqual(Array(9).fill(1));
  });

  test.each([{ widths: [4] }, { widths: [50, 7] }, { widths: [1, 2, 3] }, { widths: [256, 1] }])(
    'joins parts $widths wide and gives each its own gradient back, bit for bit the reference’s',
    async ({ widths }) => {
      const [outer, rate, seed] = [[3, 5], 0.4, 77];
      const parts = widths.map((width, n) => randomValues(15 * width, n));
      const total = widths.reduce((all, width) => all + width, 0);
      const weights = randomValues(15 * total, 9);
      const results = tidy(() => {
        const given = parts.map((values, n) => tensor(values, [...outer, widths[n] as number]));
        const weighting = tensor(weights, [...outer, total]);
        const gradients = grads((...all: Tensor[]) => sum(mul(seededDropout(all, rate, seed), weighting)))(given);
        return [seededDropout(given, rate, seed), ...gradients];
      });
      const [all, ...gradients] = await dataOf(results);
      expect(all).toEqual([...dropped(joined(parts, widths), rate, seed)]);
      expect(gradients).toEqual(split(dropped(weights, rate, seed), widths).map((values) => [...values]));
    },
  );
});

test('the reference puts rows side by side, and takes them apart again', () => {
  const parts = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6)];
  expect([...joined(parts, [2, 1])]).toEqual([1, 2, 5, 3, 4, 6]);
  expect(split(Float32Array.of(1, 2, 5, 3, 4, 6), [2, 1])).toEqual(parts);
});

test('drops the share that was asked for, in every stretch and for every seed', () => {
  for (let seed = 0; seed < 20; seed++) {
    const mask = maskValues(20_000, 0.3, seed);
    for (let start = 0; start < 20_000; start += 5000) {
      const missing = mask.subarray(start, start + 5000).filter((x) => x === 0).length;
      expect(Math.abs(missing - 1500)).toBeLessThan(150); // 4.6 standard deviations
    }
  }
});

test('keeps different seeds apart', () => {
  const first = maskValues(4000, 0.5, 1);
  for (const seed of [2, 3, 4]) {
    const other = maskValues(4000, 0.5, seed);
    const agreeing = first.filter((x, n) => x === other[n]).length;
    expect(Math.abs(agreeing - 2000)).toBeLessThan(150);
  }
});
