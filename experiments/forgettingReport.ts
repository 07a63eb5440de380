/** A target's F1 against what is kept of CoNLL-2003, for each remedy: a table and a curve a target. */
import type { AdaptationConfiguration } from '../workers/protocol/configuration.ts';
import type { Splits } from '../workers/protocol/corpus.ts';
import { above, type Claim, type Comparison } from './claims.ts';
import { type CurvePoint, curveSvg, onTheCurve } from './curve.ts';
import type { Outcome, Outcomes, Section } from './experiment.ts';
import { count, difference, figure, mean, meanFigure, signed } from './table.ts';
import { needsStoredText, type Treatment } from './treatments.ts';

export interface Remedy extends Treatment {
  /** It does nothing where the target is annotated for all that the source model knows. */
  readonly openOnly?: boolean;
  /** It is tried on targets too that are not swept. */
  readonly everywhere?: boolean;
}

export interface Target {
  readonly key: string;
  readonly title: string;
  readonly splits: Splits;
  readonly task: Partial<AdaptationConfiguration>;
  /** Whether there are categories of the source model that nobody looked for in it. */
  readonly isOpen: boolean;
  readonly hasAim: boolean;
  /** Whether all remedies are tried on it. */
  readonly isSwept: boolean;
}

export interface Forgetting {
  readonly targets: readonly Target[];
  readonly remedies: readonly Remedy[];
  readonly chosen: { readonly withoutText: string; readonly withText: string };
  readonly seedsOf: (remedy: Remedy, target: Target) => readonly number[];
}

export const sourceKey = (seed: number) => `conll2003-${seed}`;
export const adaptedKey = ({ key }: Target, remedy: Remedy, seed: number) => `${key}-${remedy.key}-${seed}`;
/** Where there is no aim, only `none` and what was chosen elsewhere is tried. */
export const remediesOf = (plan: Pick<Forgetting, 'remedies' | 'chosen'>, { isOpen, hasAim, isSwept }: Target) =>
  plan.remedies.filter(
    (remedy) => (isOpen || !remedy.openOnly) && (isSwept || remedy.everywhere) && (hasAim || isMain(plan, remedy)),
  );
export const isMain = ({ chosen }: Pick<Forgetting, 'chosen'>, { key }: Remedy) =>
  key === 'none' || Object.values(chosen).includes(key);

/** At most so many points of F1 may be lost on CoNLL-2003, by kind. */
const allowed = { withoutText: 2, withText: 0.5 };
const says = {
  withoutText: 'Without any text of the source',
  withText: 'With a carried sample',
};

interface Row {
  readonly remedy: Remedy;
  readonly outcomes: readonly Outcome[];
}

const targetF1 = ({ outcomes }: Row) => outcomes.map(({ test }) => test.overall.f1);
const onConll = ({ outcomes }: Row, which: 'before' | 'after' | 'strict') =>
  outcomes.map(({ yardstick }) => yardstick?.[which].overall.f1);
const lost = (row: Row) => difference(mean(onConll(row, 'before')), mean(onConll(row, 'after')));

export function forgettingReport(outcomes: Outcomes, plan: Forgetting): Section[] {
  return plan.targets.map((target) => {
    const rows = remediesOf(plan, target).flatMap((remedy): Row[] => {
      const found = plan
        .seedsOf(remedy, target)
        .flatMap((seed) => outcomes.get(adaptedKey(target, remedy, seed)) ?? []);
      return found.length > 0 ? [{ remedy, outcomes: found }] : [];
    });
    return section(target, rows, plan);
  });
}

function section(target: Target, rows: readonly Row[], plan: Forgetting): Section {
  const points = rows.flatMap((row): CurvePoint[] => {
    const [x, y] = [mean(onConll(row, 'after')), mean(targetF1(row))];
    return x === undefined || y === undefined ? [] : [{ label: row.remedy.label, x, y }];
  });
  const best = new Set(onTheCurve(points).map(({ label }) => label));
  const ordered = [...rows].sort((one, other) => (lost(one) ?? 0) - (lost(other) ?? 0));
  const kinds = Object.entries(target.task.kinds ?? {});
  return {
    title: target.title,
    notes: [
      `Those that keep most stand first. ${kinds.length > 0 ? `Kinds: ${kinds.map(([kind, meant]) => `${kind} of ${meant}`).join(', ')}.` : 'Without kinds.'} On the curve: no other remedy is better in both.${target.hasAim ? '' : ' Reported without an aim.'}`,
    ],
    table: {
      head: [
        'Remedy',
        'Seeds',
        'Stored text',
        'Target',
        'CoNLL before',
        'After, by kind',
        'Difference',
        'After, strictly',
        'On the curve',
      ],
      rows: ordered.map((row) => [
        row.remedy.label,
        count(row.outcomes.length),
        needsStoredText(row.remedy) ? 'yes' : 'no',
        meanFigure(targetF1(row)),
        figure(mean(onConll(row, 'before'))),
        meanFigure(onConll(row, 'after')),
        signed(difference(mean(onConll(row, 'after')), mean(onConll(row, 'before')))),
        meanFigure(onConll(row, 'strict')),
        best.has(row.remedy.label) ? 'yes' : '',
      ]),
    },
    drawing: {
      name: `forgetting-${target.key}`,
      svg: curveSvg(points, { title: target.title, x: 'CoNLL-2003 test F1, by kind', y: 'Target test F1' }),
    },
    ...(target.hasAim && { claims: claims(rows, plan) }),
  };
}

function claims(rows: readonly Row[], { chosen }: Forgetting): Claim[] {
  const find = (key: string) => rows.find(({ remedy }) => remedy.key === key);
  const plain = find('none');
  return (['withoutText', 'withText'] as const).map((kind): Claim => {
    const row = find(chosen[kind]);
    const comparisons: Comparison[] = row
      ? [
          ...above(`${row.remedy.label}: what is lost beside ${allowed[kind]}`, allowed[kind], lost(row), 1e-9),
          ...above(
            `${row.remedy.label}: the target beside plain adaptation`,
            mean(targetF1(row)),
            plain && mean(targetF1(plain)),
            1e-9,
          ),
        ]
      : [];
    return {
      says: `${says[kind]} at most ${allowed[kind]} points are lost, and the target is no lower than by plain adaptation`,
      comparisons,
    };
  });
}
