import { grads, mul, sum, type Tensor, type Tensor4D, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, readFixture, tensorOf, type Written } from '../testing.ts';
import { type AttentionSoftmaxOptions, attentionSoftmax, maskStrides } from './operation.ts';
import { type AttentionShape, attentionSoftmaxForward, attentionSoftmaxGradient } from './reference.ts';

interface Fixture {
  scores: Written;
  scale: number;
  weights: Written;
  output: Written;
  gradients: { scores: Written };
}
const { softmax: cases } = readFixture<{
  softmax: (Fixture & {
    queryLengths: Written;
    keyLengths: Written;
    mask: { added: Written; closed: Written } | null;
  })[];
}>('attention');

/** The probabilities and the gradient of sum(probabilities · weights). Disposes what it was given. */
async function run(scores: Tensor4D, options: AttentionSoftmaxOptions, weights: Tensor) {
  const results = tidy(() => [
    attentionSoftmax(scores, options),
    ...grads((x) => sum(mul(attentionSoftmax(x as Tensor4D, options), weights)))([scores]),
  ]) as [Tensor, Tensor];
  const [output, gradient] = (await Promise.all(results.map((t) => t.data()))) as [Float32Array, Float32Array];
  const { queryLengths, keyLengths, mask } = options;
  for (const t of [scores, queryLengths, keyLengths, ...(mask ? [mask] : []), weights, ...results]) t.dispose();
  return { output, gradient };
}

const maskOf = ({ added, closed }: { added: Written; closed: Written }): Tensor =>
  tensor(
    added.values.map((value, n) => (closed.values[n] ? Number.NEGATIVE_INFINITY : value)),
    added.shape,
  );

interface Case {
  shape: AttentionShape;
  queryLengths: number[];
  keyLengths: number[];
  /** Its sides before queries and keys. */
  maskSides?: readonly number[] | undefined;
}

/** Random scores up to `spread`. Padding, of the gradient too, is `padding`, and 0 for the reference. */
async function expectReference({ shape, maskSides, ...given }: Case, padding: number, spread: number) {
  const { batch, heads, queries, keys } = shape;
  const size = batch * heads * queries * keys;
  const scores = randomValues(size, size, spread);
  const weights = randomValues(size, size + 1);
  const maskShape = [...(maskSides ?? []), queries, keys];
  const maskSize = maskShape.reduce((product, side) => product * side, 1);
  // Two fifths of the keys are masked, and sometimes all keys of a query.
  const mask = maskSides && {
    values: randomValues(maskSize, 7).map((x) => (x < -0.2 ? Number.NEGATIVE_INFINITY : x)),
    ...maskStrides(maskShape),
  };
  const padded = { scores: scores.slice(), weights: weights.slice() };
  for (let at = 0; at < size; at++) {
    const [key, query, row] = [at % keys, Math.trunc(at / keys) % queries, Math.trunc(at / (queries * keys))];
    const [b, head] = [Math.trunc(row / heads), row % heads];
    const isPadding = key >= (given.keyLengths[b] as number) || query >= (given.queryLengths[b] as number);
    if (isPadding) [weights[at], padded.weights[at]] = [0, padding];
    const added = mask?.values[b * mask.batchStride + head * mask.headStride + query * keys + key];
    if (isPadding || added === Number.NEGATIVE_INFINITY) [scores[at], padded.scores[at]] = [0, padding];
  }
  const lengths = { queries: Int32Array.from(given.queryLengths), keys: Int32Array.from(given.keyLengths) };
  const sides: [number, number, number, number] = [batch, heads, queries, keys];
  const options = {
    queryLengths: tensor(lengths.queries, [batch], 'int32'),
    keyLengths: tensor(lengths.keys, [batch], 'int32'),
    scale: 0.3,
    ...(mask && { mask: tensor(mask.values.slice(), maskShape) }),
  } as AttentionSoftmaxOptions;
  const actual = await run(tensor(padded.scores, sides) as Tensor4D, options, tensor(padded.weights, sides));
  const output = attentionSoftmaxForward(shape, scores, lengths, 0.3, mask);
  expectClose(actual.output, output, 1e-4, 'output');
  expectClose(actual.gradient, attentionSoftmaxGradient(shape, output, lengths, weights, 0.3), 1e-4, 'gradient');
  return actual.output;
}

/** As many queries as keys. */
const selfAttention = (batch: number, heads: number, time: number, lengths: number[]): Case => ({
  shape: { batch, heads, queries: time, keys: time },
  queryLengths: lengths,
  keyLengths: lengths,
});

/** Two queries, two keys, and weights of 1. */
const twoKeys = (scores: number[], mask?: number[]): [Tensor4D, AttentionSoftmaxOptions, Tensor] => {
  const lengths = () => tensor([2], [1], 'int32') as AttentionSoftmaxOptions['keyLengths'];
  const options = {
    queryLengths: lengths(),
    keyLengths: lengths(),
    scale: 1,
    ...(mask && { mask: tensor(mask, [2, 2]) }),
  };
  return [tensor(scores, [1, 1, 2, 2]) as Tensor4D, options, tensor([1, 1, 1, 1], [1, 1, 2, 2])];
};

onEachBackend((backend) => {
  test.each(cases)('agrees with PyTorch on scores $scores.shape and mask $mask.added.shape', async (fixture) => {
    const { scores, scale, mask, weights, output, gradients } = fixture;
    const options = {
      queryLengths: tensorOf(fixture.queryLengths, 'int32'),
      keyLengths: tensorOf(fixture.keyLengths, 'int32'),
      scale,
      ...(mask && { mask: maskOf(mask) }),
    } as AttentionSoftmaxOptions;
    const actual = await run(tensorOf(scores), options, tensorOf(weights));
    expectClose(actual.output, output.values, 1e-5, 'output');
    expectClose(actual.gradient, gradients.scores.values, 1e-4, 'gradient');
  });

  test('agrees with the reference where padding holds NaN, and lengths exceed the sizes', async () => {
    const side = (max: number) => fc.integer({ min: 1, max });
    const shapes = fc.record({ batch: side(4), heads: side(3), queries: side(9), keys: side(21) }).chain((shape) => {
      const { batch, heads, queries, keys } = shape;
      const lengths = (most: number) =>
        fc.array(fc.integer({ min: -1, max: most + 1 }), { minLength: batch, maxLength: batch });
      return fc.record({
        shape: fc.constant(shape),
        queryLengths: lengths(queries),
        keyLengths: lengths(keys),
        maskSides: fc.constantFrom(undefined, [], [heads], [1, 1], [batch, 1], [1, heads], [batch, heads]),
      });
    });
    await fc.assert(
      fc.asyncProperty(shapes, async (each) => {
        // Little spread: where one key of two has all the probability, the gradient is a rounding error.
        await expectReference(each, Number.NaN, 5);
      }),
      { numRuns: 30 },
    );
  });

  test('agrees with the reference for long sentences, and scores whose exponentials no number holds', async () => {
    for (const maskSides of [undefined, [2, 1]]) {
      await expectReference({ ...selfAttention(2, 1, 201, [201, 97]), maskSides }, Number.NaN, 400);
    }
  });

  test('divides 1 among the keys in every one of more rows than one dimension of a dispatch holds', async () => {
    const [batch, heads, time] = [129, 128, 4];
    const lengths = Array.from({ length: batch }, (_, b) => 1 + (b % time));
    expect(batch * heads * time).toBeGreaterThan(65_535);
    const output = await expectReference(selfAttention(batch, heads, time, lengths), 1e30, 30);
    for (let row = 0; row < batch * heads * time; row++) {
      const asks = row % time < (lengths[Math.trunc(row / (heads * time))] as number);
      const total = output.subarray(row * time, (row + 1) * time).reduce((a, b) => a + b, 0);
      if (!(Math.abs(total - (asks ? 1 : 0)) < 1e-5)) expect.fail(`row ${row} adds up to ${total}`);
    }
  });

  test('gives zeros and no gradient to a query with every key masked', async () => {
    const closed = Number.NEGATIVE_INFINITY;
    const { output, gradient } = await run(...twoKeys([1, 2, 3, 3], [closed, closed, 0.5, 0.5]));
    expect([...output]).toEqual([0, 0, 0.5, 0.5]);
    expect([...gradient]).toEqual([0, 0, 0, 0]);
  });

  test('takes a large negative number in a mask as a number', async () => {
    const { output } = await run(...twoKeys([0, 0, 0, 0], [-1e9, -1e9, 0, -1e9]));
    expect([...output]).toEqual([0.5, 0.5, 1, 0]);
  });

  test('refuses a mask whose sides do not fit', () => {
    const [scores, options, weights] = twoKeys([0, 0, 0, 0]);
    for (const shape of [[2], [3, 2], [2, 1], [2, 1, 2, 2], [1, 2, 2, 2], [1, 1, 1, 2, 2]]) {
      const mask = tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
      expect(() => attentionSoftmax(scores, { ...options, mask })).toThrow('does not fit');
      mask.dispose();
    }
    for (const t of [scores, options.queryLengths, options.keyLengths, weights]) t.dispose();
  });

  // WGSL allows a device to assume that there is no NaN.
  test.skipIf(backend === 'webgpu')('shows a NaN in what is no padding', async () => {
    for (const mask of [undefined, [0, 0, 0, 0]]) {
      const { output } = await run(...twoKeys([Number.NaN, 0, 0, 0], mask));
      expect([...output]).toEqual([Number.NaN, Number.NaN, 0.5, 0.5]);
    }
  });
});
