import { expect, it } from 'vitest';
import { paperCounts, paperF1 } from './papers/progressive.ts';

/** Labels of the whole training set, which Table 1 divides in two each time. */
const whole = { LOC: 8297, ORG: 10_025, MISC: 4593 };

it.each(['LOC', 'ORG', 'MISC'] as const)('has counts of %s that add up as in Table 1', (category) => {
  for (const [fresh, { init, sub }] of Object.entries(paperCounts)) {
    if (fresh === category) continue;
    expect((init[category] ?? 0) + (sub[category] ?? 0)).toBe(whole[category]);
  }
});

/** Table 5 but for its misprint, 2.51 for MISC with LOC new. */
it.each([
  ['blstm', 'LOC', 'ORG', 1.23],
  ['blstm', 'PER', 'MISC', 1.69],
  ['blstm', 'ORG', 'LOC', 1.35],
  ['blstm', 'MISC', 'ORG', 0.79],
  ['seq2seq', 'LOC', 'MISC', 2.03],
  ['seq2seq', 'PER', 'ORG', 0.71],
  ['seq2seq', 'ORG', 'MISC', -0.88],
  ['seq2seq', 'MISC', 'LOC', 0.17],
] as const)('has figures of %s with %s new whose losses on %s are those of Table 5', (model, fresh, category, loss) => {
  const [init = 0, sub] = paperF1[model]?.[fresh]?.[category] ?? [0, 0, 0];
  expect(init - (sub ?? 0)).toBeCloseTo(loss, 6);
});
