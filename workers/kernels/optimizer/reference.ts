/**
 * The definition of the optimizers' updates, in place, element by element. Adam, AdamW and Nadam are one formula with
 * different coefficients (`coefficients.ts`), so three loops serve five rules. `scale` multiplies the gradient first,
 * as clipping by global norm needs it.
 */
import type { AdagradAttributes, MomentsAttributes, MomentumAttributes } from './operation.ts';

/** One variable's arrays. Without `rows` the gradient has the variable's size. */
export interface UpdateArrays {
  readonly variable: Float32Array;
  readonly gradient: Float32Array;
  /** The slots of the optimizer state, one after the other, each of the variable's size. */
  readonly state: Float32Array;
  /** The table's row of each place of the gradient; a negative row skips the place. */
  readonly rows?: Int32Array | undefined;
}

/** Calls `update` for each element with its scaled gradient and its index in the variable. */
function forEachElement({ gradient, rows }: UpdateArrays, scale: number, update: (g: number, n: number) => void): void {
  if (!rows) {
    for (let n = 0; n < gradient.length; n++) update(scale * gradient[n]!, n);
    return;
  }
  const dimension = gradient.length / rows.length;
  rows.forEach((row, place) => {
    if (row < 0) return;
    for (let d = 0; d < dimension; d++) update(scale * gradient[place * dimension + d]!, row * dimension + d);
  });
}

/** velocity ← momentum·velocity + g;  p ← p − rate·velocity */
export function momentumUpdate(attributes: MomentumAttributes, arrays: UpdateArrays, scale: number): void {
  const { variable, state: velocity } = arrays;
  forEachElement(arrays, scale, (g, n) => {
    velocity[n] = attributes.momentum * velocity[n]! + g;
    variable[n]! -= attributes.learningRate * velocity[n]!;
  });
}

/**
 * m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  p ← keep·p − (gradientRate·g + firstRate·m) / (secondScale·√v + ε)
 *
 * The state is m and v, or, with β₁ = 0, v alone.
 */
export function momentsUpdate(attributes: MomentsAttributes, arrays: UpdateArrays, scale: number): void {
  const { beta1, beta2, epsilon, keep, gradientRate, firstRate, secondScale } = attributes;
  const { variable, state } = arrays;
  const last = state.length - variable.length;
  const [first, second] = [last > 0 ? state.subarray(0, last) : null, state.subarray(last)];
  forEachElement(arrays, scale, (g, n) => {
    const m = first ? beta1 * first[n]! + (1 - beta1) * g : g;
    if (first) first[n] = m;
    second[n] = beta2 * second[n]! + (1 - beta2) * g * g;
    const step = (gradientRate * g + firstRate * m) / (secondScale * Math.sqrt(second[n]!) + epsilon);
    variable[n] = keep * variable[n]! - step;
  });
}

/** sum ← sum + g²;  p ← p − rate·g / (√sum + ε) */
export function adagradUpdate(attributes: AdagradAttributes, arrays: UpdateArrays, scale: number): void {
  const { variable, state: sum } = arrays;
  forEachElement(arrays, scale, (g, n) => {
    sum[n]! += g * g;
    variable[n]! -= (attributes.learningRate * g) / (Math.sqrt(sum[n]!) + attributes.epsilon);
  });
}

export function squareSum(gradient: Float32Array): number {
  let sum = 0;
  for (const g of gradient) sum += g * g;
  return sum;
}

/** min(1, clip / (norm + 1e−6)), as PyTorch's `clip_grad_norm_`, from the sum of squares of all gradients. */
export const normScale = (squares: number, clip: number): number => Math.min(clip / (Math.sqrt(squares) + 1e-6), 1);
