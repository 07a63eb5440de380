/** Adapting while somebody annotates: how often, what came of it, and what more annotating is worth. */
import { create } from 'zustand';
import type { CurvePoint } from '../../workers/text/learningCurve.ts';

export interface AdaptingState {
  /** The corpus of which the rest is. */
  readonly corpusId: string | null;
  /** After so many submissions a model is adapted by itself; 0: only when it is asked for. */
  readonly every: number;
  /** Submitted documents when a model last learned from them, or when the corpus came. */
  readonly learned: number;
  /** Of each model, by the documents that it learned from. */
  readonly points: readonly CurvePoint[];
  /** The model that was made so, which the next one takes the place of. */
  readonly made: string | null;
  /** How that model was called when it was made: one that was renamed is kept. */
  readonly madeName: string | null;
  readonly running: boolean;
  /** Why the last one came to nothing; the whole of it stands under Train. */
  readonly failed: string | null;
}

export const useAdapting = create<AdaptingState>()(() => ({
  corpusId: null,
  every: 0,
  learned: 0,
  points: [],
  made: null,
  madeName: null,
  running: false,
  failed: null,
}));

/** Begins with another corpus; how often stays as it was chosen. @param submitted of its training documents. */
export function beginAdapting(corpusId: string, submitted: number): void {
  const { every } = useAdapting.getState();
  useAdapting.setState({ ...useAdapting.getInitialState(), every, corpusId, learned: submitted });
}

/** A model learned from more; one of as many documents takes the place of the one before. */
export function keepPoint(point: CurvePoint): void {
  useAdapting.setState(({ points }) => ({
    points: [...points.filter(({ documents }) => documents !== point.documents), point],
  }));
}
