/**
 * What is proposed to an annotator, and in which order documents are worth annotating. Suggestions stay in the trainer, however
 * large the corpus: the page asks for those of the documents that it shows, and for orders as lists of ids.
 */
import type { PartName, Span } from './corpus.ts';
import type { CorpusReference, OnProgress } from './engine.ts';
import type { CategoryScore } from './scores.ts';

/** By whom: a model, a list of words, a pattern; or by likeness to what is annotated, before any model has learned of it. */
export type SuggestionSource = 'model' | 'words' | 'pattern' | 'likeness';

export interface Suggestion extends Span {
  readonly source: SuggestionSource;
  /** 0 to 1, of how many such suggestions are right; null of the others, which say yes or nothing. */
  readonly confidence: number | null;
}

export interface DocumentSuggestions {
  readonly documentId: string;
  /** In order of start, none overlapping another. */
  readonly suggestions: readonly Suggestion[];
  /** In nats, a sentence; 0 where no model was asked. */
  readonly uncertainty: number;
}

/** Suggestions whose confidence lies between two bounds, of which the upper one is the next bin's. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly spans: number;
  /** Mean, 0 to 1. */
  readonly confidence: number;
  /** The share that is right, 0 to 1. */
  readonly right: number;
}

/** How far confidences can be believed. */
export interface Reliability {
  /** Those that hold a span, in order. */
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error, 0 to 1: the mean distance between confidence and share, each bin by its spans. */
  readonly expectedError: number;
  /** Negative log likelihood a span, in nats. */
  readonly loss: number;
}

export interface Calibration {
  /** The log odds of a confidence are divided by it: above 1 the model was too sure of itself. */
  readonly temperature: number;
  /** Spans that the model found in the sentences that it was fitted on. */
  readonly spans: number;
  readonly before: Reliability;
  readonly after: Reliability;
}

/**
 * By what a document's uncertainty is told: the entropy of its tags, or of an output that writes its tags one after another and has
 * no probabilities of others, how unlikely what it wrote is.
 */
export type UncertaintyMeasure = 'entropy' | 'unlikelihood';

/** Words and patterns that stand for a category without any model. */
export interface SuggestionRule {
  readonly category: string;
  /** A word or several, found as they are written, in lower case however the text is; or a regular expression. */
  readonly words: string;
  readonly isPattern?: boolean;
}

export const mostByLikeness = 2000;

export interface SuggestionRequest {
  readonly corpus: CorpusReference;
  readonly part: PartName;
  /** Absent: rules alone. */
  readonly modelId?: string;
  /** The corpus's category to the model's, or null where the model has nothing like it; suggestions bear the corpus's names. */
  readonly categoryMap?: Readonly<Record<string, string | null>>;
  readonly rules?: readonly SuggestionRule[];
  /**
   * Whether words are suggested that are like submitted ones of categories which the model does not know, in the space of its
   * encoder or, without a model, of word vectors. At most {@link mostByLikeness} documents have them, from the first on.
   */
  readonly likeness?: boolean;
  /** A file of word vectors; without a model the likeness is told by them. */
  readonly vectors?: { readonly name: string; readonly blob: Blob };
  /** The document that is open: suggestions begin there. */
  readonly first?: string;
}

export interface SuggestionReport {
  readonly documents: number;
  readonly suggestions: number;
  /** Null where no model was asked. */
  readonly measure: UncertaintyMeasure | null;
  /** Null without a model, and where too few spans of the dev sentences were found to fit one. */
  readonly calibration: Calibration | null;
  /** Of the model on what is annotated of the dev sentences; null where nothing is. */
  readonly dev: CategoryScore | null;
}

export const documentOrders = ['given', 'random', 'uncertainty', 'diversity', 'disagreement'] as const;
export type DocumentOrder = (typeof documentOrders)[number];

/** By what the model says documents can be found: it is not sure of something that is open in them, or what was submitted differs. */
export const modelFindings = ['unsure', 'differs'] as const;
export type ModelFinding = (typeof modelFindings)[number];

/** The part of the engine that suggests. */
export interface SuggestionEngine {
  /**
   * Tags a part of a corpus, in the place of what was suggested for it before. What is ready can be asked for meanwhile.
   * Rejects `suggesting-stopped` where it was ended, or begun anew, before its end.
   */
  suggest(request: SuggestionRequest, onProgress?: OnProgress): Promise<SuggestionReport>;
  /** Ends what is being worked out; what is ready stays. */
  stopSuggesting(): Promise<void>;
  /** Of these documents, in their order; null for one of which nothing is known yet. */
  suggestions(
    corpusId: string,
    part: PartName,
    documentIds: readonly string[],
  ): Promise<readonly (DocumentSuggestions | null)[]>;
  /**
   * Ids of the part's documents. By uncertainty and diversity those that were submitted or discarded stand last; by disagreement there are only
   * those that were submitted and in which the model found something else, the most of it first.
   * @param seed of the random order.
   */
  documentOrder(
    corpus: CorpusReference,
    part: PartName,
    order: DocumentOrder,
    seed: number,
  ): Promise<readonly string[]>;
  /**
   * Ids of the part's documents of which a finding holds, in its order, as far as they are tagged.
   * @param below a confidence, 0 to 1: the model is not sure of what it says with less.
   */
  documentsFound(
    corpus: CorpusReference,
    part: PartName,
    finding: ModelFinding,
    below: number,
  ): Promise<readonly string[]>;
}
