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
import { activatedShape, activation, activationShape } from './operation.ts';
import {
  type ActivationKind,
  activationForward,
  activationGradient,
  activationKinds,
  normalDistribution,
} from './reference.ts';

type Cases = Record<ActivationKind, { x: Written; weights: Written; output: Written; gradients: { x: Written } }>;
const { activations, gated: gatedCases } = readFixture<{ activations: Cases; gated: Cases }>('transformer');

/** The output and the gradient of sum(output · weights). Disposes what it was given. */
async function run(x: Tensor, weights: Tensor, kind: ActivationKind, gated = false) {
  const results = tidy(() => [
    activation(x, kind, gated),
    grad((a: Tensor) => sum(mul(activation(a, kind, gated), weights)))(x),
  ]) as [Tensor, Tensor];
  expect(results.map((t) => t.shape)).toEqual([activatedShape(x.shape, gated), x.shape]);
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
  for (const kind of activationKinds) {
    for (const [gated, cases] of [activations, gatedCases].entries()) {
      test(`${kind}${gated ? ', gated,' : ''} agrees with PyTorch`, async () => {
        const { x, weights, output, gradients } = cases[kind];
        const actual = await run(tensorOf(x), tensorOf(weights), kind, gated === 1);
        expectClose(actual.output, output.values, 1e-5, 'output');
        expectClose(actual.gradient, gradients.x.values, 1e-5, 'gradient');
      });
    }

    testBesideReference(backend, `${kind} keeps to its error bound all the way`, async () => {
      const x = Float32Array.from({ length: 20_001 }, (_, n) => (n - 10_000) / 800);
      const ones = new Float32Array(x.length).fill(1);
      const actual = await run(tensor(x), tensor(ones), kind);
      const shape = activationShape([x.length], false);
      const output = activationForward(shape, x, kind);
      const gradient = activationGradient(shape, x, ones, kind);
      // The slope adds its own rounding to the gradient.
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

    for (const shape of [[1, 6], [3, 5, 14], [64], [3, 130]]) {
      testBesideReference(backend, `${kind} agrees with the reference for shape [${shape}]`, async () => {
        const size = shape.reduce((product, side) => product * side, 1);
        for (const gated of [false, true]) {
          const rows = activationShape(shape, gated);
          const x = randomValues(size, size, 5);
          const weights = randomValues(gated ? size / 2 : size, size + 1);
          const actual = await run(tensor(x, shape), tensor(weights, activatedShape(shape, gated)), kind, gated);
          expectClose(actual.output, activationForward(rows, x, kind), 1e-5, 'output');
          expectClose(actual.gradient, activationGradient(rows, x, weights, kind), 1e-5, 'gradient');
        }
      });
    }

    test(`${kind} leaves large numbers alone and small ones at 0`, async () => {
      const { output, gradient } = await run(tensor([1e30, -100, 0]), tensor([1, 1, 1]), kind);
      expectClose(output, [1e30, 0, 0]);
      expectClose(gradient, [1, 0, kind === 'relu' ? 0 : 0.5], 1e-6);
    });
  }

  test('refuses a side that does not hold two halves', () => {
    const x = tensor([1, 2, 3]);
    expect(() => activation(x, 'gelu', true)).toThrow('two halves');
    x.dispose();
  });
});
