/** Scores after each step and their mean, beside everything at once, and what of the gap to it is closed. */
import { overallOf } from '../workers/text/conlleval.ts';
import { above, type Claim } from './claims.ts';
import type { Outcome, Outcomes, Section } from './experiment.ts';
import { bertAtOnce, publishedContinual } from './papers/continual.ts';
import { figure, mean, meanFigure, signed } from './table.ts';
import { needsStoredText, type Treatment } from './treatments.ts';

export interface Protocol {
  /** FG-PG. */
  readonly key: string;
  /** The types that are learned in each. */
  readonly steps: readonly (readonly string[])[];
}

export interface Continual {
  readonly protocols: readonly Protocol[];
  readonly methods: readonly Treatment[];
  readonly seeds: readonly number[];
}

export const everythingKey = (seed: number) => `everything-${seed}`;
export const firstKey = (protocol: string, carries: boolean, seed: number) =>
  `${protocol}-first${carries ? '-carrying' : ''}-${seed}`;
export const stepKey = (protocol: string, method: string, step: number, seed: number) =>
  `${protocol}-${method}-step${step}-${seed}`;

/** The aims of `continual`, in percent: of the gap from pseudo-labels to everything at once, and of the latter. */
const aimedGap = 60;
const aimedShare = 92;

const averages = ['micro', 'macro'] as const;
type Average = (typeof averages)[number];

/** Test F1 of one seed after each step; undefined where it is missing. */
type Steps = readonly (number | undefined)[];

function score({ test }: Outcome, types: readonly string[], average: Average): number | undefined {
  return average === 'micro' ? overallOf(test, types).f1 : mean(types.map((type) => test.categories[type]?.f1 ?? 0));
}

class Runs {
  constructor(
    private readonly outcomes: Outcomes,
    private readonly plan: Continual,
  ) {}

  /** By seed. */
  of({ key, steps }: Protocol, method: Treatment | 'everything', average: Average): Steps[] {
    return this.plan.seeds.map((seed) =>
      steps.map((_, index) => {
        const learned = steps.slice(0, index + 1).flat();
        const outcome = this.outcomes.get(this.keyOf(key, method, index + 1, seed));
        return outcome && score(outcome, learned, average);
      }),
    );
  }

  private keyOf(protocol: string, method: Treatment | 'everything', step: number, seed: number): string {
    if (method === 'everything') return everythingKey(seed);
    return step === 1 ? firstKey(protocol, needsStoredText(method), seed) : stepKey(protocol, method.key, step, seed);
  }

  /** The means over the steps, by seed; of seeds whose steps are all there. */
  means(protocol: Protocol, method: Treatment | 'everything', average: Average): (number | undefined)[] {
    return this.of(protocol, method, average).map((steps) =>
      steps.every((each) => each !== undefined) ? mean(steps) : undefined,
    );
  }

  mean(protocol: Protocol, method: Treatment | 'everything', average: Average): number | undefined {
    return mean(this.means(protocol, method, average));
  }
}

export function continualReport(outcomes: Outcomes, plan: Continual): Section[] {
  const runs = new Runs(outcomes, plan);
  return [
    ...plan.protocols.flatMap((protocol) => averages.map((average) => scores(runs, plan, protocol, average))),
    beside(runs, plan),
  ];
}

const share = (part: number | undefined, whole: number | undefined) =>
  part === undefined || whole === undefined || whole === 0 ? undefined : (100 * part) / whole;

/** Of the way from pseudo-labels alone to everything at once. */
function gapClosed(own?: number, pseudo?: number, everything?: number): number | undefined {
  if (own === undefined || pseudo === undefined || everything === undefined || everything <= pseudo) return undefined;
  return (100 * (own - pseudo)) / (everything - pseudo);
}

const pseudoOf = ({ methods }: Continual) => methods.find(({ key }) => key === 'pseudo');

function scores(runs: Runs, plan: Continual, protocol: Protocol, average: Average): Section {
  const everything = runs.mean(protocol, 'everything', average);
  const pseudo = pseudoOf(plan);
  const pseudoMean = pseudo && runs.mean(protocol, pseudo, average);
  const row = (label: string, method: Treatment | 'everything') => {
    const own = runs.mean(protocol, method, average);
    const bySeed = runs.of(protocol, method, average);
    return [
      label,
      meanFigure(runs.means(protocol, method, average)),
      figure(share(own, everything)),
      signed(gapClosed(own, pseudoMean, everything)),
      ...protocol.steps.map((_, step) => meanFigure(bySeed.map((steps) => steps[step]))),
    ];
  };
  return {
    title: `${name(protocol)}, ${average} F1`,
    notes: [
      'Gap: how much of the way from pseudo-labels alone to everything at once is closed, in percent. The last columns: after each step.',
    ],
    table: {
      head: [
        'Method',
        'Mean over the steps',
        'Share of everything at once, %',
        'Gap, %',
        ...protocol.steps.map((types) => `+ ${types.join(', ')}`),
      ],
      rows: [
        ...plan.methods.filter((each) => !needsStoredText(each)).map((each) => row(each.label, each)),
        ...plan.methods.filter(needsStoredText).map((each) => row(`with stored text: ${each.label}`, each)),
        row('everything at once', 'everything'),
      ],
    },
    claims: claims(runs, plan, protocol, average),
  };
}

const name = ({ key }: Protocol) => {
  const [first, next] = key.split('-');
  return `FG-${first}-PG-${next}`;
};

/** The best without stored text over all protocols and both averages: one combination, not the best of each table. */
function bestOf(runs: Runs, { methods, protocols }: Continual): Treatment | undefined {
  const candidates = methods.flatMap((method) => {
    const figures = protocols.flatMap((protocol) => averages.map((each) => runs.mean(protocol, method, each)));
    const isWhole = !needsStoredText(method) && figures.every((each) => each !== undefined);
    return isWhole ? [{ method, figure: mean(figures) as number }] : [];
  });
  return candidates.sort((one, other) => other.figure - one.figure)[0]?.method;
}

function claims(runs: Runs, plan: Continual, protocol: Protocol, average: Average): Claim[] {
  const best = bestOf(runs, plan);
  const pseudo = pseudoOf(plan);
  const own = best && runs.mean(protocol, best, average);
  const everything = runs.mean(protocol, 'everything', average);
  const gap = gapClosed(own, pseudo && runs.mean(protocol, pseudo, average), everything);
  const what = best ? `${best.label} (best without stored text over all tables, by these figures)` : '';
  return [
    {
      says: `At least ${aimedGap} % of the gap between pseudo-labels alone and everything at once is closed without stored text`,
      comparisons: above(`${what}: ${figure(gap)} %`, gap, aimedGap, 1e-9),
    },
    {
      says: `At least ${aimedShare} % of everything at once is reached without stored text`,
      comparisons: above(`${what}: ${figure(share(own, everything))} %`, share(own, everything), aimedShare, 1e-9),
    },
  ];
}

/** Published figures have BERT's inputs: what compares is the share of everything at once with the same architecture. */
function beside(runs: Runs, { protocols, methods }: Continual): Section {
  const ours = (method: Treatment) => [
    `ours: ${method.label}${needsStoredText(method) ? ' (stored text)' : ''}`,
    ...protocols.flatMap((protocol) => {
      const own = runs.mean(protocol, method, 'micro');
      return [figure(own), figure(share(own, runs.mean(protocol, 'everything', 'micro')))];
    }),
  ];
  return {
    title: 'Beside published figures',
    notes: [
      `Micro F1, mean over the steps, and its share of everything at once in percent. The published ones have BERT-base-cased; their share is of ${bertAtOnce}, what paper 2 prints for it on CoNLL-2003, since theirs is not at hand.`,
    ],
    table: {
      head: ['Method', ...protocols.flatMap((each) => [`${name(each)}`, `${name(each)}, share`])],
      rows: [
        ...publishedContinual.map(({ name: method, micro }) => [
          `published: ${method}`,
          ...protocols.flatMap(({ key }) => [figure(micro[key]), figure(share(micro[key], bertAtOnce))]),
        ]),
        ...methods.map(ours),
      ],
    },
  };
}
