/**
 * Where the annotator is: which documents are gone through, which of them is open, what is selected in it, which categories are
 * looked for, and what was done, so that it can be undone. What documents hold is the corpus worker's; this is the page's copy of
 * the one that is open.
 */
import { create } from 'zustand';
import type { Document, PartName, Span } from '../../workers/protocol/corpus.ts';
import type { DocumentFilters } from '../../workers/protocol/documents.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Stretch } from '../../workers/text/annotation.ts';

/** One document before and after an edit. */
export interface Change {
  readonly part: PartName;
  readonly before: Document;
  readonly after: Document;
}

/** What is done and undone in one step: of the open document by hand, or of several by a model. */
export interface Edit {
  /** Of a document no more than one. */
  readonly changes: readonly Change[];
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

/** What would be marked, and is not yet. */
export interface Preview {
  readonly category: string;
  readonly stretches: readonly Stretch[];
}

interface AnnotatingState {
  readonly corpusId: string | null;
  /** Of the corpus as the page's copy agrees with it. */
  readonly revision: number;
  readonly part: PartName;
  /** Which documents are gone through. */
  readonly filters: DocumentFilters;
  /** Ids in the order in which documents are gone through, the others behind; null for the part's own. */
  readonly order: readonly string[] | null;
  /** Of the open document among the part's. */
  readonly place: number;
  readonly document: Document | null;
  readonly selection: Selection | null;
  /** The span that was clicked, or on which the caret stands. */
  readonly span: Span | null;
  /** Every occurrence, before it is marked. */
  readonly preview: Preview | null;
  /** What every selection becomes at once; null where it waits for a key. */
  readonly sticky: string | null;
  /** Categories that were named here, in the order in which they were added, whether or not the corpus has a span of them by now. */
  readonly added: readonly string[];
  /** What is not looked for: left unknown when a document is submitted. */
  readonly passedOver: readonly string[];
  readonly undo: readonly Edit[];
  readonly redo: readonly Edit[];
  /** Whether an edit is on its way to the corpus. */
  readonly saving: boolean;
  /** What is said of the last step where it shows nothing by itself. */
  readonly told: string;
  readonly problem: Problem | null;
}

export const useAnnotating = create<AnnotatingState>()(() => ({
  corpusId: null,
  revision: 0,
  part: 'train',
  filters: {},
  order: null,
  place: 0,
  document: null,
  selection: null,
  span: null,
  preview: null,
  sticky: null,
  added: [],
  passedOver: [],
  undo: [],
  redo: [],
  saving: false,
  told: '',
  problem: null,
}));

/** So many edits can be undone. */
const mostEdits = 500;

export function keepEdit(edit: Edit): void {
  useAnnotating.setState(({ undo }) => ({ undo: [...undo, edit].slice(-mostEdits), redo: [] }));
}

/**
 * All categories at hand: the corpus's, then those that were named here. A key must not change hands with the first span of a
 * category: whatever was added keeps its place when it becomes one of the corpus's.
 */
export function categoriesAtHand(ofCorpus: readonly string[], { added }: Pick<AnnotatingState, 'added'>): string[] {
  return [...new Set([...ofCorpus.filter((category) => !added.includes(category)), ...added])];
}

/** Categories that come with an edit, as by an accepted suggestion, are added behind those that are at hand. */
export function addCategories(ofCorpus: readonly string[], named: readonly string[]): void {
  const { added } = useAnnotating.getState();
  const isNew = (category: string) => !ofCorpus.includes(category) && !added.includes(category);
  const fresh = [...new Set(named.filter(isNew))];
  if (fresh.length > 0) useAnnotating.setState({ added: [...added, ...fresh] });
}

/** @param span the one at the caret, where there is one. */
export function select(selection: Selection | null, span: Span | null = null): void {
  useAnnotating.setState({ selection, span, preview: null, told: '' });
}

/** Changes which documents are gone through; a filter that is undefined is none. */
export function setFilters(
  change: { readonly [Name in keyof DocumentFilters]: DocumentFilters[Name] | undefined },
): void {
  useAnnotating.setState(({ filters }) => {
    const all = Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined && value !== '');
    return { filters: Object.fromEntries(all) };
  });
}
