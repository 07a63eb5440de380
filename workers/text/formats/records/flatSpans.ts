/**
 * Spans that stand behind each other in one list, `[0, 3, "PER", 11, 18, "LOC"]`, by themselves or in place of a single
 * span. Read as one span, the second would be lost.
 */
import { rankOf, spanListNames } from './names.ts';
import { type Fields, wholeNumber } from './values.ts';

const size = 3;

/** The record with a list for each span; nothing where none of its lists is written so. */
export function withFlatSpans(record: Fields): Fields | undefined {
  let changed: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(record)) {
    if (!Array.isArray(value) || !Number.isFinite(rankOf(key, spanListNames))) continue;
    const items: readonly unknown[] = isRow(value) ? [value] : value;
    if (!isRow(value) && !items.some(holdsSeveral)) continue;
    changed ??= { ...record };
    changed[key] = items.flatMap((item) => (isRow(item) ? triples(item) : [item]));
  }
  return changed;
}

/** Two whole numbers and a text, again and again. */
const isRow = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length % size === 0 &&
  value.every((part, index) =>
    index % size === size - 1 ? typeof part === 'string' : typeof part === 'number' && wholeNumber(part) !== undefined,
  );

const holdsSeveral = (item: unknown) => isRow(item) && item.length > size;

const triples = (row: readonly unknown[]) =>
  Array.from({ length: row.length / size }, (_, index) => row.slice(index * size, (index + 1) * size));
