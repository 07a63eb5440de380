/** Sizes of an attention decoder, from its inputs' shapes. */

export interface DecoderShape {
  batch: number;
  time: number;
  /** Numbers of one aligned encoder state. */
  features: number;
  hidden: number;
  /** Numbers of a query and of a key. */
  attention: number;
}

export function decoderShape(shapeOf: (name: string) => number[]): DecoderShape {
  const [batch, time, features] = shapeOf('features') as [number, number, number];
  const [hidden] = shapeOf('stateWeights') as [number];
  const [attention] = shapeOf('scoreWeights') as [number];
  return { batch, time, features, hidden, attention };
}

/** Columns of `featureWeights`: the gates of an aligned state, the gates of a context, and the keys. */
export const projectedWidth = ({ hidden, attention }: DecoderShape) => 8 * hidden + attention;

/** Columns of `stateWeights`: the gates of the previous state, and its query. */
export const stateWidth = ({ hidden, attention }: DecoderShape) => 4 * hidden + attention;
