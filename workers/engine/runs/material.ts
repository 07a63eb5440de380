/** What the trials of an adaptation and its comparison learn from. */
import type { ModelState } from '../../models/state.ts';
import type { AdaptationConfiguration } from '../../protocol/configuration.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { Scores } from '../../protocol/scores.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import type { Doubtful } from '../../text/examples.ts';
import type { GazetteerEntry } from '../../text/gazetteers.ts';
import type { WordVectors } from '../../text/vectors.ts';
import type { Measure } from '../../transfer/yardstick.ts';
import type { Rehearsed, Teacher } from './learner.ts';

/** The yardstick, and how the source model does on it. */
export interface Kept {
  readonly measure: Measure;
  readonly before: Scores;
}

export interface AdaptationMaterial {
  /** As the training begins with it: without a model that it asks, where the source itself is to be asked. */
  readonly source: ModelState;
  readonly settings: TrainingSettings;
  readonly adaptation: AdaptationConfiguration;
  /** With what nobody looked for treated as the user chose. */
  readonly train: Corpus;
  readonly dev: Corpus;
  readonly test: Corpus;
  /** Absent without a yardstick. */
  readonly kept: Kept | undefined;
  /** Beside the training sentences: what the source model carries, and what is made up. */
  readonly rehearsed: readonly Rehearsed[];
  /** What it was not sure of when it labelled the training sentences. */
  readonly doubtful: Doubtful;
  /** How large a share of all words is expected to be part of an entity. */
  readonly entityRatio: number | undefined;
  /** What the source model says of both; absent where it does not teach. */
  readonly teacher: Teacher | undefined;
  readonly vectors: WordVectors | null;
  /** The source model's. */
  readonly gazetteers: readonly GazetteerEntry[];
}

/** How the loss takes what nobody looked for. Pseudo-labels stand in the sentences already. */
export function unknownIn({ unannotated }: AdaptationConfiguration): 'open' | 'O' {
  return unannotated === 'marginal' ? 'open' : 'O';
}
