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
    const pull = await Pull.towards(source, { weights }, 5);
    const moved = tensor([2, 4, 31, 7, 9, 61], [2, 3]);
    weights.assign(moved);
    pull.apply([[weights, 0.1]]);
    // Half of the way back: 0.1 times 5.
    expectClose(await weights.data(), [1.5, 3, 31, 5, 9, 61], 1e-6);
    pull.dispose();
    moved.dispose();
    expect(memory().numTensors).toBe(before);
    weights.dispose();
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
