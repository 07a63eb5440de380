/** The rows that a layer normalisation works on. */
import { util } from '@tensorflow/tfjs-core';
import type { RowShape } from './reference.ts';

/** The rows of a tensor of `shape` [..., features]. */
export function rowShape(shape: readonly number[]): RowShape {
  return { rows: util.sizeFromShape(shape.slice(0, -1)), features: shape.at(-1) ?? 0 };
}
