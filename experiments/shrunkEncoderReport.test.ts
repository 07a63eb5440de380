import { expect, it } from 'vitest';
import type { Splits } from '../workers/protocol/corpus.ts';
import type { Outcome } from './experiment.ts';
import { shrunkEncoderReport } from './shrunkEncoderReport.ts';
import { type Target, targetKey, type Way } from './smallDataReport.ts';

const bilstm: Way = { key: 'bilstm', label: 'vectors', base: 'bilstm', from: 'nothing', seeds: [1, 2] };
const shrunk: Way = { key: 'shrunk', label: 'shrunk', base: 'encoder', from: 'nothing', seeds: [1, 2] };
const target: Target = { key: 'pii', title: 'Personal data', splits: {} as Splits, names: {} };
const plan = { targets: [target], ways: [bilstm, shrunk], sizes: [10, 25], encoder: { name: 'small' } };

const outcome = (f1: number) => ({ test: { overall: { f1 } }, seconds: 60 }) as unknown as Outcome;
const every = [bilstm, shrunk].flatMap((way) =>
  plan.sizes.flatMap((size) => way.seeds.map((seed) => [targetKey(way, target, size, seed), way, size] as const)),
);
const outcomes = (ahead: number) =>
  new Map(every.map(([key, way, size]) => [key, outcome(size + (way === shrunk ? ahead : 0))]));

it.each([
  { ahead: 1.5, difference: '+1.50', holds: [true] },
  { ahead: 0.5, difference: '+0.50', holds: [false] },
])('decides by the mean over all: $ahead points ahead', ({ ahead, difference, holds }) => {
  const decision = shrunkEncoderReport(outcomes(ahead), plan).at(-1);
  expect(decision?.table.rows.at(-1)).toEqual(['All', '17.50', (17.5 + ahead).toFixed(2), difference]);
  expect(decision?.claims?.flatMap(({ comparisons }) => comparisons.map((each) => each.holds))).toEqual(holds);
});

it('decides nothing as long as one training is missing', () => {
  const some = new Map(outcomes(5));
  some.delete(targetKey(shrunk, target, 25, 2));
  const decision = shrunkEncoderReport(some, plan).at(-1);
  expect(decision?.table.rows.at(-1)).toEqual(['All', '17.50', '–', '–']);
  expect(decision?.claims?.flatMap(({ comparisons }) => comparisons)).toEqual([]);
});
