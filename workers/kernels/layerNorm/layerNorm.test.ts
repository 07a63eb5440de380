import { grads, mul, sum, type Tensor, type Tensor1D, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expectClose,
  onEachBackend,
  randomValues,
  readFixture,
  tensorOf,
  testBesideReference,
  type Written,
} from '../testing.ts';
import { layerNorm } from './operation.ts';
import { layerNormForward, layerNormGradient } from './reference.ts';

interface Case {
  x: Written;
  gain: Written;
  bias: Written;
  epsilon: number;
  weights: Written;
  output: Written;
  gradients: { x: Written; gain: Written; bias: Written };
}

const { layerNorm: cases } = readFixture<{ layerNorm: Case[] }>('transformer');

/** The output and the gradients of sum(output · weights). Disposes what it was given. */
async function run(x: Tensor, gain: Tensor1D, bias: Tensor1D, weights: Tensor, epsilon?: number) {
  const results = tidy(() => [
    layerNorm(x, gain, bias, epsilon),
    ...grads((a, b, c) => sum(mul(layerNorm(a as Tensor, b as Tensor1D, c as Tensor1D, epsilon), weights)))([
      x,
      gain,
      bias,
    ]),
  ]);
  const values = (await Promise.all(results.map((t) => t.data()))) as Float32Array[];
  for (const t of [x, gain, bias, weights, ...results]) t.dispose();
  const [output, ofX, ofGain, ofBias] = values as [Float32Array, Float32Array, Float32Array, Float32Array];
  return { output, x: ofX, gain: ofGain, bias: ofBias };
}

/** The backend gets `x` plus `shift`, which changes no result. */
async function expectReference(
  rows: number,
  features: number,
  x: Float32Array,
  seed: number,
  epsilon?: number,
  shift = 0,
) {
  const shape = { rows, features };
  const gain = randomValues(features, seed + 1);
  const bias = randomValues(features, seed + 2);
  const weights = randomValues(rows * features, seed + 3);
  const actual = await run(
    tensor(
      x.map((value) => value + shift),
      [rows, features],
    ),
    tensor(gain, [features]) as Tensor1D,
    tensor(bias, [features]) as Tensor1D,
    tensor(weights, [rows, features]),
    epsilon,
  );
  expectClose(actual.output, layerNormForward(shape, x, gain, bias, epsilon ?? 1e-12), 1e-4, 'output');
  const expected = layerNormGradient(shape, x, gain, weights, epsilon ?? 1e-12);
  for (const name of ['x', 'gain', 'bias'] as const) expectClose(actual[name], expected[name], 1e-4, name);
}

onEachBackend((backend) => {
  test('agrees with PyTorch, with little epsilon and with much', async () => {
    for (const { x, gain, bias, epsilon, weights, output, gradients } of cases) {
      const actual = await run(tensorOf(x), tensorOf(gain), tensorOf(bias), tensorOf(weights), epsilon);
      expectClose(actual.output, output.values, 1e-4, 'output');
      for (const name of ['x', 'gain', 'bias'] as const) {
        expectClose(actual[name], gradients[name].values, 1e-4, name);
      }
    }
  });

  testBesideReference(backend, 'agrees with the reference at any number of rows and features', async () => {
    const sizes = fc.record({ rows: fc.integer({ min: 1, max: 20 }), features: fc.integer({ min: 2, max: 150 }) });
    const seeds = fc.integer({ min: 0, max: 1000 });
    await fc.assert(
      fc.asyncProperty(sizes, seeds, ({ rows, features }, seed) =>
        // The epsilon is large, so that the gradients of rows of two or three numbers are more than rounding errors.
        expectReference(rows, features, randomValues(rows * features, seed, 2), seed, 0.5),
      ),
      { numRuns: 12 },
    );
  });

  test('gives a single number no gradient beyond rounding, since it has no variance', async () => {
    const [gain, weight] = [0.7, -1.3];
    const { x } = await run(
      tensor([1.9], [1, 1]),
      tensor([gain], [1]) as Tensor1D,
      tensor([0.2], [1]) as Tensor1D,
      tensor([weight], [1, 1]),
      0.5,
    );
    // Two terms of this size cancel; a fused multiply-add rounds only one of them.
    const term = Math.abs(gain * weight) / Math.sqrt(0.5);
    expect(Math.abs(x[0] as number)).toBeLessThanOrEqual(2 ** -23 * term);
  });

  testBesideReference(backend, 'adds up the gradients of more rows than workgroups share', () =>
    expectReference(1027, 5, randomValues(1027 * 5, 7), 7, 1e-5),
  );

  test('is exact far from 0', () => {
    // Steps of 1/16 around 4096, which single precision holds exactly.
    const x = randomValues(6 * 33, 8, 100).map((value) => Math.round(value) / 16);
    return expectReference(6, 33, x, 8, undefined, 4096);
  });

  test('gives the bias alone for rows of equal numbers', async () => {
    const x = randomValues(3, 9, 1000);
    const rows = Float32Array.from({ length: 3 * 50 }, (_, n) => x[Math.trunc(n / 50)] as number);
    const bias = randomValues(50, 10);
    const gain = tensor(randomValues(50, 11), [50]) as Tensor1D;
    const actual = await run(tensor(rows, [3, 50]), gain, tensor(bias, [50]), tensor(rows, [3, 50]));
    expect([...actual.output]).toEqual([...bias, ...bias, ...bias]);
    expect([...actual.gain].every((value) => value === 0)).toBe(true);
  });

  testBesideReference(backend, 'is right for more rows than one dimension of a dispatch holds', () =>
    expectReference(65_600, 3, randomValues(65_600 * 3, 12), 12, 1e-2),
  );

  test('refuses a gain of another size', () => {
    const parts = [tensor(randomValues(6, 1), [2, 3]), tensor([1, 2]), tensor([1, 2, 3])] as const;
    expect(() => layerNorm(parts[0], parts[1] as Tensor1D, parts[2] as Tensor1D)).toThrow('shapes do not agree');
    for (const part of parts) part.dispose();
  });
});
