/**
 * What the optimizers' updates mean, in place and element by element. Adam, AdamW and Nadam are one formula with
 * different coefficients (`coefficients.ts`), so three loops serve five rules. `scale` multiplies the gradient first:
 * it is what clipping by global norm asks for.
 */
import type { AdagradAttributes, MomentsAttributes, MomentumAttributes } from './operation.ts';

/** velocity ← momentum·velocity + g;  p ← p − rate·velocity */
export function momentumUpdate(
  attributes: MomentumAttributes,
  variable: Float32Array,
  gradient: Float32Array,
  scale: number,
  velocity: Float32Array,
): void {
  for (let n = 0; n < variable.length; n++) {
    velocity[n] = attributes.momentum * velocity[n]! + scale * gradient[n]!;
    variable[n]! -= attributes.learningRate * velocity[n]!;
  }
}

/** m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  p ← keep·p − (gradientRate·g + firstRate·m) / (secondScale·√v + ε) */
export function momentsUpdate(
  attributes: MomentsAttributes,
  variable: Float32Array,
  gradient: Float32Array,
  scale: number,
  first: Float32Array,
  second: Float32Array,
): void {
  const { beta1, beta2, epsilon, keep, gradientRate, firstRate, secondScale } = attributes;
  for (let n = 0; n < variable.length; n++) {
    const g = scale * gradient[n]!;
    first[n] = beta1 * first[n]! + (1 - beta1) * g;
    second[n] = beta2 * second[n]! + (1 - beta2) * g * g;
    const step = (gradientRate * g + firstRate * first[n]!) / (secondScale * Math.sqrt(second[n]!) + epsilon);
    variable[n] = keep * variable[n]! - step;
  }
}

/** sum ← sum + g²;  p ← p − rate·g / (√sum + ε) */
export function adagradUpdate(
  attributes: AdagradAttributes,
  variable: Float32Array,
  gradient: Float32Array,
  scale: number,
  sum: Float32Array,
): void {
  for (let n = 0; n < variable.length; n++) {
    const g = scale * gradient[n]!;
    sum[n]! += g * g;
    variable[n]! -= (attributes.learningRate * g) / (Math.sqrt(sum[n]!) + attributes.epsilon);
  }
}

export function squareSum(gradient: Float32Array): number {
  let sum = 0;
  for (const g of gradient) sum += g * g;
  return sum;
}

/** min(1, clip / (norm + 1e−6)) as PyTorch's `clip_grad_norm_` has it, from the squares of all gradients together. */
export const normScale = (squares: number, clip: number): number => Math.min(clip / (Math.sqrt(squares) + 1e-6), 1);
