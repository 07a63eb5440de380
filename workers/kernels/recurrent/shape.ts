/** Sizes of the recurrent layers, and the order of time steps in each direction. */

export interface RecurrentShape {
  batch: number;
  time: number;
  features: number;
  hidden: number;
  directions: number;
}

/** The sizes of a layer, from the shapes of its inputs `inputs` and `recurrentWeights`. */
export function recurrentShape(shapeOf: (name: string) => number[]): RecurrentShape {
  const [batch, time, features] = shapeOf('inputs') as [number, number, number];
  const [directions, hidden] = shapeOf('recurrentWeights') as [number, number];
  return { batch, time, features, hidden, directions };
}

/** The time step of recurrence step `n` for a direction over a sequence of `length` steps. */
export const timeAt = (direction: number, n: number, length: number) => (direction === 0 ? n : length - 1 - n);

/**
 * One sequence's and direction's part, from `at` on, of a tensor [batch, directions·hidden]; zeros where there is none.
 */
export const unitsAt = (values: Float32Array | undefined, at: number, hidden: number): Float32Array =>
  values ? values.slice(at, at + hidden) : new Float32Array(hidden);

/** The logistic function. */
export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
