/** F1 on new and old categories by what is done with the categories that nobody looked for, and sparse beside whole annotation. */
import type { AdaptationConfiguration } from '../workers/protocol/configuration.ts';
import type { CategoryScore } from '../workers/protocol/scores.ts';
import { overallOf } from '../workers/text/conlleval.ts';
import { above } from './claims.ts';
import type { Outcome, Outcomes, Section } from './experiment.ts';
import { count, figure, mean, meanFigure } from './table.ts';
import type { Treatment } from './treatments.ts';

export interface SparseWay {
  readonly key: string;
  readonly label: string;
  /** Documents annotated whole, or single spans: the rest taken as O, or left open. */
  readonly annotation: 'whole' | 'rest-as-o' | 'open';
  /** The share of words that is expected to be part of an entity. */
  readonly entityRatio?: number;
  /** It goes on from the model of another way, on the same sentences. */
  readonly after?: { readonly way: string; readonly adaptation: Partial<AdaptationConfiguration> };
}

export interface PartialPlan {
  /** A table each. */
  readonly newCategories: readonly (readonly string[])[];
  readonly treatments: readonly Treatment[];
  readonly categories: readonly string[];
  readonly seeds: readonly number[];
  readonly sparseWays: readonly SparseWay[];
  /** How many spans are annotated. */
  readonly sizes: readonly number[];
  readonly sparseSeeds: readonly number[];
}

export const sourceKey = (fresh: readonly string[], seed: number) => `without-${fresh.join('-')}-${seed}`;
export const freshKey = (fresh: readonly string[], treatment: string, seed: number) =>
  `${fresh.join('-')}-${treatment}-${seed}`;
export const sparseKey = (spans: number, way: string, seed: number) => `spans${spans}-${way}-${seed}`;

export function partialReport(outcomes: Outcomes, plan: PartialPlan): Section[] {
  return [...plan.newCategories.map((fresh) => freshSection(outcomes, plan, fresh)), sparseSection(outcomes, plan)];
}

function freshSection(
  outcomes: Outcomes,
  { treatments, categories, seeds }: PartialPlan,
  fresh: readonly string[],
): Section {
  const old = categories.filter((category) => !fresh.includes(category));
  const of = (treatment: Treatment) =>
    seeds.flatMap((seed) => outcomes.get(freshKey(fresh, treatment.key, seed)) ?? []);
  const over = (names: readonly string[]) => (outcome: Outcome) => overallOf(outcome.test, names).f1;
  const row = (treatment: Treatment) => {
    const all = of(treatment);
    const labels = all.map(({ pseudoLabels }) => Object.values(pseudoLabels).reduce((sum, each) => sum + each, 0));
    return [
      treatment.label,
      meanFigure(all.map(over(fresh))),
      meanFigure(all.map(over(old))),
      meanFigure(all.map(({ test }) => test.overall.f1)),
      ...categories.map((category) => meanFigure(all.map(({ test }) => test.categories[category]?.f1 ?? 0))),
      count(Math.round(mean(labels) ?? 0)),
    ];
  };
  const sources = seeds.flatMap((seed) => outcomes.get(sourceKey(fresh, seed)) ?? []);
  return {
    title: `${fresh.join(' and ')} new`,
    table: {
      head: ['What nobody looked for', 'New', 'Old', 'All', ...categories, 'Pseudo-labels'],
      rows: [
        [
          'source model',
          figure(undefined),
          meanFigure(sources.map(over(old))),
          figure(undefined),
          ...categories.map((category) =>
            old.includes(category)
              ? meanFigure(sources.map(({ test }) => test.categories[category]?.f1))
              : figure(undefined),
          ),
          count(0),
        ],
        ...treatments.map(row),
      ],
    },
    claims: [
      {
        says: 'Every other way stands above taking it as O, over all categories',
        comparisons: treatments
          .filter(({ key }) => key !== 'as-o' && key !== 'complete')
          .flatMap((each) => {
            const plain = treatments.find(({ key }) => key === 'as-o');
            const all = (one: Treatment) => mean(of(one).map(({ test }) => test.overall.f1));
            return plain ? above(each.label, all(each), all(plain)) : [];
          }),
      },
    ],
  };
}

function sparseSection(outcomes: Outcomes, { sparseWays, sizes, sparseSeeds }: PartialPlan): Section {
  const of = (spans: number, { key }: SparseWay) =>
    sparseSeeds.flatMap((seed) => outcomes.get(sparseKey(spans, key, seed)) ?? []);
  const figures = (all: readonly Outcome[], name: keyof CategoryScore) =>
    meanFigure(all.map(({ test }) => test.overall[name]));
  const f1 = (spans: number, way: SparseWay) => mean(of(spans, way).map(({ test }) => test.overall.f1));
  const whole = sparseWays.find(({ annotation }) => annotation === 'whole');
  return {
    title: 'Sparse annotation beside documents annotated whole',
    table: {
      head: ['Annotated spans', 'Sentences', 'F1', 'Precision', 'Recall', 'Best epoch'],
      rows: sizes.flatMap((spans) =>
        sparseWays.map((way) => {
          const all = of(spans, way);
          return [
            `${count(spans)}, ${way.label}`,
            count(all.length > 0 ? Math.round(mean(all.map(({ sentences }) => sentences)) ?? 0) : undefined),
            figures(all, 'f1'),
            figures(all, 'precision'),
            figures(all, 'recall'),
            mean(all.map(({ bestEpoch }) => bestEpoch))?.toFixed(1) ?? figure(undefined),
          ];
        }),
      ),
    },
    claims: [
      {
        says: 'The best sparse way is at least as good as documents annotated whole, at the same number of spans',
        comparisons: sizes.flatMap((spans) => {
          const sparse = sparseWays
            .filter(({ annotation }) => annotation !== 'whole')
            .flatMap((way) => f1(spans, way) ?? [])
            .sort((one, other) => other - one);
          return above(`${count(spans)} spans`, sparse[0], whole && f1(spans, whole), 1e-9);
        }),
      },
    ],
  };
}
