/** A corpus without names, in Export: what is replaced and how, what was found at a second look, and what the project remembers. */
import { create } from 'zustand';
import { usualReviewBelow } from '../../workers/protocol/batch.ts';
import type { DeidentifyReport, Doubt, Ledger, Numbering, Replacement } from '../../workers/protocol/deidentify.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';

/** What was looked through. */
interface Looked {
  /** Corpus, revision, categories and model, as one. */
  readonly of: string;
  readonly doubts: readonly Doubt[];
}

interface DeidentifyingState {
  /** Null: all of the corpus. */
  readonly categories: readonly string[] | null;
  readonly replacement: Replacement;
  readonly numbering: Numbering;
  /** Whether the model is asked of what it is unsure, and below which confidence, 0 to 1. */
  readonly asksModel: boolean;
  readonly reviewBelow: number;
  readonly working: Progress | null;
  readonly problem: Problem | null;
  readonly looked: Looked | null;
  readonly report: DeidentifyReport | null;
  /** Null until something was replaced. It stays in the project, and goes into no file but its own. */
  readonly ledger: Ledger | null;
}

export const useDeidentifying = create<DeidentifyingState>()(() => ({
  categories: null,
  replacement: 'placeholder',
  numbering: 'document',
  asksModel: true,
  reviewBelow: usualReviewBelow,
  working: null,
  problem: null,
  looked: null,
  report: null,
  ledger: null,
}));

type Choice = Pick<DeidentifyingState, 'categories' | 'replacement' | 'numbering' | 'asksModel' | 'reviewBelow'>;

export function chooseReplacing(choice: Partial<Choice>): void {
  useDeidentifying.setState({ ...choice, report: null });
}
