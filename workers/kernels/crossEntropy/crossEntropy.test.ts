import { grad, mul, sum, type Tensor, type Tensor1D, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import { expectClose, onEachBackend, randomValues, readFixture, tensorOf, type Written } from '../testing.ts';
import { maskedCrossEntropy } from './operation.ts';
import { crossEntropyForward, crossEntropyGradient } from './reference.ts';

const { crossEntropy } = readFixture<{
  crossEntropy: {
    logits: Written;
    allowed: Written;
    lengths: Written;
    weights: Written;
    losses: Written;
    gradients: { logits: Written };
  };
}>('kernels');

/** The losses and the gradient of sum(losses · weights). Disposes what it was given. */
async function run(logits: Tensor3D, allowed: Tensor3D, lengths: Tensor1D, weights: Tensor1D) {
  const results = tidy(() => [
    maskedCrossEntropy(logits, allowed, lengths),
    grad((x: Tensor) => sum(mul(maskedCrossEntropy(x as Tensor3D, allowed, lengths), weights)))(logits),
  ]) as [Tensor, Tensor];
  const [losses, gradient] = (await Promise.all(results.map((t) => t.data()))) as [Float32Array, Float32Array];
  for (const t of [logits, allowed, lengths, weights, ...results]) t.dispose();
  return { losses, gradient };
}

onEachBackend(() => {
  test('agrees with PyTorch with one allowed tag, several, and none', async () => {
    const { logits, allowed, lengths, weights, losses, gradients } = crossEntropy;
    const actual = await run(tensorOf(logits), tensorOf(allowed), tensorOf(lengths, 'int32'), tensorOf(weights));
    expectClose(actual.losses, losses.values, 1e-4, 'losses');
    expectClose(actual.gradient, gradients.logits.values, 1e-4, 'gradient');
  });

  test('agrees with the reference where logits are far apart and padding holds NaN', async () => {
    const shape = { batch: 5, time: 9, tags: 11 };
    const lengths = Int32Array.of(9, 1, 0, 4, 6);
    const logits = randomValues(495, 1, 100);
    const allowed = randomValues(495, 2).map((x) => (x > 0.5 ? 1 : 0));
    lengths.forEach((length, b) => {
      logits.fill(Number.NaN, (b * 9 + length) * 11, (b + 1) * 99);
      allowed.fill(Number.NaN, (b * 9 + length) * 11, (b + 1) * 99);
    });
    const weights = randomValues(5, 3);
    const actual = await run(
      tensor(logits, [5, 9, 11]),
      tensor(allowed, [5, 9, 11]),
      tensor(lengths, [5], 'int32'),
      tensor(weights, [5]),
    );
    expectClose(actual.losses, crossEntropyForward(shape, logits, allowed, lengths), 1e-4, 'losses');
    expectClose(actual.gradient, crossEntropyGradient(shape, logits, allowed, lengths, weights), 1e-4, 'gradient');
  });
});
