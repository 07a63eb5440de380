/**
 * Random search (Bergstra and Bengio 2012; paper 0, section 4.2): each trial draws a value for every field that is searched,
 * from the range that the field's declaration gives or the user does.
 */
import { fineTuningRanges } from '../protocol/architectures/fineTuning.ts';
import type { TrainConfiguration } from '../protocol/configuration.ts';
import { type Field, type FieldValue, isOfUse, type NumberField, type SearchRange } from '../protocol/fields.ts';
import { valuesOf } from '../protocol/searchRanges.ts';
import { settingsFields, type TrainingSettings } from '../protocol/settings.ts';
import { type ModelSpecification, specificationFields, withSpecified } from '../protocol/specification.ts';
import { createRandom } from './random.ts';

export type SearchRanges = Readonly<Record<string, SearchRange>>;

export type Trial = Readonly<Record<string, FieldValue>>;

/**
 * Every field that a search may draw by its name, those that shape the network first. The sizes of a pretrained encoder are its
 * own, and it is trained otherwise than networks from random weights.
 */
export function fieldsByName(specification: ModelSpecification): Map<string, Field> {
  const isPretrained = specification.encoder.kind === 'transformer';
  const shaping = specificationFields(specification)
    .filter(({ half }) => half === 'output' || !isPretrained)
    .map(({ key, field }) => [key, field] as const);
  const ofUse = Object.entries<Field>(settingsFields).filter(([, field]) => isOfUse(field, specification.encoder.kind));
  const settings = isPretrained ? ofUse.map(([key, field]) => [key, fineTuned(key, field)] as const) : ofUse;
  return new Map<string, Field>([...shaping, ...settings]);
}

/** The field with what fine-tuning draws it from, or with none. */
function fineTuned(key: string, { ...field }: Field): Field {
  if (field.kind !== 'integer' && field.kind !== 'number') return field;
  const { search: _, ...unsearched } = field;
  const search = fineTuningRanges[key];
  return search ? { ...unsearched, search } : unsearched;
}

interface Searched {
  readonly specification: ModelSpecification;
  readonly settings: TrainingSettings;
}

interface SearchableNumber {
  readonly key: string;
  readonly field: NumberField;
  /** What it is where it is not searched. */
  readonly value: number;
}

/** What a search can draw: every number. Of a batch's two sizes one has no effect. */
export function searchableNumbers({ specification, settings }: Searched): SearchableNumber[] {
  const idle = settings.batching === 'tokens' ? 'batchSize' : 'batchTokens';
  const values = new Map<string, FieldValue>([
    ...specificationFields(specification).map(({ key, value }) => [key, value] as const),
    ...Object.entries(settings),
  ]);
  return [...fieldsByName(specification)].flatMap(([key, field]) =>
    key !== idle && (field.kind === 'integer' || field.kind === 'number')
      ? { key, field, value: Number(values.get(key)) }
      : [],
  );
}

/** What the declarations say to draw from. */
export function declaredRanges(searched: Searched): SearchRanges {
  const ranges = searchableNumbers(searched).flatMap(({ key, field: { search } }) =>
    search ? [[key, search] as const] : [],
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
