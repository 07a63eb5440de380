import { grad, mul, sum, type Tensor, type Tensor1D, type Tensor2D, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countDispatches } from '../dispatches.ts';
import {
  expectClose,
  onEachBackend,
  randomValues,
  readFixture,
  tensorOf,
  testBesideReference,
  type Written,
} from '../testing.ts';
import { type PackedAttentionOptions, packedAttention } from './operation.ts';
import { packedAttentionForward, packedAttentionGradient } from './reference.ts';

const { packedAttention: cases } = readFixture<{
  packedAttention: (Record<'projected' | 'starts' | 'weights' | 'output', Written> & {
    heads: number;
    scale: number;
    window: number | null;
    gradients: { projected: Written };
  })[];
}>('transformer');

/** The output and the gradient of sum(output · weights). Disposes what it was given. */
async function run(projected: Tensor2D, options: PackedAttentionOptions, weights: Tensor) {
  const results = tidy(() => [
    packedAttention(projected, options),
    grad((x: Tensor) => sum(mul(packedAttention(x as Tensor2D, options), weights)))(projected),
  ]) as [Tensor, Tensor];
  const [output, gradient] = (await Promise.all(results.map((t) => t.data()))) as [Float32Array, Float32Array];
  for (const t of [projected, options.starts, weights, ...results]) t.dispose();
  return { output, gradient };
}

interface Case {
  lengths: number[];
  /** Rows that belong to no sentence. */
  extra: number;
  heads: number;
  size: number;
  window: number | null;
  rate: number;
}

const startsOf = (lengths: readonly number[]) =>
  [0, ...lengths].map((_, n) => lengths.slice(0, n).reduce((sum, length) => sum + length, 0));

/** Rows that belong to no sentence hold `padding`. */
function valuesOf({ lengths, extra, heads, size }: Case, padding: number) {
  const starts = startsOf(lengths);
  const known = starts.at(-1) as number;
  const pieces = known + extra;
  const [width, wide] = [heads * size, 3 * heads * size];
  const projected = randomValues(pieces * wide, 1, 2).fill(padding, known * wide);
  const weights = randomValues(pieces * width, 2).fill(padding, known * width);
  return { starts, pieces, projected, weights };
}

async function runCase(each: Case, padding: number) {
  const { heads, size, window, rate } = each;
  const { starts, pieces, projected, weights } = valuesOf(each, padding);
  const options: PackedAttentionOptions = {
    starts: tensor(starts, [starts.length], 'int32') as Tensor1D,
    heads,
    scale: 0.3,
    window,
    dropout: rate > 0 ? { rate, seed: 7 } : null,
  };
  const given = tensor(projected, [pieces, 3 * heads * size]) as Tensor2D;
  return run(given, options, tensor(weights, [pieces, heads * size]));
}

async function expectReference(each: Case, padding: number): Promise<void> {
  const { heads, size, window, rate } = each;
  const { starts, pieces, projected, weights } = valuesOf(each, 0);
  const actual = await runCase(each, padding);
  const shape = { pieces, heads, size };
  const rule = { scale: 0.3, reach: window === null ? pieces : Math.floor(window / 2), rate, seed: 7 };
  const forward = packedAttentionForward(shape, projected, starts, rule);
  const gradient = packedAttentionGradient(shape, projected, starts, rule, forward, weights);
  expectClose(actual.output, forward.output, 1e-4, 'output');
  expectClose(actual.gradient, gradient, 1e-4, 'gradient');
}

onEachBackend((backend) => {
  test.each(cases)('agrees with PyTorch on sentences from $starts.values with window $window', async (fixture) => {
    const { projected, weights, output, gradients, heads, scale, window } = fixture;
    const options = { starts: tensorOf<Tensor1D>(fixture.starts, 'int32'), heads, scale, window, dropout: null };
    const actual = await run(tensorOf(projected), options, tensorOf(weights));
    expectClose(actual.output, output.values, 1e-5, 'output');
    expectClose(actual.gradient, gradients.projected.values, 1e-5, 'gradient');
  });

  testBesideReference(backend, 'agrees with the reference where other rows hold NaN', async () => {
    const shapes = fc.record({
      lengths: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 }),
      // Never no rows at all, of which tfjs's own sum fails on WebGPU.
      extra: fc.integer({ min: 1, max: 3 }),
      heads: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 1, max: 9 }),
      window: fc.constantFrom(null, 0, 5, 16),
      rate: fc.constantFrom(0, 0.4),
    });
    await fc.assert(
      fc.asyncProperty(shapes, (each) => expectReference(each, Number.NaN)),
      { numRuns: 30 },
    );
  });

  testBesideReference(backend, 'agrees with the reference on long sentences', async () => {
    const shape = { lengths: [5, 130, 64, 300], extra: 1, heads: 2, size: 32 };
    for (const window of [null, 128]) await expectReference({ ...shape, window, rate: 0.1 }, Number.NaN);
  });

  test('drops the probabilities that the hash names, in both passes, whatever stands around a sentence', async () => {
    // With keys of zeros every probability is 1 / length. With values that are the identity, the output shows each.
    const [length, heads, rate] = [8, 2, 0.4];
    const factors = plainFactors(3, length, heads, rate, 99);
    for (const [before, extra] of [
      [[3], 0],
      [[1, 2], 5],
    ] as const) {
      const starts = startsOf([...before, length]);
      const pieces = (starts.at(-1) as number) + extra;
      const projected = new Float32Array(pieces * 3 * heads * length);
      for (let key = 0; key < length; key++) {
        for (let head = 0; head < heads; head++) projected[(((3 + key) * 3 + 2) * heads + head) * length + key] = 1;
      }
      const options: PackedAttentionOptions = {
        starts: tensor(starts, [starts.length], 'int32') as Tensor1D,
        ...{ heads, scale: 1, window: null, dropout: { rate, seed: 99 } },
      };
      const ones = new Float32Array(pieces * heads * length).fill(1);
      const given = tensor(projected, [pieces, 3 * heads * length]) as Tensor2D;
      const { output, gradient } = await run(given, options, tensor(ones, [pieces, heads * length]));
      const shown = output.slice(3 * heads * length, (3 + length) * heads * length);
      expectClose(
        shown,
        factors.flat(2).map((factor) => factor / length),
        1e-6,
        'probabilities',
      );
      // A value's gradient is the sum of its probabilities, kept by the same mask.
      for (let key = 0; key < length; key++) {
        for (let head = 0; head < heads; head++) {
          const total = factors.reduce((all, query) => all + (query[head]?.[key] as number) / length, 0);
          const value = gradient[(((3 + key) * 3 + 2) * heads + head) * length] as number;
          expect(Math.abs(value - total)).toBeLessThan(1e-6);
        }
      }
    }
  });

  test.runIf(backend === 'webgpu')('takes one dispatch forward and three backward', async () => {
    const projected = tensor(randomValues(60, 1), [5, 12]) as Tensor2D;
    const options = { starts: tensor([0, 2, 5], [3], 'int32') as Tensor1D, heads: 2, scale: 1, window: null };
    const weights = tensor(randomValues(20, 2), [5, 4]);
    const both = () =>
      grad((x: Tensor) => packedAttention(x as Tensor2D, { ...options, dropout: null }))(projected, weights);
    const { dispatches } = await countDispatches(() => both().dispose());
    expect(dispatches).toBe(1 + 3);
    for (const t of [projected, options.starts, weights]) t.dispose();
  });

  test('refuses heads that do not fit, and starts that are no integers', () => {
    tidy(() => {
      const projected = tensor(new Float32Array(20), [2, 10]) as Tensor2D;
      const options = { heads: 2, scale: 1, window: null, dropout: null };
      const starts = tensor([0, 2], [2], 'int32') as Tensor1D;
      expect(() => packedAttention(projected, { ...options, starts })).toThrow('2 heads');
      const floats = tensor([0, 2]) as Tensor1D;
      expect(() => packedAttention(projected, { ...options, heads: 1, starts: floats })).toThrow('heads');
      const fitting = tensor(new Float32Array(24), [2, 12]) as Tensor2D;
      expect(() => packedAttention(fitting, { ...options, starts: floats })).toThrow('int32');
    });
  });
});

/** MurmurHash3's finaliser in big integers. */
function hash(x: bigint): bigint {
  const first = BigInt.asUintN(32, (x ^ (x >> 16n)) * 0x85ebca6bn);
  const second = BigInt.asUintN(32, (first ^ (first >> 13n)) * 0xc2b2ae35n);
  return second ^ (second >> 16n);
}

/** [queries][heads][keys] of a sentence whose first row is `first`, as the reference's comments define them. */
function plainFactors(first: number, length: number, heads: number, rate: number, seed: number): number[][][] {
  const key = hash(BigInt(seed) ^ 0x9e3779b9n);
  const all = Array.from({ length }, (_, n) => n);
  return all.map((query) =>
    Array.from({ length: heads }, (_, head) =>
      all.map((place) => {
        const index = BigInt(((first + query) * heads + head) * 8192 + place);
        const drawn = hash(hash(BigInt.asUintN(32, index + key)) ^ key);
        return Number(drawn) >= Math.floor(rate * 2 ** 32) ? 1 / (1 - rate) : 0;
      }),
    ),
  );
}
