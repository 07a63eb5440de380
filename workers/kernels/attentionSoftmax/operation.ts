/**
 * The softmax over attention scores as one operation, with lengths, mask and scale. tfjs's own softmax is wrong on
 * WebGPU beyond 65,535 rows. A batch of 32 with 12 heads and 256 steps has more.
 */
import {
  engine,
  type NamedTensorMap,
  registerGradient,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  util,
} from '@tensorflow/tfjs-core';

/**
 * Inputs `scores` [batch, heads, queries, keys], `queryLengths` and `keyLengths` int32 [batch] and optionally `mask`;
 * {@link AttentionSoftmaxAttributes} → shape of scores.
 */
export const ATTENTION_SOFTMAX = 'GraftAttentionSoftmax';
/** Inputs `probabilities`, both lengths and `gradient` of the probabilities; the same attributes → shape of scores. */
export const ATTENTION_SOFTMAX_GRADIENT = 'GraftAttentionSoftmaxGradient';

export interface AttentionSoftmaxAttributes {
  scale: number;
}

export interface AttentionSoftmaxOptions {
  /** int32 [batch]; in self-attention the same as the keys'. */
  readonly queryLengths: Tensor1D;
  /** int32 [batch]. */
  readonly keyLengths: Tensor1D;
  readonly scale: number;
  /**
   * Added to the scaled scores: [queries, keys], or [heads, queries, keys], or with batch as well; batch and heads may
   * be 1. −∞ excludes a key from a query, as a causal mask does. The mask gets no gradient.
   */
  readonly mask?: Tensor;
}

/**
 * softmax(scale · scores + mask) over the keys (last axis) → [batch, heads, queries, keys]. Keys past their length and
 * masked keys get 0. All keys get 0 where the query is past its length, or where every key is masked. `scores` are not
 * read there. Differentiable in the scores.
 */
export function attentionSoftmax(scores: Tensor4D, options: AttentionSoftmaxOptions): Tensor4D {
  const { queryLengths, keyLengths, scale, mask } = options;
  const [batch, heads, ...sides] = scores.shape;
  for (const { dtype, shape } of [queryLengths, keyLengths]) {
    util.assert(dtype === 'int32', () => `attentionSoftmax: lengths must be int32, got ${dtype}`);
    util.assert(
      scores.rank === 4 && util.arraysEqual(shape, [batch]),
      () => `attentionSoftmax: shapes do not agree: scores [${scores.shape}], lengths [${shape}]`,
    );
  }
  const inputs: NamedTensorMap = { scores, queryLengths, keyLengths };
  if (mask) {
    const [maskBatch, maskHeads, ...maskSides] = maskShape(mask.shape);
    const fits = [1, batch].includes(maskBatch) && [1, heads].includes(maskHeads) && util.arraysEqual(maskSides, sides);
    util.assert(
      mask.dtype === 'float32' && fits,
      () => `attentionSoftmax: a ${mask.dtype} mask [${mask.shape}] does not fit scores [${scores.shape}]`,
    );
    inputs.mask = mask;
  }
  const attributes: AttentionSoftmaxAttributes = { scale };
  return engine().runKernel(ATTENTION_SOFTMAX, inputs, { ...attributes });
}

/** The mask's shape as [1 or batch, 1 or heads, queries, keys]. */
const maskShape = (shape: readonly number[]) =>
  [...new Array(Math.max(0, 4 - shape.length)).fill(1), ...shape] as [number, number, number, number];

/** The mask's strides in numbers over sequences and heads; 0 where it is broadcast. */
export function maskStrides(shape: readonly number[]): { batchStride: number; headStride: number } {
  const [batch, heads, queries, keys] = maskShape(shape);
  return {
    batchStride: batch > 1 ? heads * queries * keys : 0,
    headStride: heads > 1 ? queries * keys : 0,
  };
}

registerGradient({
  kernelName: ATTENTION_SOFTMAX,
  inputsToSave: ['queryLengths', 'keyLengths'],
  outputsToSave: [true],
  gradFunc: (gradient, saved, attributes) => {
    const [queryLengths, keyLengths, probabilities] = saved as [Tensor, Tensor, Tensor];
    const inputs = { probabilities, queryLengths, keyLengths, gradient: gradient as Tensor };
    return { scores: () => engine().runKernel(ATTENTION_SOFTMAX_GRADIENT, inputs, attributes) as Tensor };
  },
});
