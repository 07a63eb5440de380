/** The sizes of an LSTM, from its inputs' shapes. */
import type { LstmShape } from './reference.ts';

export function lstmShape(shapeOf: (name: string) => number[]): LstmShape {
  const [batch, time, features] = shapeOf('inputs') as [number, number, number];
  const [directions, hidden] = shapeOf('recurrentWeights') as [number, number];
  return { batch, time, features, hidden, directions };
}
