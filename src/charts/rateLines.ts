/** The lines of the chart of F1 against labelling rate, and where a rate stands on its axis. Pure: the chart only draws. */
import type { Sharing } from '../../workers/protocol/configuration.ts';
import { percent } from './figures.ts';

export interface RatePoint {
  /** Share of the target's training sentences that was learned from, 0 to 1. */
  readonly rate: number;
  /** In percent, the mean of the runs. */
  readonly f1: number;
  readonly runs: number;
}

export interface RateLine {
  /** What the runs share with other corpora. */
  readonly way: Sharing | 'none';
  readonly name: string;
  /** By growing rate. */
  readonly points: readonly RatePoint[];
}

export interface RateAxis {
  /** 0 to 1, from the left of the plot to its right. */
  place(rate: number): number;
  readonly ticks: readonly number[];
  /** Where the axis is broken, since a logarithm never comes to 0; null where no run was at a rate of 0. */
  readonly gap: number | null;
}

/** Room for a rate of 0, of the whole. */
const zeroRoom = 0.14;
/** So far do the outermost rates stand from the edges. */
const padding = 0.05;

/** Logarithmic, in whole powers of ten down from 1; 0 stands at the left, apart. */
export function rateAxis(lines: readonly RateLine[]): RateAxis {
  const rates = lines.flatMap(({ points }) => points.map(({ rate }) => rate));
  const withZero = rates.includes(0);
  const least = Math.min(0.1, ...rates.filter((rate) => rate > 0));
  // A rate such as 0.001 may be a little less by rounding.
  const decades = Math.ceil(-Math.log10(least) - 1e-9);
  const left = withZero ? zeroRoom + padding : padding;
  const place = (rate: number) =>
    rate === 0 ? padding : left + (1 - padding - left) * (1 + Math.log10(rate) / decades);
  const powers = Array.from({ length: decades + 1 }, (_, power) => Number((10 ** (power - decades)).toPrecision(1)));
  return { place, ticks: withZero ? [0, ...powers] : powers, gap: withZero ? (padding + left) / 2 : null };
}

/** The chart in words. */
export function describeRates(lines: readonly RateLine[], figure: string): string {
  const parts = lines.map(({ name, points }) => {
    const figures = points.map(({ rate, f1 }) => `${percent(f1)} at ${rate}`).join(', ');
    return `${name}: ${figures}.`;
  });
  return `${figure} against the labelling rate. ${parts.join(' ')}`;
}
