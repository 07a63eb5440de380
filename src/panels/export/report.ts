/** The scores as CSV for spreadsheets, made of what the engine said, unrounded. */
import Papa from 'papaparse';
import type { EpochRecord, RunResult } from '../../../workers/protocol/engine.ts';
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';
import { wasTested } from '../../../workers/text/runResult.ts';

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

/** The models of a run as far as they were scored: what the papers call Init, Sub and Rand. */
export function runScores(result: RunResult): { readonly model: string; readonly scores: Scores }[] {
  if (!wasTested(result)) return [];
  const { init, main, random } = result.tests;
  return [
    ...(init ? [{ model: 'Before', scores: init }] : []),
    { model: init ? 'After' : 'Trained', scores: main },
    ...(random ? [{ model: 'From random weights', scores: random }] : []),
  ];
}
