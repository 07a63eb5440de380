import { expect, it } from 'vitest';
import { bilstmCrf } from '../protocol/architectures/bilstmCrf.ts';
import type { Scores } from '../protocol/scores.ts';
import { consultedInWords, consultingInWords, mixtureInWords } from './adaptationInWords.ts';

const score = { precision: 90, recall: 90, f1: 89.94, support: 9, predicted: 9, correct: 8 };
const dev: Scores = { overall: score, categories: {}, tokens: 99, accuracy: 98 };

it('a mixture says what it took from either model, also where that is nothing', () => {
  expect([1, 0.6, 0].map((share) => mixtureInWords({ share, dev }))).toEqual([
    'Mixed with the source model: nothing taken from it, since it was best as it was trained (dev F1 89.94).',
    'Mixed with the source model: 60 % of what was learned kept (dev F1 89.94).',
    'Mixed with the source model: nothing kept of what was learned, so that it is as it began (dev F1 89.94).',
  ]);
});

it('a source model that is asked as well has a share of each score, or none', () => {
  expect([0.3, 0].map((share) => consultingInWords({ share, dev }))).toEqual([
    'The source model is asked as well, for 30 % of each score (dev F1 89.94).',
    'The source model is not asked as well, since the trained model was best by itself (dev F1 89.94).',
  ]);
});

it('a model is as large and slow as all that it asks together', () => {
  const { specification } = bilstmCrf;
  const asks = { ...specification, consulted: { specification, categories: ['Person'], share: 0.3 } };
  const twice = { ...specification, consulted: { specification: asks, categories: ['Person'], share: 0.3 } };
  expect(consultedInWords(specification)).toEqual([]);
  expect(consultedInWords(asks).join()).toContain('about twice as large');
  expect(consultedInWords(twice).join()).toContain(
    'which asks its own in turn, and holds it: it is about 3 times as large',
  );
});
