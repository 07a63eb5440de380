/** Where a model comes from, step by step: what it learned, and what was made of its categories without learning. */

import type { BackendName } from './backend.ts';
import type { SingleConfiguration, SingleTask } from './configuration.ts';
import type { Scores } from './scores.ts';
import type { VectorCoverage } from './vectorCoverage.ts';
import type { DrawnBack, YardstickScores } from './yardstick.ts';

/** A step of a model's history. */
export type HistoryEntry = RunEntry | EditEntry;

/** Categories were renamed, merged or removed; nothing was learned. */
export interface EditEntry {
  readonly task: 'edit';
  /** The categories that the model had before. */
  readonly before: readonly string[];
  /** New names by old ones; null for what was removed. Those that are not listed stayed. */
  readonly mapping: Readonly<Record<string, string | null>>;
  /** ISO date. */
  readonly date: string;
}

/** A run, which made the model or adapted it. */
export interface RunEntry extends DrawnBack {
  readonly task: SingleTask;
  readonly corpus: string;
  /** The pretrained encoder that it began with. */
  readonly encoder?: string | undefined;
  /** Corpora that were learned together with it. */
  readonly sources?: readonly string[];
  readonly sentences: number;
  readonly newCategories: readonly string[];
  readonly configuration: SingleConfiguration;
  readonly epochs: number;
  readonly seconds: number;
  readonly backend: BackendName;
  /** ISO date. */
  readonly date: string;
  /** On the corpus's own test sentences. */
  readonly test: Scores | null;
  /** Absent where no vectors were read, and in what older versions wrote. */
  readonly vectors?: VectorCoverage | undefined;
  /** How an adaptation did on the old categories. Absent where nothing measured it, and in what older versions wrote. */
  readonly yardstick?: YardstickScores | undefined;
}
