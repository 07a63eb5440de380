import { add, memory, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend } from '../kernels/testing.ts';
import { Pull } from './pull.ts';

onEachBackend(() => {
  test('draws back what comes from the source, by rate and weight, and leaves what has grown since', async () => {
    // [2, 3] of which the source has the first two columns; the last number there is no longer the source's.
    // On the device, as what has grown is.
    const weights = tidy(() => variable(add(tensor([1, 2, 30, 3, 5, 60], [2, 3]), 0)));
    const source = { weights: { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) } };
    const before = memory().numTensors;
    const pull = await Pull.towards(source, { weights }, 10);
    const moved = tensor([2, 4, 31, 7, 9, 61], [2, 3]);
    weights.assign(moved);
    pull.apply([[weights, 0.1]]);
    // Half of the way back: the distance shrinks by 1 / (1 + 0.1 · 10).
    expectClose(await weights.data(), [1.5, 3, 31, 5, 9, 61], 1e-6);
    pull.dispose();
    moved.dispose();
    expect(memory().numTensors).toBe(before);
    weights.dispose();
  });

  test('by importance what matters is drawn more, and no weight is too large', async () => {
    const weights = tidy(() => variable(tensor([1, 1, 1])));
    const table = tidy(() => variable(tensor([1, 1, 1, 1], [2, 2])));
    const source = {
      weights: { shape: [3], values: Float32Array.of(1, 1, 1) },
      table: { shape: [2, 2], values: Float32Array.of(1, 1, 1, 1) },
    };
    const importance = {
      weights: { shape: [3], values: Float32Array.of(0, 1, 1e6) },
      table: { shape: [2, 1], values: Float32Array.of(0, 1) },
    };
    const pull = await Pull.towards(source, { weights, table }, 10, importance);
    const [moved, rows] = [tensor([3, 3, 3]), tensor([3, 3, 3, 3], [2, 2])];
    weights.assign(moved);
    table.assign(rows);
    pull.apply([
      [weights, 0.1],
      [table, 0.1],
    ]);
    expectClose(await weights.data(), [3, 2, 1], 1e-4);
    expectClose(await table.data(), [3, 3, 2, 2], 1e-6);
    pull.dispose();
    for (const each of [moved, rows, weights, table]) each.dispose();
  });

  test('has nothing to do with a parameter that the source does not have', async () => {
    const fresh = tidy(() => variable(tensor([1, 2])));
    const pull = await Pull.towards({}, { fresh }, 1);
    const moved = tensor([5, 6]);
    fresh.assign(moved);
    pull.apply([[fresh, 0.5]]);
    expectClose(await fresh.data(), [5, 6], 0);
    pull.dispose();
    moved.dispose();
    fresh.dispose();
  });
});
