/**
 * The scores as CSV for spreadsheets, made of what the engine said, unrounded. A spreadsheet takes a cell that begins with one of
 * `= + - @`, a tab or a carriage return for a formula, and a category may be called so by whoever made the corpus: an apostrophe
 * before it makes it a text. Corpora are written exactly as they are, since programs read them.
 */
import Papa from 'papaparse';
import type { EpochRecord, RunResult } from '../../../workers/protocol/engine.ts';
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';
import { wasTested } from '../../../workers/text/runResult.ts';

const figures = ['precision', 'recall', 'f1', 'support', 'predicted', 'correct'] as const;

function cells(score: CategoryScore): number[] {
  return figures.map((figure) => score[figure]);
}

const formula = /^\s*[=+\-@\t\r]/;

function tableOf(rows: readonly (readonly (string | number | undefined)[])[]): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' && formula.test(cell) ? `'${cell}` : cell)),
  );
  return `${Papa.unparse(cells, { newline: '\n' })}\n`;
}

/** A category a row, `overall` last, for each of the named scores: `model,category,precision,…`. */
export function scoresCsv(scored: readonly { readonly model: string; readonly scores: Scores }[]): string {
  const rows = scored.flatMap(({ model, scores }) => [
    ...Object.entries(scores.categories).map(([category, score]) => [model, category, ...cells(score)]),
    [model, 'overall', ...cells(scores.overall)],
  ]);
  return tableOf([['model', 'category', ...figures], ...rows]);
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
  return tableOf([['epoch', 'loss', 'seconds', 'overall', ...categories], ...rows]);
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
