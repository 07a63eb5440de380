/**
 * Dropout whose masks come from the run's own seed, so that a run gives the same numbers again. A forward pass without
 * a `Dropout` is a pass in use: nothing is left out.
 */
import { concat, type Tensor } from '@tensorflow/tfjs-core';
import { seededDropout } from '../kernels/dropout/operation.ts';
import type { Random } from '../text/random.ts';

export interface Dropout {
  readonly rate: number;
  /** A stream of its own; every mask draws one seed from it. */
  readonly random: Random;
}

/** Features side by side; scales what is kept by 1 / (1 − rate), so that nothing changes in use. */
export function dropout<T extends Tensor>(mode: Dropout | null, ...parts: [T, ...T[]]): T {
  if (mode && mode.rate > 0) return seededDropout(parts, mode.rate, mode.random.integer(0xffffffff));
  return parts.length === 1 ? parts[0] : concat(parts, -1);
}

/** Features side by side, nothing left out: one operation also backward, where tfjs's `concat` slices part by part. */
export function sideBySide<T extends Tensor>(...parts: T[]): T {
  return seededDropout(parts, 0, 0);
}
