/**
 * Layer normalisation over the last axis as one operation. In stock tfjs it takes 10 dispatches forward and 28
 * backward.
 */
import { engine, registerGradient, type Tensor, type Tensor1D, util } from '@tensorflow/tfjs-core';

/** Inputs `x` [..., features], `gain` and `bias` [features]; attributes {@link LayerNormAttributes} → x's shape. */
export const LAYER_NORM = 'GraftLayerNorm';
/** Inputs `x`, `gain` and `gradient` of x's shape; the same attributes → the gradients of `x`, `gain`, `bias`. */
export const LAYER_NORM_GRADIENT = 'GraftLayerNormGradient';

export interface LayerNormAttributes {
  epsilon: number;
}

/**
 * gain · (x − mean) / √(variance + epsilon) + bias, with mean and variance of each row of the last axis → the shape of
 * `x`. epsilon is BERT's. A row of equal numbers gives the bias. Differentiable in x, gain and bias.
 */
export function layerNorm<T extends Tensor>(x: T, gain: Tensor1D, bias: Tensor1D, epsilon = 1e-12): T {
  const features = [x.shape.at(-1) ?? 0];
  util.assert(
    x.rank > 0 && util.arraysEqual(gain.shape, features) && util.arraysEqual(bias.shape, features),
    () => `layerNorm: shapes do not agree: x [${x.shape}], gain [${gain.shape}], bias [${bias.shape}]`,
  );
  const attributes: LayerNormAttributes = { epsilon };
  return engine().runKernel(LAYER_NORM, { x, gain, bias }, { ...attributes });
}

registerGradient({
  kernelName: LAYER_NORM,
  inputsToSave: ['x', 'gain'],
  gradFunc: (gradient, saved, attributes) => {
    const [x, gain] = saved as [Tensor, Tensor];
    const inputs = { x, gain, gradient: gradient as Tensor };
    const results = engine().runKernel(LAYER_NORM_GRADIENT, inputs, attributes) as unknown as Tensor[];
    const [xGradient, gainGradient, biasGradient] = results as [Tensor, Tensor, Tensor];
    return { x: () => xGradient, gain: () => gainGradient, bias: () => biasGradient };
  },
});
