import { expect, it } from 'vitest';
import type { Scores } from '../protocol/scores.ts';
import { mixtureInWords } from './adaptationInWords.ts';

const score = { precision: 90, recall: 90, f1: 89.94, support: 9, predicted: 9, correct: 8 };
const dev: Scores = { overall: score, categories: {}, tokens: 99, accuracy: 98 };

it('a mixture says what it took from either model, also where that is nothing', () => {
  expect([1, 0.6, 0].map((share) => mixtureInWords({ share, dev }))).toEqual([
    'Mixed with the source model: nothing taken from it, since it was best as it was trained (dev F1 89.94).',
    'Mixed with the source model: 60 % of what was learned kept (dev F1 89.94).',
    'Mixed with the source model: nothing kept of what was learned, so that it is as it began (dev F1 89.94).',
  ]);
});
