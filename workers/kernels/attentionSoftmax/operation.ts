/**
 * The softmax over attention scores, lengths, mask and scale included, as one operation. tfjs's own is wrong on WebGPU
 * beyond 65,535 rows, which a batch of 32 with 12 heads and 256 steps has.
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
 * Inputs `scores` [batch, heads, queries, keys], `queryLengths` and `keyLengths` int32 [batch] and, where there is one,
 * `mask`; {@link AttentionSoftmaxAttributes} → as scores.
 */
export const ATTENTION_SOFTMAX = 'GraftAttentionSoftmax';
/** Inputs `probabilities`, both lengths and `gradient` of the probabilities; the same attributes → as scores. */
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
   * Added to the scaled scores: [queries, keys], or with heads, or batch and heads in front, each as many or 1. −∞ takes a
   * key away from a query, which is how one that generates does not see what comes after it. It gets no gradient.
   */
  readonly mask?: Tensor;
}

/**
 * softmax(scale · scores + mask) over the keys (last axis) → [batch, heads, queries, keys]. Keys past their length and
 * those that the mask takes away get 0, and so do all keys where the query is past its length or none is left; `scores`
 * are not read there. Differentiable in the scores.
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
    const [ofBatch, ofHeads, ...ofSides] = maskShape(mask.shape);
    const fits = [1, batch].includes(ofBatch) && [1, heads].includes(ofHeads) && util.arraysEqual(ofSides, sides);
    util.assert(
      mask.dtype === 'float32' && fits,
      () => `attentionSoftmax: a ${mask.dtype} mask [${mask.shape}] does not fit scores [${scores.shape}]`,
    );
    inputs.mask = mask;
  }
  const attributes: AttentionSoftmaxAttributes = { scale };
  return engine().runKernel(ATTENTION_SOFTMAX, inputs, { ...attributes });
}

/** With the sides that it leaves out: [1 or batch, 1 or heads, queries, keys]. */
const maskShape = (shape: readonly number[]) =>
  [...new Array(Math.max(0, 4 - shape.length)).fill(1), ...shape] as [number, number, number, number];

/** Numbers between the mask's beginnings for one sequence and the next, and for one head and the next: 0 if shared. */
export function maskStrides(shape: readonly number[]): { ofBatch: number; ofHead: number } {
  const [batch, heads, queries, keys] = maskShape(shape);
  return {
    ofBatch: batch > 1 ? heads * queries * keys : 0,
    ofHead: heads > 1 ? queries * keys : 0,
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
