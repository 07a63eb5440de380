/** The documents of a corpus by themselves, as an annotator goes through them. */
import { type AnnotatedCategories, type Document, documentStatuses, type PartName } from './corpus.ts';

/** Where a document stands: what its status says, and `waiting` where nobody has begun. */
export const documentStandings = ['waiting', ...documentStatuses] as const;
export type DocumentStanding = (typeof documentStandings)[number];

/** Which documents are gone through; all of it must hold. */
export interface DocumentFilters {
  /** Only documents that hold this text, whatever its case. */
  readonly text?: string;
  /** Only documents that hold a span of this category. */
  readonly category?: string;
  readonly standing?: DocumentStanding;
  /** Only documents in which not all categories of the corpus were looked for. */
  readonly unfinished?: boolean;
  /** Only documents with these ids, such as those of which a model is not sure. */
  readonly among?: readonly string[];
}

export interface DocumentQuery extends DocumentFilters {
  readonly part: PartName;
  /** Ids in the order in which they are wanted; the others follow in their own. Absent: the part's order. */
  readonly order?: readonly string[];
  /** The id of a document whose place in the list is asked for, whether or not it is in it. */
  readonly at?: string;
  readonly offset: number;
  readonly limit: number;
}

/** A document in short. */
export interface DocumentSummary {
  readonly id: string;
  /** In the part, from 0, whatever was asked for: an annotator finds it again by that. */
  readonly place: number;
  /** How its text begins, or the text around the first match of what was searched for. */
  readonly excerpt: string;
  readonly spans: number;
  readonly annotated: AnnotatedCategories;
  readonly standing: DocumentStanding;
  readonly hasNote: boolean;
}

export interface DocumentPage {
  readonly total: number;
  readonly documents: readonly DocumentSummary[];
  /** Of the document that was asked for with `at`; absent where the part has none of that id. */
  readonly at?: {
    /** In the part, from 0. */
    readonly place: number;
    /** So many documents of the list come before it, or would if it were in it. */
    readonly before: number;
    readonly listed: boolean;
  };
}

/** An edited document and the part in which it stands. Without a text or sentences it has those that the corpus has. */
export interface DocumentChange {
  readonly part: PartName;
  readonly document: Omit<Document, 'text' | 'sentences'> & Partial<Pick<Document, 'text' | 'sentences'>>;
}
