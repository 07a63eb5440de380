/** Paper 3's Table 2 from our runs, and what it claims: transfer helps, the more the fewer labels, T-A over T-B over T-C. */
import type { Sharing } from '../workers/protocol/configuration.ts';
import { above, type Claim, type Comparison } from './claims.ts';
import type { Outcomes, Section } from './experiment.ts';
import { paperTransfers } from './papers/joint.ts';
import type { JointCorpus } from './sources.ts';
import { jointCorpusLabels } from './sources.ts';
import { difference, figure, mean, meanFigure, signed } from './table.ts';

export interface Row {
  readonly sources: readonly JointCorpus[];
  readonly target: JointCorpus;
  readonly sharing: Sharing;
  /** Labelling rate of the target. */
  readonly rate: number;
  /** File of the label map, for T-A. */
  readonly map?: string;
}

/** Without sources it is the training on the target alone. */
export function rowKey(row: Pick<Row, 'target' | 'rate'> & Partial<Row>, seed: number): string {
  const { sources = [], target, sharing = 'alone', rate } = row;
  return [...sources, target, sharing, rate, seed].join('-');
}

const letters: Readonly<Record<Sharing, string>> = { all: 'T-A', encoder: 'T-B', characters: 'T-C' };

interface Figures {
  readonly row: Row;
  readonly name: string;
  readonly transfer: readonly (number | undefined)[];
  readonly none: readonly (number | undefined)[];
}

export function jointReport(
  outcomes: Outcomes,
  rows: readonly Row[],
  seedsAt: (rate: number) => readonly number[],
): Section[] {
  const test = (key: string) => outcomes.get(key)?.test.overall.f1;
  const all = rows.map((row): Figures => {
    const { sources, target, rate, sharing } = row;
    const seeds = seedsAt(rate);
    const from = sources.map((each) => jointCorpusLabels[each]).join(' + ');
    return {
      row,
      name: `${from} → ${jointCorpusLabels[target]}, ${letters[sharing]}, ${rate}`,
      transfer: seeds.map((seed) => test(rowKey(row, seed))),
      none: seeds.map((seed) => test(rowKey({ target, rate }, seed))),
    };
  });
  const gain = ({ transfer, none }: Figures) => difference(mean(transfer), mean(none));
  return [
    {
      title: 'With transfer and without (Table 2)',
      notes: ['In each row: source → target, what is shared, labelling rate.'],
      table: {
        head: ['Row', 'Transfer', 'None', 'Difference', 'Transfer (paper)', 'None (paper)', 'Difference (paper)'],
        rows: all.map((each) => {
          const { sources, target, sharing, rate } = each.row;
          const paper = paperTransfers[`${sources.join(' ')} ${target} ${sharing} ${rate}`];
          return [
            each.name,
            meanFigure(each.transfer),
            meanFigure(each.none),
            signed(gain(each)),
            figure(paper?.transfer),
            figure(paper?.none),
            signed(difference(paper?.transfer, paper?.none)),
          ];
        }),
      },
      claims: [
        {
          says: 'Transfer stands above no transfer',
          comparisons: all.flatMap((each) => above(each.name, mean(each.transfer), mean(each.none))),
        },
        fewerLabels(all, gain),
        order(all),
      ],
    },
  ];
}

const sameBut = (one: Row, other: Row, ...keys: readonly (keyof Row)[]) =>
  (['sources', 'target', 'sharing', 'rate'] as const).every(
    (key) => (String(one[key]) === String(other[key])) !== keys.includes(key),
  );

function fewerLabels(all: readonly Figures[], gain: (each: Figures) => number | undefined): Claim {
  const comparisons = all.flatMap((fewer) =>
    all
      .filter((more) => sameBut(fewer.row, more.row, 'rate') && fewer.row.rate < more.row.rate)
      .flatMap((more) => above(`${fewer.name} beside ${more.row.rate}`, gain(fewer), gain(more))),
  );
  return { says: 'It helps more where fewer sentences are labelled', comparisons };
}

const sharings: readonly Sharing[] = ['all', 'encoder', 'characters'];

/** Each form beside the next one down, where both were tried between the same corpora. */
function order(all: readonly Figures[]): Claim {
  const comparisons = all.flatMap((upper): Comparison[] => {
    const next = sharings[sharings.indexOf(upper.row.sharing) + 1];
    const lower = all.find(({ row }) => row.sharing === next && sameBut(upper.row, row, 'sharing'));
    if (!lower) return [];
    const what = `${upper.name} beside ${letters[lower.row.sharing]}`;
    return above(what, mean(upper.transfer), mean(lower.transfer));
  });
  return { says: 'What shares more helps more: T-A over T-B over T-C', comparisons };
}
