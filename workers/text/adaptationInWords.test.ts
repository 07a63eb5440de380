import { expect, it } from 'vitest';
import { bilstmCrf } from '../protocol/architectures/bilstmCrf.ts';
import type { RunEntry } from '../protocol/history.ts';
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
  expect(consultedInWords({ specification, history: [] })).toEqual([]);
  expect(consultedInWords({ specification: asks, history: [] }).join()).toContain('about twice as large');
  expect(consultedInWords({ specification: twice, history: [] }).join()).toContain(
    'which asks its own in turn, and holds it: it is about 3 times as large',
  );
});

it('what is asked is the model before the adaptation that added it, however often it was adapted since', () => {
  const { specification } = bilstmCrf;
  const asks = { ...specification, consulted: { specification, categories: ['Person'], share: 0.3 } };
  const step = (more: Partial<RunEntry>) => ({ task: 'adapt', ...more }) as RunEntry;
  const told = (...history: RunEntry[]) => consultedInWords({ specification: asks, history }).join();
  const added = step({ consulted: { share: 0.3, dev } });
  expect(told(step({ task: 'train' }), added)).toContain('It asks the model that it was adapted from as well');
  expect(told(step({ task: 'train' }), added, step({}))).toContain(
    'It asks the model that it was before step 2 as well',
  );
});
