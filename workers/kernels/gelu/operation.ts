/** GELU by the error function as one operation: one dispatch forward, one backward. Stock tfjs takes 5 and 10. */
import { engine, registerGradient, type Tensor } from '@tensorflow/tfjs-core';

/** Input `x` of any shape → the same shape. */
export const GELU = 'GraftGelu';
/** Inputs `x` and `gradient` of its shape → the gradient of `x`. */
export const GELU_GRADIENT = 'GraftGeluGradient';

/** x · Φ(x), exact as BERT's (no tanh) → the shape of `x`. Differentiable. */
export function gelu<T extends Tensor>(x: T): T {
  return engine().runKernel(GELU, { x });
}

registerGradient({
  kernelName: GELU,
  inputsToSave: ['x'],
  gradFunc: (gradient, saved) => {
    const inputs = { x: saved[0] as Tensor, gradient: gradient as Tensor };
    return { x: () => engine().runKernel(GELU_GRADIENT, inputs) as Tensor };
  },
});
