import { grad, mul, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
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
import { gelu } from './operation.ts';
import { geluForward, geluGradient, normalDistribution } from './reference.ts';

const { gelu: fixture } = readFixture<{
  gelu: { x: Written; weights: Written; output: Written; gradients: { x: Written } };
}>('transformer');

/** The output and the gradient of sum(output · weights). Disposes what it was given. */
async function run(x: Tensor, weights: Tensor) {
  const results = tidy(() => [gelu(x), grad((a: Tensor) => sum(mul(gelu(a), weights)))(x)]) as [Tensor, Tensor];
  expect(results.map((t) => t.shape)).toEqual([x.shape, x.shape]);
  const [output, gradient] = (await Promise.all(results.map((t) => t.data()))) as [Float32Array, Float32Array];
  for (const t of [x, weights, ...results]) t.dispose();
  return { output, gradient };
}

test('the reference knows the normal distribution to its last digits', () => {
  // From tables (A&S 26.1), and the tail at 4 on either side of where the reference changes its way.
  expect(normalDistribution(0)).toBe(0.5);
  expect(normalDistribution(1)).toBeCloseTo(0.841344746068543, 14);
  expect(normalDistribution(-3)).toBeCloseTo(0.00134989803163009, 14);
  expect(normalDistribution(-4.0000001)).toBeCloseTo(normalDistribution(-4), 10);
  expect(normalDistribution(-5) / 2.86651571879194e-7).toBeCloseTo(1, 12);
  expect(normalDistribution(40)).toBe(1);
});

onEachBackend((backend) => {
  test('agrees with PyTorch', async () => {
    const { x, weights, output, gradients } = fixture;
    const actual = await run(tensorOf(x), tensorOf(weights));
    expectClose(actual.output, output.values, 1e-5, 'output');
    expectClose(actual.gradient, gradients.x.values, 1e-5, 'gradient');
  });

  testBesideReference(backend, 'keeps to its error bound all the way', async () => {
    const x = Float32Array.from({ length: 20_001 }, (_, n) => (n - 10_000) / 800);
    const ones = new Float32Array(x.length).fill(1);
    const actual = await run(tensor(x), tensor(ones));
    const output = geluForward(x);
    const gradient = geluGradient(x, ones);
    // The density adds its own rounding to the gradient.
    let worst = 0;
    let worstGradient = 0;
    x.forEach((value, n) => {
      const bound = 3e-7 * Math.max(1, Math.abs(value));
      worst = Math.max(worst, Math.abs(actual.output[n]! - output[n]!) / bound);
      worstGradient = Math.max(worstGradient, Math.abs(actual.gradient[n]! - gradient[n]!) / (2 * bound));
    });
    expect(actual.output.some(Number.isNaN) || actual.gradient.some(Number.isNaN)).toBe(false);
    expect(worst).toBeLessThan(1);
    expect(worstGradient).toBeLessThan(1);
  });

  for (const shape of [[1], [3, 5, 7], [64], [2, 129]]) {
    testBesideReference(backend, `agrees with the reference for shape [${shape}]`, async () => {
      const size = shape.reduce((product, side) => product * side, 1);
      const x = randomValues(size, size, 5);
      const weights = randomValues(size, size + 1);
      const actual = await run(tensor(x, shape), tensor(weights, shape));
      expectClose(actual.output, geluForward(x), 1e-5, 'output');
      expectClose(actual.gradient, geluGradient(x, weights), 1e-5, 'gradient');
    });
  }

  test('leaves large numbers alone and small ones at 0', async () => {
    const { output, gradient } = await run(tensor([1e30, -100, 0]), tensor([1, 1, 1]));
    expectClose(output, [1e30, 0, 0]);
    expectClose(gradient, [1, 0, 0.5], 1e-6);
  });
});
