/** What a table of scores by category is sorted by. */
import type { CategoryScore } from '../../workers/protocol/scores.ts';
import { measured } from '../charts/scoreOf.ts';

export type ScoreKey = 'name' | 'precision' | 'recall' | 'f1' | 'support';

/** Of a row; null where the category has no examples, and so no score. */
export function scoreIn([name, score]: readonly [string, CategoryScore], key: ScoreKey): string | number | null {
  if (key === 'name') return name;
  return key === 'support' ? score.support : (measured(score)?.[key] ?? null);
}
