/** Two models that are laid side by side in Evaluate: which, on what, and what was found out. */
import { create } from 'zustand';
import type { PartName } from '../../workers/protocol/corpus.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import { defaultSamples, type ModelComparison } from '../../workers/protocol/evaluation.ts';
import type { Progress } from '../engine/progress.ts';

/** A model as it was called, and what it knew, when it was compared. */
export interface ComparedModel {
  readonly name: string;
  readonly categories: readonly string[];
}

export interface FinishedComparison extends ModelComparison {
  readonly models: readonly [a: ComparedModel, b: ComparedModel];
  readonly corpus: string;
  readonly ofTags: boolean;
  readonly part: PartName;
  /** Whether what was looked for was taken as in the run of one of them. */
  readonly asInRun: boolean;
}

interface ComparisonState {
  /** Ids; null where nobody chose. */
  readonly a: string | null;
  readonly b: string | null;
  readonly part: PartName | null;
  readonly samples: number;
  readonly comparing: Progress | null;
  readonly problem: Problem | null;
  readonly finished: FinishedComparison | null;
}

/** Fewer say too little; more than these take long and change nothing. */
export const sampleBounds = { fewest: 100, most: 20_000 } as const;

export const useComparison = create<ComparisonState>()(() => ({
  a: null,
  b: null,
  part: null,
  samples: defaultSamples,
  comparing: null,
  problem: null,
  finished: null,
}));

export function setComparison(choice: Partial<Pick<ComparisonState, 'a' | 'b' | 'part' | 'samples'>>): void {
  useComparison.setState(choice);
}
