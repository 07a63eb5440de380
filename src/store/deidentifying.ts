/** A corpus without names, in Export: what is replaced and how, what was found at a second look, and what the project remembers. */
import { create } from 'zustand';
import { usualReviewBelow } from '../../workers/protocol/batch.ts';
import type { DeidentifyReport, Doubt, Ledger, Numbering, Replacement } from '../../workers/protocol/deidentify.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';

/** What was looked through. */
interface Looked {
  /** Corpus, revision, part, categories and model, as one. */
  readonly of: string;
  readonly doubts: readonly Doubt[];
}

/** What an export replaced. */
interface Replaced {
  /** As of what was looked through: a report of one corpus is none of another. */
  readonly of: string;
  readonly report: DeidentifyReport;
}

interface DeidentifyingState {
  /** Categories that are not replaced, by the corpus's id. What comes later or is named anew is replaced until somebody leaves it out. */
  readonly leftOut: Readonly<Record<string, readonly string[]>>;
  readonly replacement: Replacement;
  readonly numbering: Numbering;
  /** Whether the model is asked of what it is unsure, and below which confidence, 0 to 1. */
  readonly asksModel: boolean;
  readonly reviewBelow: number;
  readonly working: Progress | null;
  readonly problem: Problem | null;
  readonly looked: Looked | null;
  readonly replaced: Replaced | null;
  /** Null until something was replaced. It stays in the project, and goes into no file but its own. */
  readonly ledger: Ledger | null;
  /** Whether it was said, since the page was opened, what the ledger's own file gives away. */
  readonly isWarned: boolean;
}

export const useDeidentifying = create<DeidentifyingState>()(() => ({
  leftOut: {},
  replacement: 'placeholder',
  numbering: 'document',
  asksModel: true,
  reviewBelow: usualReviewBelow,
  working: null,
  problem: null,
  looked: null,
  replaced: null,
  ledger: null,
  isWarned: false,
}));

type Choice = Pick<DeidentifyingState, 'replacement' | 'numbering' | 'asksModel' | 'reviewBelow'>;

export function chooseReplacing(choice: Partial<Choice>): void {
  useDeidentifying.setState({ ...choice, replaced: null });
}

export function leaveOut(corpusId: string, categories: readonly string[]): void {
  useDeidentifying.setState(({ leftOut }) => ({ leftOut: { ...leftOut, [corpusId]: categories } }));
}
