/**
 * How the rows of a new category begin that is a kind of a known one: as the known one's, with a little noise, so that the
 * two can part. A politician is at first what the model calls a person.
 */
import type { Kinds } from '../protocol/configuration.ts';
import type { Random } from '../text/random.ts';
import { tagParts } from '../text/schemes.ts';
import type { OutputScheme } from '../text/tagNames.ts';

/** Of the deviation of the row that is begun with. */
const noise = 0.05;

/** For each tag, the row whose numbers it begins with: its own, but for the kinds. */
export function startingRows(names: readonly string[], kinds: Kinds, scheme: OutputScheme): number[] {
  return names.map((name, row) => {
    const { prefix, category } = scheme === 'tags' ? { prefix: '', category: name } : tagParts(name);
    if (!Object.hasOwn(kinds, category)) return row;
    const parent = `${prefix === '' ? '' : `${prefix}-`}${kinds[category]}`;
    return names.indexOf(parent);
  });
}

/** @param rows by tag. @param starting as `startingRows` gives them. */
export function begunRows(
  rows: readonly Float32Array[],
  starting: readonly number[],
  random: Random,
): readonly Float32Array[] {
  return starting.map((from, row) => {
    const values = rows[from] as Float32Array;
    if (from === row) return values;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return values.map((value) => value + random.normal(0, noise * deviation));
  });
}
