/** The papers' figures of an adaptation as bars: the same on the page and in the files of the Export panel. */
import type { BarChartData } from '../../charts/barGroups.ts';
import type { TransferScores } from './transferScores.ts';

const named = ({ name, kind, isNew }: TransferScores['rows'][number]) => ({
  name,
  category: kind === 'category' ? name : null,
  isNew,
});

/** Before, after and, where the run had it, from scratch. */
export function beforeAndAfter({ rows, compared }: TransferScores): BarChartData {
  return {
    figure: 'F1',
    series: [
      { name: 'before', fill: 'pale' },
      { name: 'after', fill: 'solid' },
      ...(compared ? [{ name: 'from scratch', fill: 'striped' } as const] : []),
    ],
    groups: rows.map((row) => ({
      ...named(row),
      values: compared ? [row.before, row.after, row.scratch] : [row.before, row.after],
    })),
    sides: null,
  };
}

/** Of the categories that the source model knew. */
export function lossOnOld({ rows }: TransferScores): BarChartData {
  const old = rows.filter(({ kind, loss }) => loss !== null && kind !== 'overall');
  // Without a new category the total over the old ones is the total over all.
  const total = old.some(({ kind }) => kind === 'known')
    ? []
    : rows.filter(({ kind, loss }) => kind === 'overall' && loss !== null);
  return {
    figure: 'F1 before less F1 after',
    series: [{ name: 'loss', fill: 'solid' }],
    groups: [...old, ...total].map((row) => ({ ...named(row), values: [row.loss] })),
    sides: { below: 'gained', above: 'lost' },
  };
}

/** `on the test sentences of Support desk`: under each figure, and in its file. */
export function whereOf({ corpus, part, seeds }: TransferScores): string {
  return `on the ${part} sentences of ${corpus}${seeds > 1 ? `, means of ${seeds} seeds` : ''}`;
}
