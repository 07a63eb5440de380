/**
 * Dropout as one operation, with masks that are the same on every backend and in every run with the same seed. No mask is
 * kept: the gradient draws it again. Tensors that are to stand side by side are joined on the way, which saves copies.
 */
import { customGrad, engine, type Tensor, util } from '@tensorflow/tfjs-core';

/** Inputs as {@link partNames} names them, [..., own width]; attributes {@link DropoutAttributes} → [..., sum of widths]. */
export const DROPOUT = 'GraftDropout';
/** Input `gradient` [..., sum of widths]; the same attributes → the gradient of each part, in order. */
export const DROPOUT_GRADIENT = 'GraftDropoutGradient';

export interface DropoutAttributes {
  readonly rate: number;
  readonly seed: number;
  /** The parts' last sides. */
  readonly widths: number[];
}

/** What a kernel calls its parts. */
export const partNames = (count: number): string[] => Array.from({ length: count }, (_, n) => `part${n}`);

/**
 * Joins `parts` along their last axis, all other sides being equal, and sets each number to 0 with probability `rate`,
 * 0 ≤ rate < 1; those that are kept are multiplied by 1 / (1 − rate). `seed` is an unsigned 32-bit integer; each dropout
 * of a run wants its own. Differentiable.
 */
export function seededDropout<T extends Tensor>(parts: readonly T[], rate: number, seed: number): T {
  util.assert(rate >= 0 && rate < 1, () => `seededDropout: the rate must be at least 0 and below 1, got ${rate}`);
  const outer = parts.map(({ shape }) => shape.slice(0, -1));
  util.assert(
    outer.every((sides) => util.arraysEqual(sides, outer[0] as number[])),
    () =>
      `seededDropout: parts differ in more than their last side: ${parts.map(({ shape }) => `[${shape}]`).join(', ')}`,
  );
  const names = partNames(parts.length);
  const attributes = { rate, seed: seed >>> 0, widths: parts.map(({ shape }) => shape.at(-1) ?? 1) };
  const operation = customGrad((...given) => {
    const inputs = Object.fromEntries(names.map((name, n) => [name, given[n] as Tensor]));
    const gradFunc = (gradient: Tensor) => {
      const gradients = engine().runKernel(DROPOUT_GRADIENT, { gradient }, attributes);
      return (Array.isArray(gradients) ? gradients : [gradients]) as Tensor[];
    };
    return { value: engine().runKernel(DROPOUT, inputs, attributes) as Tensor, gradFunc };
  });
  return operation(...parts) as T;
}
