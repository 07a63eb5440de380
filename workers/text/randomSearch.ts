/**
 * Random search (Bergstra and Bengio 2012; paper 0, section 4.2): each trial draws a value for every field that is searched,
 * from the range that the field's declaration gives or the user does.
 */
import type { FieldValue, NumberField } from '../protocol/fields.ts';
import type { Random } from './random.ts';

/** Some values, or all from one to another in steps. */
export type SearchRange = NonNullable<NumberField['search']>;

export type Trial = Readonly<Record<string, FieldValue>>;

/** Trials that differ from one another, as many as asked for or as there are. More trials begin with the same ones. */
export function drawTrials(ranges: Readonly<Record<string, SearchRange>>, count: number, random: Random): Trial[] {
  const values = Object.entries(ranges).map(([key, range]) => [key, valuesOf(range)] as const);
  const possible = values.reduce((product, [, { length }]) => product * length, 1);
  const trials = new Map<string, Trial>();
  while (trials.size < Math.min(count, possible)) {
    const trial = Object.fromEntries(values.map(([key, from]) => [key, from[random.integer(from.length)] as number]));
    trials.set(JSON.stringify(trial), trial);
  }
  return [...trials.values()];
}

/** Every value of a range. Steps are counted, so that 0.1 added eight times is 0.8. */
export function valuesOf(range: SearchRange): readonly number[] {
  if (!('from' in range)) return range;
  const { from, to, step } = range;
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, n) => Number((from + n * step).toPrecision(12)));
}
