/**
 * What the F1 chart draws, worked out from epochs and scores: one line a category, known and new told apart, and the
 * same in words for whoever cannot see it. Pure, so that the chart itself only draws.
 */
import type { EpochRecord } from '../../workers/protocol/engine.ts';
import type { Scores } from '../../workers/protocol/scores.ts';
import { percent } from './figures.ts';
import { measured, scoreOf } from './scoreOf.ts';

export interface F1Line {
  readonly category: string;
  readonly isNew: boolean;
  /** Percent, one an epoch. */
  readonly values: readonly number[];
  /** The source model's score on the same sentences; null for what it does not know. */
  readonly source: number | null;
}

export interface F1Lines {
  /** Numbers of the epochs, in step with every line's values. */
  readonly epochs: readonly number[];
  /** Known categories first, so that the new ones are drawn on top. */
  readonly lines: readonly F1Line[];
  /** Categories that cannot have a score, because no dev sentence holds them. */
  readonly absent: readonly string[];
}

/** A score without gold spans says nothing about the model, so such categories get no line. */
export function f1Lines(
  epochs: readonly Pick<EpochRecord, 'epoch' | 'dev'>[],
  categories: readonly string[],
  newCategories: readonly string[],
  sourceDev: Scores | null,
): F1Lines {
  const isNew = new Set(newCategories);
  const lines: F1Line[] = [];
  const absent: string[] = [];
  for (const category of categories) {
    const scores = epochs.map(({ dev }) => scoreOf(dev, category));
    if (epochs.length > 0 && !scores.some((score) => score && score.support > 0)) {
      absent.push(category);
      continue;
    }
    lines.push({
      category,
      isNew: isNew.has(category),
      values: scores.map((score) => score?.f1 ?? 0),
      source: isNew.has(category) ? null : (measured(scoreOf(sourceDev, category))?.f1 ?? null),
    });
  }
  lines.sort((a, b) => Number(a.isNew) - Number(b.isNew));
  return { epochs: epochs.map(({ epoch }) => epoch), lines, absent };
}

/** The chart in a sentence a category, for its text alternative. */
export function describeF1Chart({ epochs, lines, absent }: F1Lines, bestEpoch: number | null): string {
  const last = epochs.at(-1);
  if (last === undefined) return 'F1 by category: no epoch has ended yet.';
  const parts = [`F1 by category on the dev sentences, after ${last} ${last === 1 ? 'epoch' : 'epochs'}.`];
  if (bestEpoch !== null) parts.push(`Best epoch: ${bestEpoch}.`);
  for (const { category, isNew, values, source } of [...lines].reverse()) {
    const was = source === null ? '' : `, source model ${percent(source)}`;
    parts.push(`${category}${isNew ? ' (new)' : ''}: ${percent(values.at(-1))}${was}.`);
  }
  if (absent.length > 0) parts.push(`Not in the dev sentences: ${absent.join(', ')}.`);
  return parts.join(' ');
}

/** Whole epochs to mark below the chart: at most `most`, at steps a reader expects, the last one always. */
export function epochTicks(first: number, last: number, most: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => (last - first) / size <= most - 1) ?? 2000;
  const ticks = [first];
  for (let tick = Math.ceil((first + 1) / step) * step; tick < last; tick += step) {
    if (tick - first >= step / 2 && last - tick >= step * 0.6) ticks.push(tick);
  }
  if (last > first) ticks.push(last);
  return ticks;
}
