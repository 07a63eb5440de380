/**
 * Bars in groups, a category a group: what is drawn, where, and the same in words. They lie, so that long names and many
 * categories have room on a phone as well. Pure: the chart only draws.
 */
import { percent, signed } from './figures.ts';

/** How the bars of a series are filled, so that colour need not tell them apart. */
export type BarFill = 'pale' | 'solid' | 'striped';

export interface BarSeries {
  readonly name: string;
  readonly fill: BarFill;
}

export interface BarGroup {
  readonly name: string;
  /** Whose colour the bars have; null for totals. */
  readonly category: string | null;
  readonly isNew: boolean;
  /** One a series; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface BarChartData {
  /** What a value is: `F1`. */
  readonly figure: string;
  readonly series: readonly BarSeries[];
  readonly groups: readonly BarGroup[];
  /** Values have a sign, and words for what lies on either side of zero. */
  readonly sides: { readonly below: string; readonly above: string } | null;
}

export interface BarAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** Points to either side at least: a loss of a tenth of a point is not to fill the chart. */
const narrowest = 2;
const mostSteps = 5;

/** From 0 to 100 for scores; for what has a sign, round figures around 0 that hold all values. */
export function barAxis({ groups, sides }: BarChartData): BarAxis {
  if (!sides) return { from: 0, to: 100, ticks: [0, 20, 40, 60, 80, 100] };
  const values = groups.flatMap((group) => group.values.filter((value) => value !== null));
  const low = Math.min(-narrowest / 2, ...values);
  const high = Math.max(narrowest / 2, ...values);
  const step = [0.5, 1, 2, 5, 10, 20, 50].find((size) => (high - low) / size <= mostSteps) ?? 100;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, place) => (first + place) * step);
  return { from: first * step, to: last * step, ticks };
}

export interface PlacedGroup {
  /** Pixels from the top of the chart. */
  readonly nameAt: number;
  readonly bars: readonly number[];
}

export interface BarPlaces {
  readonly barHeight: number;
  readonly groups: readonly PlacedGroup[];
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
}

/** @param above whether a group's name stands above its bars, and not beside them. */
export function placeBars({ groups, series }: BarChartData, fontSize: number, above: boolean): BarPlaces {
  const barHeight = Math.round(fontSize * (series.length > 1 ? 0.75 : 0.95));
  const step = barHeight + 2;
  const nameRoom = above ? fontSize * 1.6 : 0;
  const top = fontSize * 2.2;
  let y = top + fontSize * 0.6;
  const placed = groups.map((): PlacedGroup => {
    const first = y + nameRoom;
    const bars = series.map((_, place) => first + place * step);
    y = first + series.length * step + fontSize * (above ? 0.7 : 0.85);
    return { nameAt: above ? first - fontSize * 0.85 : first + (series.length * step - 2) / 2, bars };
  });
  const bottom = y - fontSize * 0.3;
  return { barHeight, groups: placed, top, bottom, height: Math.ceil(bottom + fontSize * 2) };
}

/** The chart in words, a group a sentence. */
export function describeBars({ figure, series, groups, sides }: BarChartData): string {
  const inWords = sides ? signed : percent;
  const parts = groups.map(({ name, isNew, values }) => {
    const figures = series
      .flatMap(({ name: what }, place) => {
        const value = values[place];
        return typeof value === 'number' ? [series.length > 1 ? `${what} ${inWords(value)}` : inWords(value)] : [];
      })
      .join(', ');
    return `${name}${isNew ? ' (new)' : ''}: ${figures || 'no figure'}.`;
  });
  return `${figure}. ${parts.join(' ')}`;
}
