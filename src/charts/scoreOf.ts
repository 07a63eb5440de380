/** Scores as tables and charts read them. */
import type { CategoryScore, Scores } from '../../workers/protocol/scores.ts';

/** A category's score by its name, which may be the name of something that every object has, such as `constructor`. */
export function scoreOf(scores: Scores | null | undefined, category: string): CategoryScore | undefined {
  return scores && Object.hasOwn(scores.categories, category) ? scores.categories[category] : undefined;
}

/** Null where nothing was annotated: without an example there is no score, which is not a score of 0. */
export function measured(score: CategoryScore | null | undefined): CategoryScore | null {
  return score && score.support > 0 ? score : null;
}
