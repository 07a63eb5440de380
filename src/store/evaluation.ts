/** What models did on a part of a corpus, and what of their errors the browser shows. */
import { create } from 'zustand';
import type { PartName } from '../../workers/protocol/corpus.ts';
import type { CorpusReference, Evaluation } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { ErrorKind } from '../../workers/protocol/scores.ts';
import type { Progress } from '../engine/progress.ts';

export interface ErrorFilters {
  readonly kind: ErrorKind | 'all';
  /** Errors in which this category is gold or predicted. */
  readonly category: string | null;
  readonly text: string;
}

interface EvaluationState {
  readonly part: PartName;
  /** The model whose evaluation is shown; null for the last run's. */
  readonly modelId: string | null;
  readonly evaluations: Readonly<Record<string, Evaluation>>;
  readonly evaluating: Progress | null;
  readonly problem: Problem | null;
  readonly filters: ErrorFilters;
}

export const noFilters: ErrorFilters = { kind: 'all', category: null, text: '' };

export const useEvaluation = create<EvaluationState>()(() => ({
  part: 'test',
  modelId: null,
  evaluations: {},
  evaluating: null,
  problem: null,
  filters: noFilters,
}));

/** What was found out about a corpus holds for its revision. */
export function evaluationKey(modelId: string, { id, revision }: CorpusReference, part: PartName): string {
  return JSON.stringify([modelId, id, revision, part]);
}

export function setEvaluationPart(part: PartName): void {
  useEvaluation.setState({ part });
}

export function setEvaluationModel(modelId: string | null): void {
  useEvaluation.setState({ modelId });
}

export function setErrorFilters(change: Partial<ErrorFilters>): void {
  useEvaluation.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
}
