/**
 * The attention of a transformer over packed sentences as one operation. The pieces of all sentences stand one after
 * another without padding, so only here does it matter where a sentence begins. The probabilities are not kept for the
 * backward pass: it computes them again from one number a row and head (Dao et al. 2022, algorithm 4).
 */
import { engine, type Tensor, type Tensor1D, type Tensor2D, util } from '@tensorflow/tfjs-core';
import { runDifferentiable } from '../severalGradients.ts';
import type { AttentionRule, AttentionShape } from './reference.ts';

/**
 * Inputs `projected` [pieces, 3·heads·size], `starts` int32 [sentences + 1]; {@link PackedAttentionAttributes} →
 * `output` [pieces, heads·size], and `logSums` [pieces, heads]: the logarithm of each softmax's denominator.
 */
export const PACKED_ATTENTION = 'GraftPackedAttention';
/** The inputs and outputs above, and `gradient` of the output; the same attributes → the gradient of `projected`. */
export const PACKED_ATTENTION_GRADIENT = 'GraftPackedAttentionGradient';

export interface PackedAttentionAttributes extends AttentionRule {
  readonly heads: number;
}

export interface PackedAttentionOptions {
  /**
   * int32 [sentences + 1]: the first row of each sentence, ascending. The last is the number of rows that belong to a
   * sentence. The other rows, at the end, give zeros and have no gradient.
   */
  readonly starts: Tensor1D;
  readonly heads: number;
  /** Multiplies the products of queries and keys; usually 1 / √size. */
  readonly scale: number;
  /** A query sees the keys at most window / 2 pieces away; null: all of its sentence. */
  readonly window: number | null;
  /** Dropout of the probabilities: 0 ≤ rate < 1, and an unsigned 32-bit seed. */
  readonly dropout: { readonly rate: number; readonly seed: number } | null;
}

/** A reach that no sentence is as long as. */
const unlimited = 2 ** 30;

export function attentionShape(projected: readonly number[], heads: number): AttentionShape {
  const [pieces, width] = projected as [number, number];
  return { pieces, heads, size: width / (3 * heads) };
}

/**
 * `projected` [pieces, 3·heads·size] holds queries, keys and values side by side, and of each the heads → [pieces,
 * heads·size]. For every sentence and head: softmax(scale · queries · keysᵀ) · values. Differentiable in `projected`.
 */
export function packedAttention(projected: Tensor2D, options: PackedAttentionOptions): Tensor2D {
  const { starts, heads, scale, window, dropout } = options;
  const { rate, seed } = dropout ?? { rate: 0, seed: 0 };
  util.assert(
    projected.rank === 2 && (projected.shape[1] as number) % (3 * heads) === 0,
    () => `packedAttention: [${projected.shape}] does not hold queries, keys and values of ${heads} heads`,
  );
  util.assert(
    starts.dtype === 'int32' && starts.rank === 1 && starts.size > 0,
    () => `packedAttention: starts must be int32 [sentences + 1], got ${starts.dtype} [${starts.shape}]`,
  );
  util.assert(rate >= 0 && rate < 1, () => `packedAttention: the rate must be at least 0 and below 1, got ${rate}`);
  const reach = window === null ? unlimited : Math.floor(window / 2);
  const attributes: PackedAttentionAttributes = { heads, scale, reach, rate, seed: seed >>> 0 };
  const [output] = runDifferentiable({
    inputs: { projected },
    forward: (save) => {
      const outputs = engine().runKernel(PACKED_ATTENTION, { projected, starts }, { ...attributes });
      const [result, logSums] = outputs as unknown as [Tensor, Tensor];
      save([projected, starts, result, logSums]);
      return [result];
    },
    backward: ([gradient], saved) => {
      const [given, first, result, logSums] = saved as [Tensor, Tensor, Tensor, Tensor];
      const inputs = { projected: given, starts: first, output: result, logSums, gradient: gradient as Tensor };
      return { projected: engine().runKernel(PACKED_ATTENTION_GRADIENT, inputs, { ...attributes }) as Tensor };
    },
  });
  return output as Tensor2D;
}
