/**
 * The vertical axis of the score chart. It follows the data, since most of a good run lies between 80 and 100; from 0 to
 * 100 by choice. It starts and ends at round figures.
 */
import type { ScoreLines } from './scoreLines.ts';

export interface ScoreAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** A narrower range would make differences of a single span look large. */
const narrowest = 10;
const mostSteps = 6;

function axis(from: number, to: number, step: number): ScoreAxis {
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
  return { from, to, ticks };
}

export function scoreAxis({ lines, corpora }: ScoreLines, whole: boolean): ScoreAxis {
  const values = [
    ...lines.flatMap(({ values: own, others, source }) => [
      ...own,
      ...others.flat(),
      ...(source === null ? [] : [source]),
    ]),
    ...corpora.flatMap(({ values: own }) => own),
  ];
  return whole || values.length === 0 ? axis(0, 100, 20) : axisAround(values, narrowest);
}

/** @param range at least so many points are shown. */
export function axisAround(values: readonly number[], range: number): ScoreAxis {
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (high - low < range) {
    low = Math.max(0, Math.min(low, high - range));
    high = Math.min(100, Math.max(high, low + range));
  }
  const step = [1, 2, 5, 10, 20].find((size) => Math.ceil(high / size) - Math.floor(low / size) <= mostSteps) ?? 20;
  return axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
}
