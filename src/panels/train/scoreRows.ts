/**
 * The rows of the score table: each category before and after the run, and what is lost or gained. Overall F1 of source
 * and result cannot be compared while one knows categories that the other does not, so what the source model knew is
 * also scored by itself.
 */
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';

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

/** Micro-averaged F1 of some categories, in percent, from their counts; null where none has gold spans. */
export function microF1(scores: Scores, categories: readonly string[]): number | null {
  let correct = 0;
  let marked = 0;
  let support = 0;
  for (const category of categories) {
    const score = scores.categories[category];
    if (!score) continue;
    correct += score.correct;
    marked += score.support + score.predicted;
    support += score.support;
  }
  return support === 0 ? null : (200 * correct) / marked;
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
    const before = isNew.has(name) ? null : figure(init?.categories[name]);
    const after = figure(sub?.categories[name]);
    const support = (sub ?? init)?.categories[name]?.support;
    return {
      name,
      kind: 'category',
      isNew: isNew.has(name),
      init: before,
      sub: after,
      random: figure(random?.categories[name]),
      difference: difference(after, before),
      support: support ?? (sub ? 0 : null),
    };
  };
  const rows = [...categories.filter((category) => isNew.has(category)), ...known].map(row);
  if (known.length > 0 && newCategories.length > 0) {
    const [before, after, other] = [init, sub, random].map((scores) => scores && microF1(scores, known));
    const support = sub && known.reduce((sum, name) => sum + (sub.categories[name]?.support ?? 0), 0);
    rows.push({
      name: 'Overall, known',
      kind: 'known',
      isNew: false,
      init: before ?? null,
      sub: after ?? null,
      random: other ?? null,
      difference: difference(after ?? null, before ?? null),
      support,
    });
  }
  rows.push({
    name: 'Overall',
    kind: 'overall',
    isNew: false,
    init: init?.overall.f1 ?? null,
    sub: sub?.overall.f1 ?? null,
    random: random?.overall.f1 ?? null,
    difference: difference(sub?.overall.f1 ?? null, init?.overall.f1 ?? null),
    support: sub?.overall.support ?? null,
  });
  return rows;
}
