/**
 * The softmax over attention scores, mask and scale included, as one operation. tfjs's own is wrong on WebGPU beyond
 * 65,535 rows, which a batch of 32 with 12 heads and 256 steps has.
 */
import { engine, registerGradient, type Tensor, type Tensor1D, type Tensor4D, util } from '@tensorflow/tfjs-core';

/** Inputs `scores` [batch, heads, time, time], `lengths` int32 [batch]; {@link AttentionSoftmaxAttributes} → as scores. */
export const ATTENTION_SOFTMAX = 'GraftAttentionSoftmax';
/** Inputs `probabilities`, `lengths` and `gradient` of the probabilities; the same attributes → as scores. */
export const ATTENTION_SOFTMAX_GRADIENT = 'GraftAttentionSoftmaxGradient';

export interface AttentionSoftmaxAttributes {
  scale: number;
}

/**
 * softmax(scale · scores) over the keys (last axis) of each sentence's own length → [batch, heads, time, time]. Keys past
 * the length get 0, and so do all keys where the query (the axis before) is past it; `scores` are not read there.
 * Differentiable in the scores.
 */
export function attentionSoftmax(scores: Tensor4D, lengths: Tensor1D, scale: number): Tensor4D {
  util.assert(lengths.dtype === 'int32', () => `attentionSoftmax: lengths must be int32, got ${lengths.dtype}`);
  const [batch, , queries, keys] = scores.shape;
  util.assert(
    scores.rank === 4 && queries === keys && util.arraysEqual(lengths.shape, [batch]),
    () => `attentionSoftmax: shapes do not agree: scores [${scores.shape}], lengths [${lengths.shape}]`,
  );
  const attributes: AttentionSoftmaxAttributes = { scale };
  return engine().runKernel(ATTENTION_SOFTMAX, { scores, lengths }, { ...attributes });
}

registerGradient({
  kernelName: ATTENTION_SOFTMAX,
  inputsToSave: ['lengths'],
  outputsToSave: [true],
  gradFunc: (gradient, saved, attributes) => {
    const [lengths, probabilities] = saved as [Tensor, Tensor];
    const inputs = { probabilities, lengths, gradient: gradient as Tensor };
    return { scores: () => engine().runKernel(ATTENTION_SOFTMAX_GRADIENT, inputs, attributes) as Tensor };
  },
});
