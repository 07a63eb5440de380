/**
 * Optimizer steps in place: stock tfjs spends about 14 kernel launches and as many buffers on Adam for one variable.
 * Clipping by global norm stays on the device: its scale is a tensor that the update multiplies the gradient with.
 */
import { engine, scalar, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import {
  type MomentsCoefficients,
  momentsCoefficients,
  type OptimizerRule,
  type UpdateScalars,
} from './coefficients.ts';

/** Inputs `variable`, `gradient`, `scale` [], `velocity`; written: `variable`, `velocity`. No output. */
export const MOMENTUM_UPDATE = 'GraftMomentumUpdate';
/** Inputs `variable`, `gradient`, `scale` [], `first`, `second`; written: all but gradient and scale. No output. */
export const MOMENTS_UPDATE = 'GraftMomentsUpdate';
/** Inputs `variable`, `gradient`, `scale` [], `sum`; written: `variable`, `sum`. No output. */
export const ADAGRAD_UPDATE = 'GraftAdagradUpdate';
/** Inputs `gradient0`, `gradient1`, …; attribute `clip` → scalar []. */
export const NORM_SCALE = 'GraftNormScale';

export interface MomentumAttributes {
  learningRate: number;
  momentum: number;
}

export type MomentsAttributes = MomentsCoefficients;

export interface AdagradAttributes {
  learningRate: number;
  epsilon: number;
}

export interface NormScaleAttributes {
  clip: number;
}

/** How many slots (tensors of the variable's shape, zero at first) a rule keeps for each variable. */
export const slotCount = (rule: OptimizerRule): number => (rule === 'sgd' || rule === 'adagrad' ? 1 : 2);

/**
 * One step of `rule` on `variable`, in place, and on its `slots` (as many as {@link slotCount} says, of the variable's
 * shape, starting at zero and sharing their data with no other tensor). `scale` (a scalar tensor, by default 1)
 * multiplies the gradient first. PyTorch 1.13's semantics. Every tensor that shares the variable's data changes with
 * it, and on the cpu backend so does an array got by `data()`: copy what is to be kept.
 */
export function applyUpdate(
  rule: OptimizerRule,
  variable: Variable,
  gradient: Tensor,
  slots: readonly Tensor[],
  scalars: UpdateScalars,
  scale?: Tensor,
): void {
  const factor = scale ?? scalar(1);
  const [first, second] = slots as [Tensor, Tensor];
  const common = { variable, gradient, scale: factor };
  if (rule === 'sgd') {
    const attributes = { learningRate: scalars.learningRate, momentum: scalars.momentum ?? 0 };
    engine().runKernel(MOMENTUM_UPDATE, { ...common, velocity: first }, attributes);
  } else if (rule === 'adagrad') {
    const attributes = { learningRate: scalars.learningRate, epsilon: scalars.epsilon ?? 1e-10 };
    engine().runKernel(ADAGRAD_UPDATE, { ...common, sum: first }, attributes);
  } else {
    engine().runKernel(MOMENTS_UPDATE, { ...common, first, second }, { ...momentsCoefficients(rule, scalars) });
  }
  if (!scale) factor.dispose();
}

/**
 * What to multiply every gradient with so that their common norm is at most `clip` → scalar tensor, at most 1. It never
 * leaves the device: hand it to {@link applyUpdate}. Gradients that are not numbers give a scale that is not one.
 */
export function globalNormScale(gradients: readonly Tensor[], clip: number): Tensor {
  const inputs = Object.fromEntries(gradients.map((gradient, n) => [`gradient${n}`, gradient]));
  return engine().runKernel(NORM_SCALE, inputs, { clip });
}
