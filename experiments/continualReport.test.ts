import { expect, it } from 'vitest';
import { inWords, verdictOf } from './claims.ts';
import { type Continual, continualReport, everythingKey, firstKey, stepKey } from './continualReport.ts';
import type { Outcome } from './experiment.ts';

const plan: Continual = {
  protocols: [{ key: '1-1', steps: [['A'], ['B']] }],
  methods: [
    { key: 'pseudo', label: 'pseudo-labels', adaptation: {} },
    { key: 'better', label: 'better', adaptation: {} },
    { key: 'rehearse', label: 'rehearse', adaptation: { rehearse: 1 } },
  ],
  seeds: [1],
};

/** @param right of ten spans that are there and as many that are found. */
const outcome = (right: Readonly<Record<string, number>>) =>
  ({
    test: {
      categories: Object.fromEntries(
        Object.entries(right).map(([category, correct]) => [
          category,
          { precision: 10 * correct, recall: 10 * correct, f1: 10 * correct, support: 10, predicted: 10, correct },
        ]),
      ),
    },
  }) as unknown as Outcome;

const outcomes = new Map([
  [firstKey('1-1', false, 1), outcome({ A: 8 })],
  [firstKey('1-1', true, 1), outcome({ A: 8 })],
  [stepKey('1-1', 'pseudo', 2, 1), outcome({ A: 4, B: 4 })],
  [stepKey('1-1', 'better', 2, 1), outcome({ A: 8, B: 6 })],
  [stepKey('1-1', 'rehearse', 2, 1), outcome({ A: 9, B: 9 })],
  [everythingKey(1), outcome({ A: 9, B: 7 })],
]);

it('takes the mean over the steps, each on the types learned so far, as everything at once is taken', () => {
  const [micro] = continualReport(outcomes, plan);
  const rows = Object.fromEntries(micro?.table.rows.map(([label, ...cells]) => [label, cells]) ?? []);
  expect(rows['pseudo-labels']).toEqual(['60.00', '70.59', '+0.00', '80.00', '40.00']);
  // The gap from 60 to 85 is closed by 15 of 25 points.
  expect(rows.better).toEqual(['75.00', '88.24', '+60.00', '80.00', '70.00']);
  expect(rows['everything at once']).toEqual(['85.00', '100.00', '+100.00', '90.00', '80.00']);
});

it('holds the best without stored text against the aims', () => {
  const [micro] = continualReport(outcomes, plan);
  const [gap, share] = micro?.claims ?? [];
  expect(gap && verdictOf(gap)).toBe('borne out');
  expect(share && inWords(share)).toContain('Not so: better');
});

it('has no figure where a step is missing', () => {
  const part = new Map(outcomes);
  part.delete(stepKey('1-1', 'better', 2, 1));
  const [micro] = continualReport(part, plan);
  expect(micro?.table.rows[1]).toEqual(['better', '–', '–', '–', '80.00', '–']);
});
