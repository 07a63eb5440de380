/** Dropout masks that are the same on every backend and in every run with the same seed. */
import { engine, type Tensor, util } from '@tensorflow/tfjs-core';

/** No inputs; attributes as {@link SeededMaskAttributes} → float32 of `shape`. */
export const SEEDED_MASK = 'GraftSeededMask';

export interface SeededMaskAttributes {
  shape: number[];
  rate: number;
  seed: number;
}

/**
 * A mask of `shape` with 0 where an element is dropped (with probability `rate`, 0 ≤ rate < 1) and 1 / (1 − rate) where
 * it is kept. `seed` is an unsigned 32-bit integer; each mask of a run wants its own.
 */
export function seededMask(shape: number[], rate: number, seed: number): Tensor {
  util.assert(rate >= 0 && rate < 1, () => `seededMask: the rate must be at least 0 and below 1, got ${rate}`);
  return engine().runKernel(SEEDED_MASK, {}, { shape, rate, seed: seed >>> 0 });
}
