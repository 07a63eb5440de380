/** A category's score by its name, which may be the name of something that every object has, such as `constructor`. */
import type { CategoryScore, Scores } from '../../workers/protocol/scores.ts';

export function scoreOf(scores: Scores | null | undefined, category: string): CategoryScore | undefined {
  return scores && Object.hasOwn(scores.categories, category) ? scores.categories[category] : undefined;
}
