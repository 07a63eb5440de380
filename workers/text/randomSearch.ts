/**
 * Random search (Bergstra and Bengio 2012; paper 0, section 4.2): each trial draws a value for every field that is searched,
 * from the range that the field's declaration gives or the user does.
 */
import type { TrainConfiguration } from '../protocol/configuration.ts';
import type { Field, FieldValue, NumberField } from '../protocol/fields.ts';
import { settingsFields, type TrainingSettings } from '../protocol/settings.ts';
import { type ModelSpecification, specificationFields, withSpecified } from '../protocol/specification.ts';
import { createRandom } from './random.ts';

/** Some values, or all from one to another in steps. */
export type SearchRange = NonNullable<NumberField['search']>;

export type SearchRanges = Readonly<Record<string, SearchRange>>;

export type Trial = Readonly<Record<string, FieldValue>>;

/** Every field that a search may draw by its name, those that shape the network first. */
export function fieldsByName(specification: ModelSpecification): Map<string, Field> {
  const shaping = specificationFields(specification).map(({ key, field }) => [key, field] as const);
  return new Map<string, Field>([...shaping, ...Object.entries(settingsFields)]);
}

interface Searched {
  readonly specification: ModelSpecification;
  readonly settings: Pick<TrainingSettings, 'batching'>;
}

/** What the declarations say to draw from. A batch's number of sentences has no effect where tokens are counted. */
export function declaredRanges({ specification, settings }: Searched): SearchRanges {
  const idle = settings.batching === 'tokens' ? 'batchSize' : 'batchTokens';
  const ranges = [...fieldsByName(specification)].flatMap(([key, field]) =>
    key !== idle && 'search' in field && field.search ? [[key, field.search] as const] : [],
  );
  return Object.fromEntries(ranges);
}

/**
 * Trials that differ from one another, as many as asked for or as there are. More trials begin with the same ones.
 * @param seed of the run that is searched for.
 */
export function drawTrials(ranges: SearchRanges, count: number, seed: number): Trial[] {
  const random = createRandom(seed).fork('search');
  const values = Object.entries(ranges).map(([key, range]) => [key, valuesOf(range)] as const);
  const trials = new Map<string, Trial>();
  while (trials.size < Math.min(count, combinations(ranges))) {
    const trial = Object.fromEntries(values.map(([key, from]) => [key, from[random.integer(from.length)] as number]));
    trials.set(JSON.stringify(trial), trial);
  }
  return [...trials.values()];
}

/** The run with what a trial drew. Each value must be one that its field takes. */
export function withTrial(run: TrainConfiguration, trial: Trial): TrainConfiguration {
  const shaping = new Map(specificationFields(run.specification).map((each) => [each.key, each]));
  let { specification, settings } = run;
  for (const [key, value] of Object.entries(trial)) {
    const field = shaping.get(key);
    if (field) specification = withSpecified(specification, field, value);
    else settings = { ...settings, [key]: value };
  }
  return { ...run, specification, settings };
}

/** How many different trials there are. */
export function combinations(ranges: SearchRanges): number {
  return Object.values(ranges).reduce((product, range) => product * valuesOf(range).length, 1);
}

/** Every value of a range. Steps are counted, so that 0.1 added eight times is 0.8. */
export function valuesOf(range: SearchRange): readonly number[] {
  if (!('from' in range)) return range;
  const { from, to, step } = range;
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, n) => Number((from + n * step).toPrecision(12)));
}
