/**
 * What a random search draws a setting from, as people write it: `16, 32, 64`, or `0.1 to 0.8 by 0.1`. Terminal and page read
 * and say it by the same words. What the papers drew from stands in the fields' declarations.
 */
import { type NumberField, type SearchRange, valueHelp } from './fields.ts';

/** More values than any search tries; a range with a tiny step would fill the memory. */
const mostValues = 1000;

/** Every value of a range. Steps are counted, so that 0.1 added eight times is 0.8. */
export function valuesOf(range: SearchRange): readonly number[] {
  if (!('from' in range)) return range;
  const { from, step } = range;
  return Array.from({ length: stepsOf(range) }, (_, n) => Number((from + n * step).toPrecision(12)));
}

function stepsOf({ from, to, step }: Exclude<SearchRange, readonly number[]>): number {
  return Math.floor((to - from) / step + 1e-9) + 1;
}

/** As {@link readRange} reads it. */
export function rangeInWords(range: SearchRange): string {
  return 'from' in range ? `${range.from} to ${range.to} by ${range.step}` : range.join(', ');
}

/** What was written, or why it cannot be drawn from: a sentence without its subject, `it takes …`. */
type RangeRead = { readonly range: SearchRange } | { readonly fault: string };

/** Reads values with commas between, `from to to by step`, or `from:to:step`. A whole number's step may be left out. */
export function readRange(field: NumberField, text: string): RangeRead {
  const read = readShape(field, text);
  if ('fault' in read) return read;
  const { range } = read;
  if ('from' in range && stepsOf(range) > mostValues) {
    return { fault: `it has more than ${mostValues} values: give a larger step.` };
  }
  const wrong = valuesOf(range).find((value) => !takes(field, value));
  return wrong === undefined ? read : { fault: `it takes ${valueHelp(field)}, not ${wrong}.` };
}

function takes({ kind, minimum, maximum }: NumberField, value: number): boolean {
  return value >= minimum && value <= maximum && (kind === 'number' || Number.isInteger(value));
}

function readShape(field: NumberField, text: string): RangeRead {
  const [, from = '', to = '', step = ''] = /^(.+?)(?::|\sto\s)(.+?)(?:(?::|\sby\s)(.+))?$/.exec(text.trim()) ?? [];
  if (from !== '') return rangeOf(field, numberIn(from), numberIn(to), step === '' ? null : numberIn(step));
  const values = text.split(',').map(numberIn);
  // A value that stands there twice would be drawn twice as often.
  return values.some(Number.isNaN) ? { fault: shape(field) } : { range: [...new Set(values)] };
}

function rangeOf(field: NumberField, from: number, to: number, given: number | null): RangeRead {
  const step = given ?? (field.kind === 'integer' ? 1 : null);
  if ([from, to, step].some(Number.isNaN)) return { fault: shape(field) };
  if (step === null) return { fault: `it has no step: give one as in “${exampleOf(field)}”.` };
  if (step <= 0) return { fault: `its step is ${step}, and must be more than 0.` };
  return to < from ? { fault: `it ends at ${to} before it begins at ${from}.` } : { range: { from, to, step } };
}

/** NaN where it is none. */
function numberIn(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

function shape(field: NumberField): string {
  const values = field.kind === 'integer' ? '10, 20' : '0.1, 0.5';
  return `give values with commas between, as in “${values}”, or a range with its step, as in “${exampleOf(field)}”.`;
}

function exampleOf({ search, kind }: NumberField): string {
  if (search && 'from' in search) return rangeInWords(search);
  return kind === 'integer' ? '10 to 50 by 10' : '0.1 to 0.5 by 0.1';
}
