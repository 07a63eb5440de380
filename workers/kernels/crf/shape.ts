/** The sizes of a CRF, from its inputs' shapes. */
import type { CrfShape } from './reference.ts';

export function crfShape(shapeOf: (name: string) => number[]): CrfShape {
  const [batch, time, tags] = shapeOf('emissions') as [number, number, number];
  return { batch, time, tags };
}
