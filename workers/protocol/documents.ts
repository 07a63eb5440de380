/** The documents of a corpus by themselves, as an annotator goes through them. */
import type { AnnotatedCategories, PartName } from './corpus.ts';

export interface DocumentQuery {
  readonly part: PartName;
  /** Only documents in which not all categories of the corpus were looked for. */
  readonly unfinished?: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** A document in short. */
export interface DocumentSummary {
  readonly id: string;
  /** In the part, from 0, whatever was asked for: an annotator finds it again by that. */
  readonly place: number;
  /** How its text begins. */
  readonly beginning: string;
  readonly spans: number;
  readonly annotated: AnnotatedCategories;
}

export interface DocumentPage {
  readonly total: number;
  readonly documents: readonly DocumentSummary[];
}
