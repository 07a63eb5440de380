/** The axes of a parallel-coordinates plot: where values stand on them, and which are named beside them. */
import { axisAround } from './scoreAxis.ts';

export interface ParallelAxis {
  readonly key: string;
  readonly label: string;
  /** From the lowest to the highest. */
  readonly ticks: readonly number[];
  /** From 0 at the foot of the axis to 1 at its head. */
  readonly at: (value: number) => number;
}

/**
 * Of a setting, over the values that were drawn.
 * @param log for rates, and sizes that double: equal factors are equally far apart. The values must be above 0.
 */
export function settingAxis(key: string, label: string, values: readonly number[], log: boolean): ParallelAxis {
  const ticks = [...new Set(values)].sort((a, b) => a - b);
  const place = log ? Math.log : (value: number) => value;
  const [low, high] = [place(ticks[0] ?? 0), place(ticks.at(-1) ?? 1)];
  return { key, label, ticks, at: (value) => (high > low ? (place(value) - low) / (high - low) : 0.5) };
}

/** Points between the best and the worst that are shown at least. */
const fewestPoints = 2;

/** Of a score in percent. */
export function resultAxis(key: string, label: string, values: readonly number[]): ParallelAxis {
  const { from, to, ticks } = axisAround(values.length > 0 ? values : [0, 100], fewestPoints);
  return { key, label, ticks, at: (value) => (value - from) / (to - from) };
}

/**
 * Those that have room, so far apart on an axis of this length: the ends, and from the foot on what fits between.
 * @param length in pixels, as the room that each takes.
 */
export function ticksWithRoom({ ticks, at }: ParallelAxis, length: number, room: number): number[] {
  const [last, ...others] = [...ticks].reverse();
  if (last === undefined) return [];
  const shown: number[] = [];
  for (const tick of others.reverse()) {
    const place = at(tick) * length;
    const before = shown.at(-1);
    const far = before === undefined || place - at(before) * length >= room;
    if (far && at(last) * length - place >= room) shown.push(tick);
  }
  return [...shown, last];
}

/** A name broken between words into lines of at most so many letters. A longer word has a line of its own. */
export function brokenName(name: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
