import { expect, test } from 'vitest';
import { onEachBackend } from '../testing.ts';
import { seededMask } from './operation.ts';
import { maskValues } from './reference.ts';

async function values(shape: number[], rate: number, seed: number): Promise<number[]> {
  const mask = seededMask(shape, rate, seed);
  expect(mask.shape).toEqual(shape);
  const data = [...(await mask.data())];
  mask.dispose();
  return data;
}

onEachBackend(() => {
  test('draws the same mask on every backend', async () => {
    for (const seed of [0, 1, 12345, 4294967295]) {
      expect(await values([7, 11], 0.5, seed)).toEqual([...maskValues(77, 0.5, seed)]);
    }
    expect(await values([5, 3, 2], 0.25, 9)).toEqual([...maskValues(30, 0.25, 9)]);
  });

  test('drops nothing at rate 0', async () => {
    expect(await values([3, 3], 0, 5)).toEqual(Array(9).fill(1));
  });
});

test('drops the share that was asked for, in every stretch and for every seed', () => {
  for (let seed = 0; seed < 20; seed++) {
    const mask = maskValues(20_000, 0.3, seed);
    for (let start = 0; start < 20_000; start += 5000) {
      const dropped = mask.subarray(start, start + 5000).filter((x) => x === 0).length;
      expect(Math.abs(dropped - 1500)).toBeLessThan(150); // 4.6 standard deviations
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
