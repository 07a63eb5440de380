/**
 * Cross-entropy over padded sequences as one operation. A step allows one tag, several, or all where nothing is known.
 */
import { engine, registerGradient, type Tensor, type Tensor1D, type Tensor3D, util } from '@tensorflow/tfjs-core';

/** Inputs `logits` [batch, time, tags], `allowed` [batch, time, tags], `lengths` int32 [batch] → [batch]. */
export const CROSS_ENTROPY = 'GraftCrossEntropy';
/** Inputs as above and `gradient` [batch] → the gradient of the logits [batch, time, tags]. */
export const CROSS_ENTROPY_GRADIENT = 'GraftCrossEntropyGradient';

/**
 * −Σ_t log Σ_{y allowed} softmax(logits_t)[y] for each sequence → [batch]. `allowed` holds 1 or 0 (float32). A step
 * that allows no tag has loss 0, as one that allows all. Padding is never read. Differentiable in the logits.
 */
export function maskedCrossEntropy(logits: Tensor3D, allowed: Tensor3D, lengths: Tensor1D): Tensor1D {
  const message = () =>
    `maskedCrossEntropy: shapes do not agree: logits [${logits.shape}], allowed [${allowed.shape}], lengths [${lengths.shape}]`;
  util.assert(lengths.dtype === 'int32', () => `maskedCrossEntropy: lengths must be int32, got ${lengths.dtype}`);
  util.assert(logits.rank === 3 && util.arraysEqual(logits.shape, allowed.shape), message);
  util.assert(util.arraysEqual(lengths.shape, [logits.shape[0]]), message);
  return engine().runKernel(CROSS_ENTROPY, { logits, allowed, lengths });
}

registerGradient({
  kernelName: CROSS_ENTROPY,
  inputsToSave: ['logits', 'allowed', 'lengths'],
  gradFunc: (gradient, saved) => {
    const [logits, allowed, lengths] = saved as [Tensor, Tensor, Tensor];
    const inputs = { logits, allowed, lengths, gradient: gradient as Tensor };
    return { logits: () => engine().runKernel(CROSS_ENTROPY_GRADIENT, inputs) as Tensor };
  },
});
