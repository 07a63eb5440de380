/**
 * The rows of the score table: each category before and after the run, and what is lost or gained. Overall scores of source
 * and result cannot be compared while one knows categories that the other does not, so what the source model knew is
 * also scored by itself.
 */
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';
import { overallOf } from '../../../workers/text/conlleval.ts';
import type { ScoreFigure } from '../../charts/scoreLines.ts';
import { measured, scoreOf } from '../../charts/scoreOf.ts';

export interface ScoreRow {
  readonly name: string;
  readonly kind: 'category' | 'overall' | 'known';
  readonly isNew: boolean;
  /** Of the source model (paper 0's Init), of the run's model (Sub), of random weights (Rand), in percent. */
  readonly before: number | null;
  readonly after: number | null;
  readonly random: number | null;
  /** After less before. */
  readonly change: number | null;
  /** Gold spans; null as long as nothing is scored. */
  readonly support: number | null;
}

export interface ScoreSources {
  readonly categories: readonly string[];
  readonly newCategories: readonly string[];
  readonly before: Scores | null;
  readonly after: Scores | null;
  readonly random: Scores | null;
  readonly figure: ScoreFigure;
}

function changeOf(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}

/** New categories first, then those that the source model knew, then the totals. */
export function scoreRows({ categories, newCategories, before, after, random, figure }: ScoreSources): ScoreRow[] {
  const isNew = new Set(newCategories);
  const known = categories.filter((category) => !isNew.has(category));
  const value = (score: CategoryScore | null | undefined) => measured(score)?.[figure] ?? null;
  const together = (scores: Scores | null) => value(scores && overallOf(scores, known));
  const row = (name: string): ScoreRow => {
    const was = isNew.has(name) ? null : value(scoreOf(before, name));
    const is = value(scoreOf(after, name));
    return {
      name,
      kind: 'category',
      isNew: isNew.has(name),
      before: was,
      after: is,
      random: value(scoreOf(random, name)),
      change: changeOf(is, was),
      support: scoreOf(after ?? before, name)?.support ?? (after ? 0 : null),
    };
  };
  const rows = [...categories.filter((category) => isNew.has(category)), ...known].map(row);
  if (known.length > 0 && newCategories.length > 0) {
    const [was, is] = [together(before), together(after)];
    rows.push({
      name: 'Overall, known',
      kind: 'known',
      isNew: false,
      before: was,
      after: is,
      random: together(random),
      change: changeOf(is, was),
      support: after && overallOf(after, known).support,
    });
  }
  const [was, is] = [value(before?.overall), value(after?.overall)];
  rows.push({
    name: 'Overall',
    kind: 'overall',
    isNew: false,
    before: was,
    after: is,
    random: value(random?.overall),
    change: newCategories.length > 0 ? null : changeOf(is, was),
    support: after?.overall.support ?? null,
  });
  return rows;
}

/** The columns of figures. */
export type ScoreFigureKey = 'before' | 'after' | 'change' | 'random' | 'support';
