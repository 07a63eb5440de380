/** The few questions that every reader of records asks of a value that came out of a file. */
import { clip } from '../../clip.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** A whole number, in quotation marks too, as spreadsheets and databases write it. */
export function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > 16) return undefined;
  return /^\s*-?\d+(?:\.0+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** `startOffset`, `start_offset` and `Start-Offset` are one name. */
export const plainName = (key: string) => key.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** A value for a message. */
export function shown(value: unknown, length = 80): string {
  try {
    return clip(JSON.stringify(value) ?? String(value), length);
  } catch {
    return 'a value that is nested too deeply';
  }
}

/** Two whole numbers, as `[3, 7]` or under the names that tokens have. */
export function numberPairs(value: unknown): [number, number][] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const pairs: [number, number][] = [];
  for (const item of value) {
    const [start, end]: unknown[] = Array.isArray(item) ? item : isFields(item) ? [item.start, item.end] : [];
    if (typeof start !== 'number' || typeof end !== 'number') return undefined;
    pairs.push([start, end]);
  }
  return pairs;
}

/** Math.max takes its numbers as arguments, of which a list out of a file can be too many. */
export function largest(numbers: Iterable<number>, least = 0): number {
  let most = least;
  for (const number of numbers) if (number > most) most = number;
  return most;
}
