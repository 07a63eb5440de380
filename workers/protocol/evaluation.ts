/** What is found out about models: tags of a text, scores and errors on a corpus, and how two of them differ. */
import type { AdaptationConfiguration } from './configuration.ts';
import type { PartName, Sentence, Span } from './corpus.ts';
import type { CorpusReference, OnProgress } from './engine.ts';
import type { ErrorKind, Scores } from './scores.ts';
import type { SentenceView } from './sentences.ts';

export interface TaggedSpan extends Span {
  /** 0 to 1: the mean probability of the span's tags, each by itself or, of a decoder, given those before it. */
  readonly confidence: number;
}

/** A word that a model leaves outside of every span without being sure of it. */
export interface UnsureWord {
  readonly start: number;
  readonly end: number;
  /** 0 to 1: the probability that it is outside. */
  readonly confidence: number;
}

/** From this probability on a word counts as surely outside. */
export const surelyOutside = 0.99;

export interface TaggedText {
  readonly text: string;
  readonly spans: readonly TaggedSpan[];
  readonly sentences: readonly Sentence[];
  /** Those below {@link surelyOutside}, in order; of one tag a token, none. */
  readonly unsure: readonly UnsureWord[];
}

export interface SentenceErrors extends SentenceView {
  readonly predicted: readonly TaggedSpan[];
  readonly errors: readonly { readonly kind: ErrorKind; readonly gold?: Span; readonly predicted?: Span }[];
}

export interface Evaluation {
  readonly modelId: string;
  readonly scores: Scores;
  /** Rows gold, columns predicted, in `labels`' order; the last label is "no span". */
  readonly confusion: { readonly labels: readonly string[]; readonly counts: readonly (readonly number[])[] };
  /** Sentences with at least one error; for corpora of kind `tags`, empty. */
  readonly errors: readonly SentenceErrors[];
}

/** How sure a difference between two models is, by a paired bootstrap over the sentences. */
export interface BootstrapDifference {
  /** Second minus first on the sentences as they are, in points of F1 (accuracy where there is one tag a token). */
  readonly difference: number;
  /** 95 of 100 draws have a difference within these. */
  readonly low: number;
  readonly high: number;
  /** Share of the draws in which the difference is not of its own sign, 0 to 1: small where it is sure. */
  readonly otherwise: number;
}

/** How two models are compared. */
export interface ComparisonOptions {
  /** How many times the sentences are drawn anew; absent, {@link defaultSamples}. */
  readonly samples?: number;
  /** Where the corpus was the target of one: what was looked for is taken as there, for both models. */
  readonly adaptation?: AdaptationConfiguration;
}

export const defaultSamples = 1000;

export interface ModelComparison {
  readonly scores: readonly [first: Scores, second: Scores];
  readonly bootstrap: {
    /** So many times the sentences were drawn anew. */
    readonly samples: number;
    readonly sentences: number;
    readonly overall: BootstrapDifference;
    /** Over the categories alone that both models know; null where one knows what the other does, or of one tag a token. */
    readonly known: BootstrapDifference | null;
    readonly categories: Readonly<Record<string, BootstrapDifference>>;
  };
}

export interface EvaluationEngine {
  /**
   * @param adaptation where the corpus was the target of one: names and what was looked for are then taken as there, so that
   * the scores are those of the run. Else the model is held against all that the corpus says.
   */
  evaluate(
    modelId: string,
    corpus: CorpusReference,
    part: PartName,
    onProgress?: OnProgress,
    adaptation?: AdaptationConfiguration,
  ): Promise<Evaluation>;
  /**
   * Two models on the same sentences, held against all that the corpus says, and how sure the difference is. Rejects models
   * of different kinds, and a part without sentences.
   */
  compareModels(
    firstId: string,
    secondId: string,
    corpus: CorpusReference,
    part: PartName,
    options: ComparisonOptions,
    onProgress?: OnProgress,
  ): Promise<ModelComparison>;
  /** Ends the comparisons that are under way: they reject. */
  stopComparing(): Promise<void>;
}
