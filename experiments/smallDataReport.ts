/** F1 by the number of target sentences and by the model, with the minutes that it takes, and which to take. */
import type { Splits } from '../workers/protocol/corpus.ts';
import { above } from './claims.ts';
import type { EncoderFacts, Outcome, Outcomes, Section } from './experiment.ts';
import { linesSvg } from './lines.ts';
import { count, figure, mean, meanFigure } from './table.ts';

export interface Way {
  readonly key: string;
  readonly label: string;
  readonly base: 'bilstm' | 'encoder';
  readonly from: 'nothing' | 'conll';
  readonly seeds: readonly number[];
}

export interface Target {
  readonly key: string;
  readonly title: string;
  readonly splits: Splits;
  /** Its categories that CoNLL-2003 has, under the names there. */
  readonly names: Readonly<Record<string, string>>;
}

export interface SmallData {
  readonly targets: readonly Target[];
  readonly ways: readonly Way[];
  readonly sizes: readonly number[];
  readonly encoder: EncoderFacts | null;
}

export const sourceKey = ({ base }: Way, seed: number) => `source-${base}-${seed}`;
export const targetKey = ({ key }: Way, target: Target, sentences: number, seed: number) =>
  `${target.key}-${key}-${sentences}-${seed}`;

/** In points of F1: for less nobody should wait longer. */
const worthWaiting = 1;

export function smallDataReport(outcomes: Outcomes, plan: SmallData): Section[] {
  return [...plan.targets.map((target) => targetSection(outcomes, plan, target)), sourceSection(outcomes, plan)];
}

export function targetSection(
  outcomes: Outcomes,
  { ways, sizes }: Pick<SmallData, 'ways' | 'sizes'>,
  target: Target,
): Section {
  const of = (way: Way, sentences: number) =>
    way.seeds.flatMap((seed) => outcomes.get(targetKey(way, target, sentences, seed)) ?? []);
  const f1 = (way: Way, sentences: number) => mean(of(way, sentences).map(({ test }) => test.overall.f1));
  const row = (sentences: number) => [
    count(sentences),
    ...ways.map((way) => withMinutes(of(way, sentences))),
    advice(ways, (way) => of(way, sentences)),
  ];
  const compare = (says: string, from: Way['from'], base: Way['base'], than: Pick<Way, 'from' | 'base'>) => {
    const one = ways.find((way) => way.from === from && way.base === base);
    const other = ways.find((way) => way.from === than.from && way.base === than.base);
    if (!one || !other) return [];
    const comparisons = sizes.flatMap((size) => above(`${size} sentences`, f1(one, size), f1(other, size)));
    return [{ says, comparisons }];
  };
  return {
    title: target.title,
    table: { head: ['Training sentences', ...ways.map(({ label }) => label), 'Take'], rows: sizes.map(row) },
    drawing: {
      name: `small-data-${target.key}`,
      svg: linesSvg(
        ways.map((way) => ({ label: way.label, values: sizes.map((size) => f1(way, size)) })),
        { title: target.title, places: sizes.map(String), x: 'Training sentences', y: 'F1 on test' },
      ),
    },
    claims: [
      ...compare('From CoNLL the BiLSTM-CRF stands above itself from nothing', 'conll', 'bilstm', {
        from: 'nothing',
        base: 'bilstm',
      }),
      ...compare('The encoder stands above the BiLSTM-CRF, both from nothing', 'nothing', 'encoder', {
        from: 'nothing',
        base: 'bilstm',
      }),
      ...compare('The encoder stands above the BiLSTM-CRF, both from CoNLL', 'conll', 'encoder', {
        from: 'conll',
        base: 'bilstm',
      }),
    ],
  };
}

const minutesOf = (all: readonly Outcome[]) => mean(all.map(({ seconds }) => seconds / 60));

function withMinutes(all: readonly Outcome[]): string {
  const minutes = minutesOf(all);
  return `${meanFigure(all.map(({ test }) => test.overall.f1))}${minutes === undefined ? '' : ` (${minutes.toFixed(1)})`}`;
}

/** The quickest of those that are hardly worse than the best. */
function advice(ways: readonly Way[], of: (way: Way) => readonly Outcome[]): string {
  const known = ways.flatMap((way) => {
    const f1 = mean(of(way).map(({ test }) => test.overall.f1));
    const minutes = minutesOf(of(way));
    return f1 === undefined || minutes === undefined ? [] : [{ label: way.label, f1, minutes }];
  });
  // Of some of them alone nothing could be advised.
  if (known.length < ways.length) return figure(undefined);
  const best = Math.max(...known.map(({ f1 }) => f1));
  const near = known.filter(({ f1 }) => f1 >= best - worthWaiting).sort((one, other) => one.minutes - other.minutes);
  return near[0]?.label ?? figure(undefined);
}

function sourceSection(outcomes: Outcomes, { ways }: SmallData): Section {
  const sources = ways.filter(({ from }) => from === 'conll');
  const of = (way: Way) => way.seeds.flatMap((seed) => outcomes.get(sourceKey(way, seed)) ?? []);
  return {
    title: 'The source models',
    notes: ['CoNLL-2003: learned once, and adapted to whatever comes.'],
    table: {
      head: ['Model', 'Test', 'Minutes', 'Numbers'],
      rows: [
        ...sources.map((way) => [
          way.label,
          meanFigure(of(way).map(({ test }) => test.overall.f1)),
          minutesOf(of(way))?.toFixed(1) ?? figure(undefined),
          count(of(way)[0]?.parameters),
        ]),
      ],
    },
  };
}
