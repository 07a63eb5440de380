import { grads, mul, sum, type Tensor, type Tensor1D, type Tensor2D, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import {
  expectClose,
  onEachBackend,
  randomValues,
  readFixture,
  testBesideReference,
  type Written,
} from '../testing.ts';
import { linear } from './operation.ts';
import { type LinearShape, linearForward, linearGradient } from './reference.ts';

const fixture = readFixture<{
  linear: Record<'features' | 'weights' | 'bias' | 'output' | 'upstream', Written> & {
    gradients: Record<'features' | 'weights' | 'bias', Written>;
  };
}>('kernels').linear;

/** The output, and the gradients of sum(output · upstream). */
async function run(features: Written, weights: Written, bias: Written, upstream: Written): Promise<Float32Array[]> {
  const results = tidy(() => {
    const given = [features, weights, bias].map(({ values, shape }) => tensor(values, shape));
    const above = tensor(upstream.values, upstream.shape);
    const apply = (...parts: Tensor[]) => linear(parts[0] as Tensor, parts[1] as Tensor2D, parts[2] as Tensor1D);
    return [apply(...given), ...grads((...parts: Tensor[]) => sum(mul(apply(...parts), above)))(given)];
  });
  expect(results.map(({ shape }) => shape)).toEqual([upstream.shape, features.shape, weights.shape, bias.shape]);
  const values = (await Promise.all(results.map((result) => result.data()))) as Float32Array[];
  for (const result of results) result.dispose();
  return values;
}

const written = (values: Float32Array, ...shape: number[]): Written => ({ shape, values: Array.from(values) });

async function againstReference(shape: LinearShape): Promise<void> {
  const { rows, inputs, outputs } = shape;
  const [features, weights] = [randomValues(rows * inputs, 1), randomValues(inputs * outputs, 2)];
  const [bias, upstream] = [randomValues(outputs, 3), randomValues(rows * outputs, 4)];
  const actual = await run(
    written(features, 1, rows, inputs),
    written(weights, inputs, outputs),
    written(bias, outputs),
    written(upstream, 1, rows, outputs),
  );
  const expected = linearGradient(shape, features, weights, upstream);
  expectClose(actual[0] ?? [], linearForward(shape, features, weights, bias), 1e-4, 'output');
  expectClose(actual[1] ?? [], expected.features, 1e-4, 'gradient of features');
  expectClose(actual[2] ?? [], expected.weights, 1e-4, 'gradient of weights');
  expectClose(actual[3] ?? [], expected.bias, 1e-4, 'gradient of bias');
}

onEachBackend((backend) => {
  test('agrees with PyTorch', async () => {
    const { features, weights, bias, upstream, output, gradients } = fixture;
    const actual = await run(features, weights, bias, upstream);
    expectClose(actual[0] ?? [], output.values, 1e-5, 'output');
    (['features', 'weights', 'bias'] as const).forEach((name, n) => {
      expectClose(actual[n + 1] ?? [], gradients[name].values, 1e-5, name);
    });
  });

  testBesideReference(
    backend,
    'agrees with the reference on one row, one output, and sizes that fill no whole block',
    async () => {
      await againstReference({ rows: 1, inputs: 5, outputs: 3 });
      await againstReference({ rows: 7, inputs: 1, outputs: 1 });
      await againstReference({ rows: 130, inputs: 259, outputs: 17 });
      await againstReference({ rows: 1200, inputs: 33, outputs: 9 });
      // Large enough for several threads.
      await againstReference({ rows: 300, inputs: 70, outputs: 261 });
    },
  );
});
