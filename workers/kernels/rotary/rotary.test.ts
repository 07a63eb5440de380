import { grad, mul, sum, type Tensor, type Tensor1D, type Tensor2D, tensor, tidy } from '@tensorflow/tfjs-core';
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
import { type RotaryOptions, rotary } from './operation.ts';
import { rotated, turnsOf } from './reference.ts';

const fixture = readFixture<{
  rotary: Record<'projected' | 'positions' | 'weights' | 'output', Written> & {
    heads: number;
    base: number;
    gradients: { projected: Written };
  };
}>('transformer').rotary;

/** The output and the gradient of sum(output · weights). Disposes what it was given. */
async function run(projected: Tensor2D, options: RotaryOptions, weights: Tensor) {
  const results = tidy(() => [
    rotary(projected, options),
    grad((x: Tensor) => sum(mul(rotary(x as Tensor2D, options), weights)))(projected),
  ]) as [Tensor, Tensor];
  const [output, gradient] = (await Promise.all(results.map((t) => t.data()))) as [Float32Array, Float32Array];
  for (const t of [projected, options.positions, weights, ...results]) t.dispose();
  return { output, gradient };
}

test('an angle far into a text is as exact as one at its beginning', () => {
  const turns = turnsOf(64, 160_000);
  for (const position of [1, 100, 8191]) {
    turns.forEach((turn, n) => {
      const exact = position * 160_000 ** ((-2 * n) / 64);
      const kept = (Math.imul(position, turn) / 2 ** 32) * 2 * Math.PI;
      expect(Math.hypot(Math.cos(kept) - Math.cos(exact), Math.sin(kept) - Math.sin(exact))).toBeLessThan(7e-6);
    });
  }
});

onEachBackend((backend) => {
  test('agrees with PyTorch', async () => {
    const { projected, positions, weights, heads, base, output, gradients } = fixture;
    const options = { positions: tensorOf<Tensor1D>(positions, 'int32'), heads, base };
    const actual = await run(tensorOf(projected), options, tensorOf(weights));
    expectClose(actual.output, output.values, 1e-5, 'output');
    expectClose(actual.gradient, gradients.projected.values, 1e-5, 'gradient');
  });

  testBesideReference(
    backend,
    'agrees with the reference at every angle, and for sides that fill no vector',
    async () => {
      for (const [pieces, heads, size] of [
        [1, 1, 2],
        [9, 3, 6],
        [400, 2, 32],
      ] as const) {
        const width = 3 * heads * size;
        const [projected, weights] = [randomValues(pieces * width, 1), randomValues(pieces * width, 2)];
        const positions = Int32Array.from({ length: pieces }, (_, n) => (n * n) % 8192);
        const options = { positions: tensor(positions, [pieces], 'int32') as Tensor1D, heads, base: 10_000 };
        const shape: [number, number] = [pieces, width];
        const actual = await run(tensor(projected, shape) as Tensor2D, options, tensor(weights, shape));
        const turns = turnsOf(size, 10_000);
        expectClose(actual.output, rotated(projected, positions, turns, heads, false), 1e-5, 'output');
        expectClose(actual.gradient, rotated(weights, positions, turns, heads, true), 1e-5, 'gradient');
      }
    },
  );

  test('refuses heads that do not fit', () => {
    tidy(() => {
      const projected = tensor(new Float32Array(36), [2, 18]) as Tensor2D;
      const positions = tensor([0, 1], [2], 'int32') as Tensor1D;
      expect(() => rotary(projected, { positions, heads: 2, base: 10 })).toThrow('even size');
      expect(() => rotary(projected, { positions: tensor([0, 1]) as Tensor1D, heads: 3, base: 10 })).toThrow('int32');
    });
  });
});
