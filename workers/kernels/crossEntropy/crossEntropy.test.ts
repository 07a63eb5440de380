import { grad, mul, sum, type Tensor, type Tensor1D, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import { expectClose, onEachBackend, randomValues, readFixture, tensorOf, type Written } from '../testing.ts';
import { maskedCrossEntropy } from './operation.ts';

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

/** The definition in plain sums. Double precision holds the exponentials of hundreds. */
function bySums(
  { batch, time, tags }: { batch: number; time: number; tags: number },
  logits: Float32Array,
  allowed: Float32Array,
  lengths: Int32Array,
  weights: Float32Array,
) {
  const losses = new Array<number>(batch).fill(0);
  const gradient = new Array<number>(batch * time * tags).fill(0);
  for (let b = 0; b < batch; b++) {
    for (let row = b * time; row < b * time + (lengths[b] as number); row++) {
      const cells = Array.from({ length: tags }, (_, tag) => row * tags + tag);
      const exponential = (cell: number) => Math.exp(logits[cell] as number);
      const sumOf = (some: number[]) => some.reduce((total, cell) => total + exponential(cell), 0);
      const known = cells.filter((cell) => allowed[cell] === 1);
      if (known.length === 0) continue;
      losses[b]! -= Math.log(sumOf(known) / sumOf(cells));
      for (const cell of cells) {
        const probability = known.includes(cell) ? exponential(cell) / sumOf(known) : 0;
        gradient[cell] = (weights[b] as number) * (exponential(cell) / sumOf(cells) - probability);
      }
    }
  }
  return { losses, gradient };
}

onEachBackend(() => {
  test('agrees with PyTorch with one allowed tag, several, and none', async () => {
    const { logits, allowed, lengths, weights, losses, gradients } = crossEntropy;
    const actual = await run(tensorOf(logits), tensorOf(allowed), tensorOf(lengths, 'int32'), tensorOf(weights));
    expectClose(actual.losses, losses.values, 1e-4, 'losses');
    expectClose(actual.gradient, gradients.logits.values, 1e-4, 'gradient');
  });

  test('agrees with plain sums where logits are far apart and padding holds NaN', async () => {
    const [batch, time, tags] = [5, 9, 11];
    const lengths = Int32Array.of(9, 1, 0, 4, 6);
    const logits = randomValues(batch * time * tags, 1, 100);
    const allowed = randomValues(batch * time * tags, 2).map((x) => (x > 0.5 ? 1 : 0));
    const weights = randomValues(batch, 3);
    const expected = bySums({ batch, time, tags }, logits, allowed, lengths, weights);
    lengths.forEach((length, b) => {
      for (const values of [logits, allowed]) {
        values.fill(Number.NaN, (b * time + length) * tags, (b + 1) * time * tags);
      }
    });
    const actual = await run(
      tensor(logits, [batch, time, tags]),
      tensor(allowed, [batch, time, tags]),
      tensor(lengths, [batch], 'int32'),
      tensor(weights, [batch]),
    );
    expectClose(actual.losses, expected.losses, 1e-4, 'losses');
    expectClose(actual.gradient, expected.gradient, 1e-4, 'gradient');
  });
});
