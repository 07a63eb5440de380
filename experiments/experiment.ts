/**
 * What an experiment is: trainings that are declared beforehand, and a report on what they gave. Whatever runs them (lab.ts)
 * knows of no paper, and an experiment knows of no file that is kept and of no clock.
 */
import type { BackendName } from '../workers/protocol/backend.ts';
import type { SingleConfiguration } from '../workers/protocol/configuration.ts';
import type { Splits } from '../workers/protocol/corpus.ts';
import type { FreshEncoder, PerplexityRecord, PretrainingSettings } from '../workers/protocol/pretraining.ts';
import type { Scores } from '../workers/protocol/scores.ts';
import type { Claim } from './claims.ts';
import type { CorpusReader } from './corpora.ts';
import type { Kept } from './kept.ts';
import type { Table } from './table.ts';

/** One ordinary run, by the key under which its result is kept. */
export interface Trial {
  /** Names files: letters, digits, dots and dashes. */
  readonly key: string;
  readonly configuration: SingleConfiguration;
  readonly target: Splits;
  /** Corpora that are learned together with the target. */
  readonly sources?: readonly Splits[];
  /** Key of the trial whose model is adapted. It stands earlier in the list. */
  readonly adapts?: string;
  /**
   * Of an adaptation: on its test sentences source and adapted model are held against the old categories, after the run, so
   * that they decide nothing. What the run itself measures by is the sample that the source model carries.
   */
  readonly yardstick?: Splits;
  /** Whether the run has the English vectors. */
  readonly vectors: boolean;
  /** The encoder that the training begins with: `given`, or the key of a pretraining. Its sizes take the place of the configuration's. */
  readonly encoder?: string;
}

/** Names the pretrained encoder that was given. */
export const givenEncoder = 'given';

/** An encoder that is made before the trainings that begin with it. */
export interface Pretraining {
  readonly key: string;
  readonly from: typeof givenEncoder | FreshEncoder;
  readonly text: Splits;
  readonly settings: PretrainingSettings;
  readonly seed: number;
}

/** What is kept of a pretraining. */
export interface PretrainedOutcome {
  /** The first one was measured before the first step. */
  readonly records: readonly PerplexityRecord[];
  readonly seconds: number;
  readonly backend: BackendName;
  readonly parameters: number;
}

/** What is kept of a run. */
export interface Outcome {
  readonly seed: number;
  /** Training sentences, sources included. */
  readonly sentences: number;
  /** On the best epoch's dev sentences; of one tag a token, the accuracy. */
  readonly devF1: number;
  readonly test: Scores;
  /** The source model before an adaptation. */
  readonly init?: Scores;
  /** On the old categories of the trial's yardstick, where it has one. */
  readonly yardstick?: Kept;
  /** Pseudo-labels that joined the training sentences, by category. */
  readonly pseudoLabels: Readonly<Record<string, number>>;
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly stopped: string;
  /** Mean over the epochs, scores on dev included. */
  readonly epochSeconds: number;
  readonly seconds: number;
  readonly backend: BackendName;
  readonly parameters: number;
}

export type Outcomes = ReadonlyMap<string, Outcome>;
export type PretrainedOutcomes = ReadonlyMap<string, PretrainedOutcome>;

/** A table of the report with what the paper claims of it. */
export interface Section {
  readonly title: string;
  /** What a reader must know of how the figures came about. */
  readonly notes?: readonly string[];
  readonly table: Table;
  readonly drawing?: Drawing;
  readonly claims?: readonly Claim[];
}

/** A picture of the table. */
export interface Drawing {
  /** Of its file, without `.svg`. */
  readonly name: string;
  readonly svg: string;
}

export interface Plan {
  /** How the whole was set, and where that departs from the paper. */
  readonly notes: readonly string[];
  readonly trials: readonly Trial[];
  /** What trials name as their encoder. */
  readonly pretrainings?: readonly Pretraining[];
  readonly report: (outcomes: Outcomes, pretrained: PretrainedOutcomes) => readonly Section[];
}

/** The pretrained encoder that was given, where one was: without it an experiment leaves out what begins with one, and says so. */
export interface EncoderFacts {
  readonly name: string;
}

export interface Experiment {
  readonly name: string;
  readonly title: string;
  /** Its word vectors: all of GloVe 6B, where nothing is said, or those that come with Graft. */
  readonly vectors?: 'shipped';
  /** @param quick small samples and few epochs: what shows that it runs, not what it shows. */
  readonly plan: (corpora: CorpusReader, quick: boolean, encoder: EncoderFacts | null) => Promise<Plan>;
}
