/** Runs that are repeated, with several seeds or with what a search drew: what their stages go by, and what they came to. */
import type { RunConfiguration } from '../protocol/configuration.ts';
import type { Repetition, RunTests } from '../protocol/engine.ts';
import { overallOf } from './conlleval.ts';
import { type MeanAndInterval, meanAndInterval } from './interval.ts';

/** What leads the ids and labels of the stages of each repetition, in their order; none where a run is not repeated. */
export function repetitionScopes(configuration: RunConfiguration): string[] {
  if (configuration.task === 'repeat') return configuration.seeds.map((seed) => `seed ${seed}: `);
  if (configuration.task === 'search') return configuration.trials.map((_, index) => `trial ${index + 1}: `);
  return [];
}

/** Scores of the source model, of the run's model and of random weights, as far as there are such. */
export type TestName = keyof RunTests;

export interface MeanRow {
  readonly kind: 'category' | 'known' | 'overall';
  /** Of a category. */
  readonly name: string;
  /** F1 in percent; null where nothing was annotated and nothing was found, or fewer than two seeds have it. */
  readonly f1: Readonly<Partial<Record<TestName, MeanAndInterval | null>>>;
}

/**
 * The mean F1 over several seeds with its 95 % interval, by category, over what was known before (where something is new),
 * and over all.
 * @param scored of each seed; at least two.
 */
export function meansOver(scored: readonly Pick<Repetition, 'tests'>[], newCategories: readonly string[]): MeanRow[] {
  const tests = scored.map((each) => each.tests);
  const names = [...new Set(tests.flatMap(({ main }) => Object.keys(main.categories)))];
  const columns = (['init', 'main', 'random'] as const).filter((column) => tests[0]?.[column]);
  const row = (kind: MeanRow['kind'], name: string, categories: readonly string[]): MeanRow => {
    const f1 = columns.map((column) => {
      const scores = tests.flatMap((each) => each[column] ?? []).map((each) => overallOf(each, categories));
      const empty = scores.every(({ support, predicted }) => support + predicted === 0);
      // A comparison may have been cut off before most of its seeds.
      return [column, empty || scores.length < 2 ? null : meanAndInterval(scores.map((each) => each.f1))] as const;
    });
    return { kind, name, f1: Object.fromEntries(f1) };
  };
  const known = names.filter((name) => !newCategories.includes(name));
  return [
    ...names.map((name) => row('category', name, [name])),
    ...(newCategories.length > 0 ? [row('known', '', known)] : []),
    row('overall', '', names),
  ];
}
