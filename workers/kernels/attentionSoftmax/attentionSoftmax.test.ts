import { grads, mul, sum, type Tensor, type Tensor1D, type Tensor4D, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, readFixture, tensorOf, type Written } from '../testing.ts';
import { attentionSoftmax } from './operation.ts';
import { type AttentionShape, attentionSoftmaxForward, attentionSoftmaxGradient } from './reference.ts';

const { attentionSoftmax: fixture } = readFixture<{
  attentionSoftmax: {
    scores: Written;
    lengths: Written;
    scale: number;
    weights: Written;
    output: Written;
    gradients: { scores: Written };
  };
}>('transformer');

/** The probabilities and the gradient of sum(probabilities · weights). Disposes what it was given. */
async function run(scores: Tensor4D, lengths: Tensor1D, scale: number, weights: Tensor) {
  const results = tidy(() => [
    attentionSoftmax(scores, lengths, scale),
    ...grads((x) => sum(mul(attentionSoftmax(x as Tensor4D, lengths, scale), weights)))([scores]),
  ]) as [Tensor, Tensor];
  const [output, gradient] = (await Promise.all(results.map((t) => t.data()))) as [Float32Array, Float32Array];
  for (const t of [scores, lengths, weights, ...results]) t.dispose();
  return { output, gradient };
}

/** Random scores up to `spread`, with `padding` where nothing may be read, also in what comes back. */
async function expectReference(shape: AttentionShape, lengths: number[], padding: number, spread: number) {
  const { batch, heads, time } = shape;
  const size = batch * heads * time * time;
  const scores = randomValues(size, size, spread);
  const weights = randomValues(size, size + 1);
  for (let at = 0; at < size; at++) {
    const length = lengths[Math.trunc(at / (heads * time * time))] as number;
    if (at % time >= length || Math.trunc(at / time) % time >= length) {
      scores[at] = padding;
      weights[at] = padding;
    }
  }
  const steps = Int32Array.from(lengths);
  const sides: [number, number, number, number] = [batch, heads, time, time];
  const actual = await run(
    tensor(scores, sides) as Tensor4D,
    tensor(steps, [batch], 'int32') as Tensor1D,
    0.3,
    tensor(weights, sides),
  );
  const output = attentionSoftmaxForward(shape, scores, steps, 0.3);
  expectClose(actual.output, output, 1e-4, 'output');
  expectClose(actual.gradient, attentionSoftmaxGradient(shape, output, steps, weights, 0.3), 1e-4, 'gradient');
  return actual.output;
}

onEachBackend((backend) => {
  test('agrees with PyTorch', async () => {
    const { scores, lengths, scale, weights, output, gradients } = fixture;
    const actual = await run(tensorOf(scores), tensorOf(lengths, 'int32'), scale, tensorOf(weights));
    expectClose(actual.output, output.values, 1e-5, 'output');
    expectClose(actual.gradient, gradients.scores.values, 1e-4, 'gradient');
  });

  test('agrees with the reference where padding holds NaN, and lengths lie outside of what is there', async () => {
    const shapes = fc
      .record({
        batch: fc.integer({ min: 1, max: 4 }),
        heads: fc.integer({ min: 1, max: 3 }),
        time: fc.integer({ min: 1, max: 21 }),
      })
      .chain((shape) => {
        const length = fc.integer({ min: -1, max: shape.time + 1 });
        return fc.tuple(fc.constant(shape), fc.array(length, { minLength: shape.batch, maxLength: shape.batch }));
      });
    await fc.assert(
      fc.asyncProperty(shapes, async ([shape, lengths]) => {
        // Little spread: where one key of two takes all, the gradient is but a rounding error.
        await expectReference(shape, lengths, Number.NaN, 5);
      }),
      { numRuns: 12 },
    );
  });

  test('agrees with the reference for long sentences, and scores whose exponentials no number holds', async () => {
    await expectReference({ batch: 2, heads: 1, time: 201 }, [201, 97], Number.NaN, 400);
  });

  test('divides 1 among the keys in every one of more rows than one dimension of a dispatch holds', async () => {
    const [batch, heads, time] = [129, 128, 4];
    const lengths = Array.from({ length: batch }, (_, b) => 1 + (b % time));
    expect(batch * heads * time).toBeGreaterThan(65_535);
    const output = await expectReference({ batch, heads, time }, lengths, 1e30, 30);
    for (let row = 0; row < batch * heads * time; row++) {
      const asks = row % time < (lengths[Math.trunc(row / (heads * time))] as number);
      const total = output.subarray(row * time, (row + 1) * time).reduce((a, b) => a + b, 0);
      if (!(Math.abs(total - (asks ? 1 : 0)) < 1e-5)) expect.fail(`row ${row} adds up to ${total}`);
    }
  });

  // WGSL lets a device take it that there is no NaN.
  test.skipIf(backend === 'webgpu')('shows a NaN in what is no padding', async () => {
    const scores = tensor([Number.NaN, 0, 0, 0], [1, 1, 2, 2]) as Tensor4D;
    const lengths = tensor([2], [1], 'int32') as Tensor1D;
    const { output } = await run(scores, lengths, 1, tensor([1, 1, 1, 1], [1, 1, 2, 2]));
    expect([...output]).toEqual([Number.NaN, Number.NaN, 0.5, 0.5]);
  });
});
