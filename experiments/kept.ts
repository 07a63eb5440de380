/** What a model still knows of the old categories, counted from its evaluation on a corpus that holds none of the new ones. */
import type { AdaptationConfiguration } from '../workers/protocol/configuration.ts';
import type { Evaluation } from '../workers/protocol/evaluation.ts';
import type { CategoryScore, Scores } from '../workers/protocol/scores.ts';
import { overallOf } from '../workers/text/conlleval.ts';

/** Over the old categories. */
export type OldScores = Pick<Scores, 'overall' | 'categories'>;

export interface Kept {
  /** The source model. */
  readonly before: OldScores;
  /** The adapted model. What it calls a kind of an old category counts as that category. */
  readonly after: OldScores;
  /** The same by names alone. */
  readonly strict: OldScores;
}

/** Predictions of new categories are not counted: nobody looked for them there. */
export function knownScores({ scores }: Evaluation, newCategories: readonly string[]): OldScores {
  return oldScores(
    Object.fromEntries(Object.entries(scores.categories).filter(([category]) => !newCategories.includes(category))),
  );
}

/**
 * As the run's own yardstick is counted (models/scoreTagger.ts, `scoreByKind`). A span that is called a kind is an error by
 * names, so that all of them stand among the errors.
 */
export function keptOf(
  evaluation: Evaluation,
  { newCategories, kinds }: Pick<AdaptationConfiguration, 'newCategories' | 'kinds'>,
): Pick<Kept, 'after' | 'strict'> {
  const strict = knownScores(evaluation, newCategories);
  const counts = new Map(Object.entries(strict.categories).map(([category, score]) => [category, { ...score }]));
  for (const { spans, predicted } of evaluation.errors) {
    for (const span of predicted) {
      const meant = Object.hasOwn(kinds, span.category) ? kinds[span.category] : undefined;
      const count = meant === undefined ? undefined : counts.get(meant);
      if (!count) continue;
      count.predicted++;
      const isRight = spans.some(
        ({ start, end, category }) => start === span.start && end === span.end && category === meant,
      );
      if (isRight) count.correct++;
    }
  }
  return { strict, after: oldScores(Object.fromEntries(counts)) };
}

/** Precision, recall and F1 are worked out from the counts. */
function oldScores(counts: Readonly<Record<string, CategoryScore>>): OldScores {
  const all = { categories: counts, overall: none, tokens: 0, accuracy: 0 };
  const names = Object.keys(counts);
  return {
    overall: overallOf(all, names),
    categories: Object.fromEntries(names.map((name) => [name, overallOf(all, [name])])),
  };
}

const none: CategoryScore = { precision: 0, recall: 0, f1: 0, support: 0, predicted: 0, correct: 0 };
