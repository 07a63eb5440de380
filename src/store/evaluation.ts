/** What models did on a part of a corpus, and what of their errors the browser shows. */
import { create } from 'zustand';
import type { PartName } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Evaluation } from '../../workers/protocol/evaluation.ts';
import type { ErrorKind } from '../../workers/protocol/scores.ts';
import type { Progress } from '../engine/progress.ts';
import { adaptationOf, useRuns } from './runs.ts';
import { showPanel } from './view.ts';

/** A cell of the confusion matrix: what was annotated and what was found there; null for no span. */
export interface ErrorCell {
  readonly gold: string | null;
  readonly predicted: string | null;
}

export interface ErrorFilters {
  readonly kind: ErrorKind | 'all';
  /** Errors in which this category is gold or predicted. */
  readonly category: string | null;
  /** Errors of one cell of the confusion matrix alone. */
  readonly cell: ErrorCell | null;
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
  /** The errors were asked for from elsewhere, and are to be brought into view as soon as they are there. */
  readonly goesToErrors: boolean;
  /** What stands in the box to try; null as long as nobody typed anything. */
  readonly triedText: string | null;
}

export const noFilters: ErrorFilters = { kind: 'all', category: null, cell: null, text: '' };

export const useEvaluation = create<EvaluationState>()(() => ({
  part: 'test',
  modelId: null,
  evaluations: {},
  evaluating: null,
  problem: null,
  filters: noFilters,
  goesToErrors: false,
  triedText: null,
}));

/** What was found out about a corpus holds for its revision, and for what was taken as annotated in it. */
export function evaluationKey(modelId: string, corpus: CorpusSummary, part: PartName): string {
  const { id, revision } = corpus;
  return JSON.stringify([modelId, id, revision, part, adaptationOf(useRuns.getState(), modelId, corpus) ?? null]);
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

/** Brings the errors into view, those of a cell alone where one is given. */
export function goToErrors(cell: ErrorCell | null): void {
  useEvaluation.setState(({ filters }) => ({ filters: cell ? { ...noFilters, cell } : filters, goesToErrors: true }));
}

/** From another panel: the errors of a model, by what it is evaluated on here. */
export function showErrorsOf(modelId: string | null): void {
  setEvaluationModel(modelId);
  useEvaluation.setState({ filters: noFilters });
  goToErrors(null);
  showPanel('evaluate');
}

export function setTriedText(triedText: string): void {
  useEvaluation.setState({ triedText });
}
