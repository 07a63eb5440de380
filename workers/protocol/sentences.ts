/** Sentences by themselves, as lists and error browsers ask for them. */
import type { PartName, Sentence, Span } from './corpus.ts';

export interface SentenceQuery {
  readonly part: PartName;
  /** Only sentences that hold a span of this category. */
  readonly category?: string;
  /** Only sentences that hold this text, whatever its case. */
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

/** A sentence by itself: its text, and tokens and spans with offsets into that text. */
export interface SentenceView extends Sentence {
  readonly documentId: string;
  /** Where its text begins in the document's. */
  readonly start: number;
  readonly text: string;
  readonly spans: readonly Span[];
}

export interface SentencePage {
  readonly total: number;
  readonly sentences: readonly SentenceView[];
}
