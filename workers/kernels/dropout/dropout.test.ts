import { grads, mul, ones, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onEachBackend, randomValues } from '../testing.ts';
import { seededDropout } from './operation.ts';
import { joined, maskValues, scramble, split } from './reference.ts';

async function dataOf(tensors: Tensor[]): Promise<number[][]> {
  const all = await Promise.all(tensors.map((each) => each.data()));
  for (const each of tensors) each.dispose();
  return all.map((values) => Array.from(values));
}

/** Dropout of ones gives the mask. */
async function maskOf(shape: number[], rate: number, seed: number): Promise<number[]> {
  const mask = tidy(() => seededDropout([ones(shape)], rate, seed));
  expect(mask.shape).toEqual(shape);
  return (await dataOf([mask]))[0] as number[];
}

/** MurmurHash3's finaliser in big integers, cut to 32 bits where its definition says so. */
function hash(x: bigint): bigint {
  const first = BigInt.asUintN(32, (x ^ (x >> 16n)) * 0x85ebca6bn);
  const second = BigInt.asUintN(32, (first ^ (first >> 13n)) * 0xc2b2ae35n);
  return second ^ (second >> 16n);
}

/** The mask of `size` elements, as the reference's comments define it. */
function plainMask(size: number, rate: number, seed: number): number[] {
  const key = hash(BigInt(seed) ^ 0x9e3779b9n);
  return Array.from({ length: size }, (_, n) => {
    const drawn = hash(hash(BigInt.asUintN(32, BigInt(n) + key)) ^ key);
    return Number(drawn) >= Math.floor(rate * 2 ** 32) ? Math.fround(1 / (1 - rate)) : 0;
  });
}

/** The rows of several parts, concatenated. */
const sideBySide = (parts: readonly ArrayLike<number>[], widths: readonly number[], rows: number): number[] =>
  Array.from({ length: rows }, (_, row) =>
    parts.flatMap((part, n) => Array.from(part).slice(row * widths[n]!, (row + 1) * widths[n]!)),
  ).flat();

test('the reference hashes as MurmurHash3 does', () => {
  // Published: the hash of nothing with the seeds 1 and 2³² − 1.
  expect(scramble(1)).toBe(0x514e28b7);
  expect(scramble(0xffffffff)).toBe(0x81f16f39);
});

onEachBackend(() => {
  test('draws the same mask on every backend', async () => {
    for (const seed of [0, 1, 12345, 4294967295]) {
      expect(await maskOf([7, 11], 0.5, seed)).toEqual(plainMask(77, 0.5, seed));
    }
    expect(await maskOf([5, 3, 2], 0.25, 9)).toEqual(plainMask(30, 0.25, 9));
  });

  test('drops nothing at rate 0', async () => {
    expect(await maskOf([3, 3], 0, 5)).toEqual(Array(9).fill(1));
  });

  test.each([{ widths: [4] }, { widths: [50, 7] }, { widths: [1, 2, 3] }, { widths: [256, 1] }])(
    'joins parts $widths wide and gives each its own gradient back, to the last bit',
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
      const mask = plainMask(15 * total, rate, seed);
      const masked = (values: ArrayLike<number>) => Array.from(values, (value, n) => Math.fround(value * mask[n]!));
      expect(all).toEqual(masked(sideBySide(parts, widths, 15)));
      expect(sideBySide(gradients, widths, 15)).toEqual(masked(weights));
    },
  );
});

test('the reference puts rows side by side, and takes them apart again', () => {
  const parts = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6)];
  expect([...joined(parts, [2, 1])]).toEqual([1, 2, 5, 3, 4, 6]);
  expect(split(Float32Array.of(1, 2, 5, 3, 4, 6), [2, 1])).toEqual(parts);
});

test('drops a fraction of `rate`, in every part of the mask and for every seed', () => {
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
