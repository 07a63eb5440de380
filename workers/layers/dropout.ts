/**
 * Dropout whose masks come from the run's own seed, so that a run gives the same numbers again. A forward pass without
 * a `Dropout` is a pass in use: nothing is left out.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { mul } from '@tensorflow/tfjs-core';
import { seededMask } from '../kernels/dropout/operation.ts';
import type { Random } from '../text/random.ts';

export interface Dropout {
  readonly rate: number;
  /** A stream of its own; every mask draws one seed from it. */
  readonly random: Random;
}

/** Scales what is kept by 1 / (1 − rate), so that nothing changes in use. */
export function dropout<T extends Tensor>(features: T, mode: Dropout | null): T {
  if (!mode || mode.rate === 0) return features;
  return mul(features, seededMask(features.shape, mode.rate, mode.random.integer(0xffffffff))) as T;
}
