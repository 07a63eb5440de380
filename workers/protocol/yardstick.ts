/**
 * The measure of what a model knew before an adaptation: sentences of other text, scored before, after every epoch, and at the
 * end. A category that is lost there is lost, whatever the target's sentences say.
 */
import type { Scores } from './scores.ts';

export interface YardstickScores {
  /** Where the sentences come from. */
  readonly corpus: string;
  readonly sentences: number;
  /** The source model. */
  readonly before: Scores;
  /** The run's model. What it calls a kind of an old category counts as that category. */
  readonly after: Scores;
  /** The same by names alone. */
  readonly strict: Scores;
}

/** How far a trained model was drawn back to its source model, once it had learned. */
export interface ChosenShare {
  /** From 0 to 1. */
  readonly share: number;
  /** What came of it on the dev sentences. */
  readonly dev: Scores;
}

/** What was done of that kind. */
export interface DrawnBack {
  /** How much of what was learned a mixture of the two keeps; absent where they were not mixed. */
  readonly mixed?: ChosenShare | undefined;
  /** How much of each score is the source model's; absent where it was not to be asked. */
  readonly consulted?: ChosenShare | undefined;
}
