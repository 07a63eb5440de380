/**
 * The scores as files: JSON in the shape that the command line's `--json` gives, and CSV for spreadsheets. Both are
 * made of what the engine said, unrounded.
 */
import Papa from 'papaparse';
import type { RunConfiguration } from '../../../workers/protocol/configuration.ts';
import type { CorpusSummary, EpochRecord, Evaluation, RunResult } from '../../../workers/protocol/engine.ts';
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';
import { differenceScores } from '../../../workers/text/conlleval.ts';

type CorpusPart = Pick<CorpusSummary, 'name' | 'kind' | 'categories' | 'parts'>;

/** A corpus may have no test sentences; scores of nothing are not reported as zeros. */
function tested({ test }: RunResult): boolean {
  return test.tokens > 0;
}

/** What a run gave, with everything that is needed to repeat it. */
export function runReport(result: RunResult, configuration: RunConfiguration, corpus: CorpusPart | null): object {
  const { init, random, test } = result;
  return {
    test: tested(result) ? test : null,
    epochs: result.epochs.map(epochReport),
    ...(configuration.adaptation && {
      init,
      random: random && { test: random.test, epochs: random.epochs.map(epochReport) },
      difference: init && differenceScores(init, test),
      initialisations: result.initialisations,
      pseudoLabels: result.pseudoLabels,
    }),
    bestEpoch: result.bestEpoch,
    stopped: result.stopped,
    seconds: result.seconds,
    backend: result.backend,
    seed: result.seed,
    configuration,
    corpus: corpus && { name: corpus.name, kind: corpus.kind, categories: corpus.categories, parts: corpus.parts },
    parameters: result.model.parameters,
  };
}

function epochReport({ epoch, loss, dev }: EpochRecord): object {
  return { epoch, loss, dev };
}

/** What an evaluation gave, for a model that no run of this session made. */
export function evaluationReport({ scores, confusion }: Evaluation, corpus: CorpusPart): object {
  return {
    test: scores,
    confusion,
    corpus: { name: corpus.name, kind: corpus.kind, categories: corpus.categories, parts: corpus.parts },
  };
}

export function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const figures = ['precision', 'recall', 'f1', 'support', 'predicted', 'correct'] as const;

function cells(score: CategoryScore): number[] {
  return figures.map((figure) => score[figure]);
}

/** A category a row, `overall` last, for each of the named scores: `model,category,precision,…`. */
export function scoresCsv(scored: readonly { readonly model: string; readonly scores: Scores }[]): string {
  const rows = scored.flatMap(({ model, scores }) => [
    ...Object.entries(scores.categories).map(([category, score]) => [model, category, ...cells(score)]),
    [model, 'overall', ...cells(scores.overall)],
  ]);
  return `${Papa.unparse([['model', 'category', ...figures], ...rows], { newline: '\n' })}\n`;
}

/** An epoch a row: its loss, F1 overall and of each category on the dev sentences. */
export function epochsCsv(epochs: readonly EpochRecord[]): string {
  const categories = [...new Set(epochs.flatMap(({ dev }) => Object.keys(dev.categories)))];
  const rows = epochs.map(({ epoch, loss, seconds, dev }) => [
    epoch,
    loss,
    seconds,
    dev.overall.f1,
    ...categories.map((category) => (Object.hasOwn(dev.categories, category) ? dev.categories[category]?.f1 : '')),
  ]);
  return `${Papa.unparse([['epoch', 'loss', 'seconds', 'overall', ...categories], ...rows], { newline: '\n' })}\n`;
}

/** The models of a run by the papers' names, as far as they were scored. */
export function runScores(result: RunResult): { readonly model: string; readonly scores: Scores }[] {
  if (!tested(result)) return [];
  const { init, test, random } = result;
  return [
    ...(init ? [{ model: 'Init', scores: init }] : []),
    { model: init ? 'Sub' : 'Trained', scores: test },
    ...(random ? [{ model: 'Rand', scores: random.test }] : []),
  ];
}
