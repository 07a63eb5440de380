/**
 * The activations of a transformer's feed-forward layer as one operation each: one dispatch forward, one backward.
 * Stock tfjs takes 5 and 10 for GELU alone. Where the layer is gated, the product with the gate is in it too.
 */
import { engine, registerGradient, type Tensor, util } from '@tensorflow/tfjs-core';
import { type ActivationKind, type ActivationShape, activationKinds } from './reference.ts';

/** Input `x` [..., width]; attributes {@link ActivationAttributes} → the same shape, or [..., width / 2] where gated. */
export const ACTIVATION = 'GraftActivation';
/** Inputs `x` and `gradient` of the output; the same attributes → the gradient of `x`. */
export const ACTIVATION_GRADIENT = 'GraftActivationGradient';

export interface ActivationAttributes {
  readonly kind: ActivationKind;
  readonly gated: boolean;
}

/** The kind's number in the kernels. */
export const kindNumber = (kind: ActivationKind): number => activationKinds.indexOf(kind);

/** The rows that the kernels work on, and the width of their output. Without gates, all is one row. */
export function activationShape(shape: readonly number[], gated: boolean): ActivationShape {
  const size = util.sizeFromShape([...shape]);
  if (!gated) return { rows: 1, width: size, gated };
  const width = (shape.at(-1) ?? 0) / 2;
  return { rows: width && size / (2 * width), width, gated };
}

/** The output's shape. */
export const activatedShape = (shape: readonly number[], gated: boolean): number[] =>
  gated ? [...shape.slice(0, -1), (shape.at(-1) ?? 0) / 2] : [...shape];

/**
 * The activation of every number of `x` → the shape of `x`. Where `gated`, the last axis holds two halves; the first is
 * activated and multiplied with the second (Shazeer 2020) → half as wide. Differentiable.
 */
export function activation<T extends Tensor>(x: T, kind: ActivationKind, gated = false): T {
  util.assert(
    !gated || (x.rank > 0 && (x.shape.at(-1) as number) % 2 === 0),
    () => `activation: the last side of [${x.shape}] does not hold two halves`,
  );
  const attributes: ActivationAttributes = { kind, gated };
  return engine().runKernel(ACTIVATION, { x }, { ...attributes });
}

registerGradient({
  kernelName: ACTIVATION,
  inputsToSave: ['x'],
  gradFunc: (gradient, saved, attributes) => {
    const inputs = { x: saved[0] as Tensor, gradient: gradient as Tensor };
    return { x: () => engine().runKernel(ACTIVATION_GRADIENT, inputs, attributes) as Tensor };
  },
});
