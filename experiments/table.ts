/** Tables as Markdown, and how their figures are written. */
import { meanAndInterval } from '../workers/text/interval.ts';

export interface Table {
  readonly head: readonly string[];
  /** As many cells as the head has. */
  readonly rows: readonly (readonly string[])[];
}

/** The first column reads from the left, the others are figures. */
export function markdownTable({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** What stands where there is no figure. */
const none = '–';

export function figure(value: number | undefined): string {
  return value === undefined ? none : value.toFixed(2);
}

export function count(value: number | undefined): string {
  return value === undefined ? none : value.toLocaleString('en');
}

/** With its sign, as a difference is written. */
export function signed(value: number | undefined): string {
  if (value === undefined) return none;
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

/** The mean, undefined where there is nothing. */
export function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined;
}

/** The mean over the seeds with its 95 % interval, where there are several. */
export function meanFigure(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return figure(known[0]);
  const { mean: middle, half } = meanAndInterval(known);
  return `${middle.toFixed(2)} ± ${half.toFixed(2)}`;
}

/** Undefined where one of the two is. */
export function difference(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one - other;
}
