/**
 * Where the annotator is: which document is open, what is selected in it, which categories are looked for, and what was done,
 * so that it can be undone. What the document holds is the corpus worker's; this is the page's copy of the one that is open.
 */
import { create } from 'zustand';
import type { Document, PartName, Span } from '../../workers/protocol/corpus.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Stretch } from '../../workers/text/annotation.ts';

/** A change of one document, and the way back. */
export interface Edit {
  readonly part: PartName;
  readonly before: Document;
  readonly after: Document;
  /** What was done, in a few words. */
  readonly label: string;
}

/** Words from one to another, both included, by their place in the document. */
export interface Selection {
  /** Where it began. */
  readonly anchor: number;
  /** Where it ends now: here the caret stands. */
  readonly caret: number;
  /** What was selected to the character, where that is wanted. */
  readonly exact?: Stretch;
}

interface AnnotatingState {
  readonly corpusId: string | null;
  /** Of the corpus as the page's copy agrees with it. */
  readonly revision: number;
  readonly part: PartName;
  /** Whether only those documents are gone through in which something is still to be looked for. */
  readonly unfinishedOnly: boolean;
  /** Of the open document among the part's. */
  readonly place: number;
  /** Documents of the part. */
  readonly total: number;
  readonly document: Document | null;
  readonly selection: Selection | null;
  /** The span that was clicked, or on which the caret stands. */
  readonly span: Span | null;
  /** What every selection becomes at once; null where it waits for a key. */
  readonly sticky: string | null;
  /** Categories that were named here, and of which the corpus has no span yet. */
  readonly added: readonly string[];
  /** What is not looked for: left unknown when a document is submitted. */
  readonly passedOver: readonly string[];
  readonly undo: readonly Edit[];
  readonly redo: readonly Edit[];
  /** Whether an edit is on its way to the corpus. */
  readonly saving: boolean;
  readonly problem: Problem | null;
}

export const useAnnotating = create<AnnotatingState>()(() => ({
  corpusId: null,
  revision: 0,
  part: 'train',
  unfinishedOnly: false,
  place: 0,
  total: 0,
  document: null,
  selection: null,
  span: null,
  sticky: null,
  added: [],
  passedOver: [],
  undo: [],
  redo: [],
  saving: false,
  problem: null,
}));

/** So many edits can be undone. */
const mostEdits = 500;

export function keepEdit(edit: Edit): void {
  useAnnotating.setState(({ undo }) => ({ undo: [...undo, edit].slice(-mostEdits), redo: [] }));
}

/** All categories at hand: the corpus's, and those that were named here. */
export function categoriesAtHand(ofCorpus: readonly string[], { added }: Pick<AnnotatingState, 'added'>): string[] {
  return [...new Set([...ofCorpus, ...added])];
}

/** @param span the one at the caret, where there is one. */
export function select(selection: Selection | null, span: Span | null = null): void {
  useAnnotating.setState({ selection, span });
}
