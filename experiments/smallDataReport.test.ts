import { expect, it } from 'vitest';
import type { Splits } from '../workers/protocol/corpus.ts';
import type { Outcome } from './experiment.ts';
import { linesSvg } from './lines.ts';
import { smallDataReport, sourceKey, type Target, targetKey, type Way } from './smallDataReport.ts';

const way = (base: Way['base'], from: Way['from']): Way => ({
  key: `${base}-${from}`,
  label: `${base} ${from}`,
  base,
  from,
  seeds: [1],
});
const ways = [way('bilstm', 'nothing'), way('bilstm', 'conll'), way('encoder', 'conll')];
const [alone, adapted, encoder] = ways as [Way, Way, Way];
const target: Target = { key: 'pii', title: 'Personal data', splits: {} as Splits, names: {} };

function outcome(f1: number, minutes: number): Outcome {
  const overall = { precision: f1, recall: f1, f1, support: 9, predicted: 9, correct: 8 };
  const test = { overall, categories: {}, tokens: 99, accuracy: 98 };
  return { test, seconds: 60 * minutes, parameters: 1234 } as unknown as Outcome;
}

it('gives F1 with its minutes, and the quickest of those that are hardly worse than the best', () => {
  const outcomes = new Map([
    [sourceKey(adapted, 1), outcome(88, 3)],
    [sourceKey(encoder, 1), outcome(86, 12)],
    [targetKey(alone, target, 10, 1), outcome(20, 0.4)],
    [targetKey(adapted, target, 10, 1), outcome(40, 0.5)],
    [targetKey(encoder, target, 10, 1), outcome(40.9, 4)],
    [targetKey(alone, target, 25, 1), outcome(30, 0.4)],
    [targetKey(adapted, target, 25, 1), outcome(50, 0.5)],
    [targetKey(encoder, target, 25, 1), outcome(52.5, 4)],
    // At 50 one training is missing still.
    [targetKey(alone, target, 50, 1), outcome(33, 0.4)],
  ]);
  const plan = { targets: [target], ways, sizes: [10, 25, 50], encoder: { name: 'small' } };
  const [section, sources] = smallDataReport(outcomes, plan);
  expect(section?.table.rows).toEqual([
    ['10', '20.00 (0.4)', '40.00 (0.5)', '40.90 (4.0)', 'bilstm conll'],
    ['25', '30.00 (0.4)', '50.00 (0.5)', '52.50 (4.0)', 'encoder conll'],
    ['50', '33.00 (0.4)', '–', '–', '–'],
  ]);
  expect(section?.claims?.map(({ comparisons }) => comparisons.map(({ holds }) => holds))).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(sources?.table.rows).toEqual([
    ['bilstm conll', '88.00', '3.0', '1,234'],
    ['encoder conll', '86.00', '12.0', '1,234'],
  ]);
});

it('draws a line for each way through what is known, inside the plot', () => {
  const lines = [
    { label: 'a < b', values: [10, undefined, 30] },
    { label: 'c', values: [undefined, undefined, undefined] },
  ];
  const svg = linesSvg(lines, { title: 'T', places: ['10', '25', '50'], x: 'X', y: 'Y' });
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(svg).toContain('a &lt; b, 50: 30.00');
  const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(circles).toHaveLength(2);
  for (const [x = 0, y = 0] of circles) {
    expect(x).toBeGreaterThanOrEqual(56);
    expect(x).toBeLessThanOrEqual(476);
    expect(y).toBeGreaterThanOrEqual(40);
    expect(y).toBeLessThanOrEqual(340);
  }
});
