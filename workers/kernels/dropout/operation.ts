/**
 * Dropout as one operation. Its masks are the same on every backend, and in every run with the same seed. No mask is
 * stored: the backward pass computes it again. Tensors can be concatenated by the same kernel, which saves copies.
 */
import { customGrad, engine, type Tensor, util } from '@tensorflow/tfjs-core';

/** Inputs named by {@link partNames}, [..., own width]; attributes {@link DropoutAttributes} → [..., sum of widths]. */
export const DROPOUT = 'GraftDropout';
/** Input `gradient` [..., sum of widths]; the same attributes → the gradient of each part, in order. */
export const DROPOUT_GRADIENT = 'GraftDropoutGradient';

export interface DropoutAttributes {
  readonly rate: number;
  readonly seed: number;
  /** Sizes of the parts' last axes. */
  readonly widths: number[];
}

/** The names of a kernel's inputs. */
export const partNames = (count: number): string[] => Array.from({ length: count }, (_, n) => `part${n}`);

/**
 * Concatenates `parts` along their last axis; all other sides are equal. Sets each number to 0 with probability `rate`,
 * 0 ≤ rate < 1, and multiplies the others by 1 / (1 − rate). `seed` is an unsigned 32-bit integer, and each dropout of
 * a run should have its own. Differentiable.
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
