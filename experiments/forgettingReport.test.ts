import { expect, it } from 'vitest';
import { smallSplits } from '../workers/engine/testing.ts';
import { verdictOf } from './claims.ts';
import type { Outcome } from './experiment.ts';
import {
  adaptedKey,
  type Forgetting,
  forgettingReport,
  type Remedy,
  remediesOf,
  type Target,
} from './forgettingReport.ts';

const remedy = (key: string, more: Partial<Remedy> = {}): Remedy => ({ key, label: key, adaptation: {}, ...more });
const remedies = [remedy('none'), remedy('pseudo', { openOnly: true }), remedy('distil'), remedy('rehearse')];
const target: Target = {
  ...{ key: 'one', title: 'One', splits: smallSplits(1), isOpen: false, hasAim: true, isSwept: true },
  task: { kinds: { politician: 'PER' } },
};
const plan: Forgetting = {
  targets: [target, { ...target, key: 'open', isOpen: true, hasAim: false }],
  remedies,
  chosen: { withoutText: 'distil', withText: 'rehearse' },
  seedsOf: () => [1],
};

const outcome = (onTarget: number, after: number) =>
  ({
    test: { overall: { f1: onTarget } },
    yardstick: { before: { overall: { f1: 80 } }, after: { overall: { f1: after } }, strict: { overall: { f1: 40 } } },
  }) as Outcome;

const figures = { none: [50, 70], distil: [50, 78.5], rehearse: [49, 80] } as const;
const outcomes = new Map(
  remedies.flatMap((each) => {
    const found = figures[each.key as keyof typeof figures];
    return found ? [[adaptedKey(target, each, 1), outcome(found[0], found[1])] as const] : [];
  }),
);

it('puts first what keeps most, and marks what no other remedy is better than', () => {
  const [first] = forgettingReport(outcomes, plan);
  expect(
    first?.table.rows.map(([label, , , onTarget, before, after, change, , best]) => [
      label,
      onTarget,
      before,
      after,
      change,
      best,
    ]),
  ).toEqual([
    ['rehearse', '49.00', '80.00', '80.00', '+0.00', 'yes'],
    ['distil', '50.00', '80.00', '78.50', '−1.50', 'yes'],
    ['none', '50.00', '80.00', '70.00', '−10.00', ''],
  ]);
});

it('holds the chosen remedies against both aims, and a target without an aim against none', () => {
  const [first, open] = forgettingReport(outcomes, plan);
  expect(first?.claims?.map(verdictOf)).toEqual(['borne out', 'mostly contradicted']);
  expect(open?.claims).toBeUndefined();
});

it('tries on a target that is not swept what is for all of them, and without an aim what was chosen', () => {
  const all = remedies.map((each) => ({ ...each, everywhere: each.key !== 'distil' }));
  const keysOn = (changes: Partial<Target>) =>
    remediesOf({ ...plan, remedies: all }, { ...target, ...changes }).map(({ key }) => key);
  expect(keysOn({})).toEqual(['none', 'distil', 'rehearse']);
  expect(keysOn({ isSwept: false, isOpen: true })).toEqual(['none', 'pseudo', 'rehearse']);
  expect(keysOn({ isSwept: false, isOpen: true, hasAim: false })).toEqual(['none', 'rehearse']);
});
