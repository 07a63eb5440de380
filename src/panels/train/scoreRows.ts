/**
 * The rows of the score table: each category before and after the run, and what is lost or gained. Overall F1 of source
 * and result cannot be compared while one knows categories that the other does not, so what the source model knew is
 * also scored by itself.
 */
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';
import { overallOf } from '../../../workers/text/conlleval.ts';
import { measured, scoreOf } from '../../charts/scoreOf.ts';

export interface ScoreRow {
  readonly name: string;
  readonly kind: 'category' | 'overall' | 'known';
  readonly isNew: boolean;
  /** F1 of the source model (Init), of the run's model (Sub), of random weights (Rand), in percent. */
  readonly init: number | null;
  readonly sub: number | null;
  readonly random: number | null;
  /** Sub − Init. */
  readonly difference: number | null;
  /** Gold spans; null as long as nothing is scored. */
  readonly support: number | null;
}

export interface ScoreSources {
  readonly categories: readonly string[];
  readonly newCategories: readonly string[];
  readonly init: Scores | null;
  readonly sub: Scores | null;
  readonly random: Scores | null;
}

/** F1 of some categories taken together; null where none has gold spans. */
function togetherF1(scores: Scores | null, categories: readonly string[]): number | null {
  const together = scores && overallOf(scores, categories);
  return together && together.support > 0 ? together.f1 : null;
}

function figure(score: CategoryScore | undefined): number | null {
  return score && score.support > 0 ? score.f1 : null;
}

function difference(sub: number | null, init: number | null): number | null {
  return sub === null || init === null ? null : sub - init;
}

/** New categories first, then those that the source model knew, then the totals. */
export function scoreRows({ categories, newCategories, init, sub, random }: ScoreSources): ScoreRow[] {
  const isNew = new Set(newCategories);
  const known = categories.filter((category) => !isNew.has(category));
  const row = (name: string): ScoreRow => {
    const before = isNew.has(name) ? null : figure(scoreOf(init, name));
    const after = figure(scoreOf(sub, name));
    const support = scoreOf(sub ?? init, name)?.support;
    return {
      name,
      kind: 'category',
      isNew: isNew.has(name),
      init: before,
      sub: after,
      random: figure(scoreOf(random, name)),
      difference: difference(after, before),
      support: support ?? (sub ? 0 : null),
    };
  };
  const rows = [...categories.filter((category) => isNew.has(category)), ...known].map(row);
  if (known.length > 0 && newCategories.length > 0) {
    const [before, after] = [togetherF1(init, known), togetherF1(sub, known)];
    rows.push({
      name: 'Overall, known',
      kind: 'known',
      isNew: false,
      init: before,
      sub: after,
      random: togetherF1(random, known),
      difference: difference(after, before),
      support: sub && overallOf(sub, known).support,
    });
  }
  const [before, after, fromRandom] = [init, sub, random].map((scores) => measured(scores?.overall)?.f1 ?? null);
  rows.push({
    name: 'Overall',
    kind: 'overall',
    isNew: false,
    init: before ?? null,
    sub: after ?? null,
    random: fromRandom ?? null,
    difference: newCategories.length > 0 ? null : difference(after ?? null, before ?? null),
    support: sub?.overall.support ?? null,
  });
  return rows;
}
