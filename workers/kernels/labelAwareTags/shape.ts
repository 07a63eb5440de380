/** Sizes of a label-aware output, from its inputs' shapes. */

export interface LabelAwareShape {
  batch: number;
  time: number;
  features: number;
  tags: number;
  /** Numbers of a label's state in each direction; 0 where no label is read. */
  hidden: number;
  /** Whether the labels ask the sentence, and whether the word asks the labels. */
  background: boolean;
  context: boolean;
}

/** @param shapeOf undefined of an input that is absent. */
export function labelAwareShape(shapeOf: (name: string) => readonly number[] | undefined): LabelAwareShape {
  const [batch = 0, time = 0, features = 0] = shapeOf('features') ?? [];
  const [tags = 0] = shapeOf('outputBias') ?? [];
  const [hidden = 0] = shapeOf('forwardWeights') ?? [];
  const background = shapeOf('backgroundWeights') !== undefined;
  const context = shapeOf('contextWeights') !== undefined;
  return { batch, time, features, tags, hidden, background, context };
}

/** What the output layer reads of a word: its features, what the sentence answered, and what the labels answered. */
export const knownWidth = ({ features, hidden, background, context }: LabelAwareShape) =>
  features * (background ? 2 : 1) + (context ? 2 * hidden : 0);
