import { memory, sum, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { LinearLayer } from './linear.ts';
import { disposeAll, drawnParameters } from './parameters.ts';

const rule = { optimizer: 'sgd', momentum: 0, clip: 1000 } as const;

describe.each(['cpu', 'wasm'] as const)('a linear layer on %s', (backend) => {
  beforeAll(async () => {
    await openTestBackend(backend);
  });

  it('computes with its weights as they are after an optimizer’s step', async () => {
    const layer = new LinearLayer('output', 3, 2, drawnParameters(createRandom(5)));
    const features = tensor([1, 2, 3, -1, 0, 4], [1, 2, 3]) as Tensor3D;
    const apply = async () => {
      const result = tidy(() => layer.apply(features));
      const values = await result.data();
      result.dispose();
      return [...values];
    };
    const byHand = async () => {
      const weights = await layer.parameters['output.weights']?.data();
      const bias = await layer.parameters['output.bias']?.data();
      const rows = [
        [1, 2, 3],
        [-1, 0, 4],
      ];
      return rows.flatMap((row) =>
        [0, 1].map((column) =>
          row.reduce(
            (total, value, index) => total + value * (weights?.[2 * index + column] ?? 0),
            bias?.[column] ?? 0,
          ),
        ),
      );
    };
    const optimizer = new Optimizer(atConstantRate(layer.parameters, 0.5), rule);
    for (let step = 0; step < 3; step++) {
      optimizer.step(() => sum(layer.apply(features))).dispose();
      const expected = await byHand();
      const computed = await apply();
      expected.forEach((value, index) => {
        expect(computed[index]).toBeCloseTo(value, 4);
      });
    }
    optimizer.dispose();
    features.dispose();
    disposeAll(Object.values(layer.parameters));
  });

  it('has other outputs where its columns are replaced, and lets go of those that it had', async () => {
    const layer = new LinearLayer('output', 2, 3, drawnParameters(createRandom(5)));
    const before = await layer.columns();
    const tensors = memory().numTensors;
    expect(before.map(({ length }) => length)).toEqual([3, 3, 3]);
    const made = [before[2] as Float32Array, Float32Array.of(1, 2, 3)];
    layer.replaceColumns(made);
    expect(memory().numTensors).toBe(tensors);
    expect(await layer.columns()).toEqual(made);
    const features = tensor([1, -1], [1, 1, 2]) as Tensor3D;
    const result = tidy(() => layer.apply(features));
    expect(result.shape).toEqual([1, 1, 2]);
    expect((await result.data())[1]).toBeCloseTo(1 - 2 + 3, 5);
    result.dispose();
    features.dispose();
    disposeAll(Object.values(layer.parameters));
  });
});
