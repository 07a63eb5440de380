/** What a run over a transformer would cost here, found out by some steps on its own corpus. */
import type { RunRequest } from './engine.ts';

export interface TrainingCost {
  /** Of an epoch. */
  readonly steps: number;
  /** Pieces of the longest sentence, special ones included. */
  readonly longest: number;
  /** Pieces of the largest batch. */
  readonly rows: number;
  /** Of all training and dev sentences. */
  readonly pieces: number;
  /** Different ones of the training sentences. */
  readonly differentPieces: number;
  /** With the scoring on dev; what frozen layers make of the sentences is kept by then. */
  readonly secondsAnEpoch: number;
}

/** The part of the engine that measures beforehand. */
export interface CostEngine {
  /**
   * Three steps and a scoring on a batch of the usual size, of which nothing stays. A run that is asked for meanwhile begins
   * afterwards. Rejects runs that are no training or adaptation over a transformer.
   */
  measureCost(request: RunRequest): Promise<TrainingCost>;
}
