/** A model over many files at once, and what of it somebody should look at. */
import type { PartName } from './corpus.ts';
import type { ModelDoubts } from './deidentify.ts';
import type { CorpusReference, OnProgress } from './engine.ts';
import type { Problem } from './errors.ts';
import type { PreviewedFile } from './preview.ts';

/** Where nobody says otherwise, a document is looked at in which the model was less sure of something. */
export const usualReviewBelow = 0.8;

export interface BatchOptions {
  /** 0 to 1: a document in which the model was less sure of something is to be looked at. */
  readonly reviewBelow: number;
  readonly encoding?: string;
}

/** A document that somebody should look at, and the place of which the model was least sure. */
export interface ReviewedDocument {
  readonly documentId: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** Into the document's text. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
  /** Null where it found nothing there. */
  readonly category: string | null;
}

export interface TaggedFiles {
  /** JSON Lines, a document a file, named as it. What is to be looked at counts as looked through for nothing. */
  readonly corpus: Uint8Array;
  readonly documents: number;
  readonly spans: number;
  /** The least sure first. */
  readonly review: readonly ReviewedDocument[];
  /** Files that were left out, and letters that could not be read. */
  readonly problems: readonly Problem[];
  /** Encodings that were worked out. */
  readonly assumed: readonly string[];
}

/** The part of the engine that goes through many documents. */
export interface BatchEngine {
  /**
   * Tags plain texts, alone or in zips; what is none is told and left out. Rejects where nothing is left, and
   * `tagging-stopped` where it was called off.
   */
  tagFiles(
    modelId: string,
    files: readonly PreviewedFile[],
    options: BatchOptions,
    onProgress?: OnProgress,
  ): Promise<TaggedFiles>;
  stopTagging(): Promise<void>;
  /** Of which spans and words of a corpus a model is less sure than that, whatever is annotated there. */
  modelDoubts(
    modelId: string,
    corpus: CorpusReference,
    part: PartName | 'all',
    below: number,
    onProgress?: OnProgress,
  ): Promise<ModelDoubts>;
}
