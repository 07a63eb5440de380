/**
 * What the score chart draws, worked out from epochs and scores: one line a category, known and new told apart, one for each
 * corpus that is learned together with the target, and the same in words for whoever cannot see it. Pure, so that the chart itself only draws.
 */
import type { EpochRecord } from '../../workers/protocol/engine.ts';
import type { Scores } from '../../workers/protocol/scores.ts';
import { counted, percent } from './figures.ts';
import { measured, scoreOf } from './scoreOf.ts';

export const scoreFigures = ['f1', 'precision', 'recall'] as const;
export type ScoreFigure = (typeof scoreFigures)[number];

export const figureNames: Readonly<Record<ScoreFigure, string>> = {
  f1: 'F1',
  precision: 'Precision',
  recall: 'Recall',
};

/** Which sentences the lines by category speak of: the target's dev sentences, those of the yardstick, or both. */
export const measures = ['target', 'yardstick', 'both'] as const;
export type Measures = (typeof measures)[number];

export interface ScoreLine {
  readonly category: string;
  /** The sentences by which it is measured; an old category may have a line for each. */
  readonly on: 'target' | 'yardstick';
  readonly isNew: boolean;
  /** Percent, one an epoch. */
  readonly values: readonly number[];
  /** The same of the run's other seeds, each with as many epochs as it had. */
  readonly others: readonly (readonly number[])[];
  /** At the kept epoch; before the first one the source model's score, or null. */
  readonly kept: number | null;
  /** The source model's score on the same sentences; null for what it does not know. */
  readonly source: number | null;
}

/**
 * The scores overall on the dev sentences of a corpus that is learned together with the target, or of the old categories on the
 * yardstick.
 */
export interface CorpusLine {
  readonly corpus: string;
  readonly role: 'together' | 'yardstick';
  /** Percent, one an epoch. */
  readonly values: readonly number[];
  /** At the kept epoch. */
  readonly kept: number;
}

export interface ScoreLines {
  readonly figure: ScoreFigure;
  readonly measures: Measures;
  /** Whether there was a model before; without one no category is called new. */
  readonly adapted: boolean;
  /** Numbers of the epochs, in step with every line's values. */
  readonly epochs: readonly number[];
  /** The best so far, whose parameters are kept. */
  readonly keptEpoch: number | null;
  /** Known categories first, so that the new ones are drawn on top. */
  readonly lines: readonly ScoreLine[];
  readonly corpora: readonly CorpusLine[];
  /** Categories that cannot have a score, because no dev sentence holds them. */
  readonly absent: readonly string[];
}

type DrawnRecords = readonly Pick<EpochRecord, 'epoch' | 'dev' | 'sources' | 'yardstick'>[];

export interface ScoreLineSources {
  readonly records: DrawnRecords;
  /** Of the run's other seeds; drawn behind. */
  readonly others?: readonly DrawnRecords[];
  readonly keptEpoch: number | null;
  readonly categories: readonly string[];
  readonly newCategories: readonly string[];
  readonly sourceDev: Scores | null;
  /** The source model on the yardstick. */
  readonly sourceYardstick?: Scores | null;
  readonly figure: ScoreFigure;
  readonly measures?: Measures;
}

/** A score without gold spans says nothing about the model, so such categories get no line. */
export function scoreLines(sources: ScoreLineSources): ScoreLines {
  const { records, keptEpoch, sourceDev, figure, measures: wanted = 'target' } = sources;
  const keptIndex = records.findIndex(({ epoch }) => epoch === keptEpoch);
  const { lines, absent } = wanted === 'yardstick' ? { lines: [], absent: [] } : targetLines(sources, keptIndex);
  const elsewhere = wanted === 'target' ? [] : yardstickLines(sources, keptIndex);
  const corpora = corpusLines(records, keptIndex, figure);
  return {
    figure,
    measures: wanted,
    adapted: sourceDev !== null,
    epochs: records.map(({ epoch }) => epoch),
    keptEpoch,
    lines: [...elsewhere, ...lines],
    corpora,
    absent,
  };
}

function targetLines(
  { records, others = [], categories, newCategories, sourceDev, figure }: ScoreLineSources,
  keptIndex: number,
): { lines: ScoreLine[]; absent: string[] } {
  const isNew = new Set(newCategories);
  const lines: ScoreLine[] = [];
  const absent: string[] = [];
  for (const category of categories) {
    const scores = records.map(({ dev }) => scoreOf(dev, category));
    if (records.length > 0 && !scores.some((score) => score && score.support > 0)) {
      absent.push(category);
      continue;
    }
    const values = scores.map((score) => score?.[figure] ?? 0);
    const source = isNew.has(category) ? null : (measured(scoreOf(sourceDev, category))?.[figure] ?? null);
    const kept = values[keptIndex] ?? values.at(-1) ?? source;
    const behind = others.map((seed) => seed.map(({ dev }) => scoreOf(dev, category)?.[figure] ?? 0));
    lines.push({ category, on: 'target', isNew: isNew.has(category), values, others: behind, kept, source });
  }
  return { lines: lines.sort((a, b) => Number(a.isNew) - Number(b.isNew)), absent };
}

/** Of the old categories that the yardstick holds. */
function yardstickLines(
  { records, others = [], categories, newCategories, sourceYardstick = null, figure }: ScoreLineSources,
  keptIndex: number,
): ScoreLine[] {
  const old = categories.filter((category) => !newCategories.includes(category));
  return old.flatMap((category): ScoreLine[] => {
    const source = measured(scoreOf(sourceYardstick, category))?.[figure] ?? null;
    const scores = records.map(({ yardstick }) => scoreOf(yardstick ?? null, category));
    if (source === null && !scores.some((score) => score && score.support > 0)) return [];
    const values = scores.map((score) => score?.[figure] ?? 0);
    const kept = values[keptIndex] ?? values.at(-1) ?? source;
    const behind = others.map((seed) =>
      seed.map(({ yardstick }) => scoreOf(yardstick ?? null, category)?.[figure] ?? 0),
    );
    return [{ category, on: 'yardstick', isNew: false, values, others: behind, kept, source }];
  });
}

/** What stands before the names of lines that are measured elsewhere: they have such markers. */
const hollow = '○ ';

/** Told apart by their names where both measures are drawn. */
export function nameOfLine({ category, on }: ScoreLine, shown: Measures): string {
  return on === 'yardstick' && shown === 'both' ? `${hollow}${category}` : category;
}

export function keyOfLine({ category, on }: ScoreLine): string {
  return `${on} ${category}`;
}

/** What the line is called that shows whether old categories are kept. */
const keptName = 'Old, elsewhere';

function corpusLines(records: DrawnRecords, keptIndex: number, figure: ScoreFigure): CorpusLine[] {
  const line = (
    corpus: string,
    role: CorpusLine['role'],
    scoresOf: (record: (typeof records)[number]) => Scores | undefined,
  ) => {
    const values = records.map((record) => scoresOf(record)?.overall[figure] ?? 0);
    return { corpus, role, values, kept: values[keptIndex] ?? values.at(-1) ?? 0 };
  };
  return [
    ...(records[0]?.sources ?? []).map(({ corpus }, place) =>
      line(corpus, 'together', ({ sources }) => sources?.[place]?.dev),
    ),
    ...(records[0]?.yardstick ? [line(keptName, 'yardstick', ({ yardstick }) => yardstick)] : []),
  ];
}

const mostEmphasised = 3;

/** A few new categories stand out by themselves; where there are more, none would, and the reader picks one. */
export function emphasisesNew({ lines }: ScoreLines): boolean {
  return lines.filter(({ isNew }) => isNew).length <= mostEmphasised;
}

/** How many other seeds the run has, as far as they have come. */
export function otherSeeds({ lines }: ScoreLines): number {
  return lines[0]?.others.length ?? 0;
}

const mostWithOthers = 4;

/**
 * The lines behind which the other seeds' are drawn while no category is looked at: those that stand out; where none does, all,
 * as long as they are few. More would be a tangle.
 */
export function linesWithOthers(data: ScoreLines): readonly ScoreLine[] {
  const { lines } = data;
  if (lines.length <= mostWithOthers) return lines;
  return emphasisesNew(data) ? lines.filter(({ isNew }) => isNew) : [];
}

/** What the thin lines are, in words; null where there are none. */
export function otherSeedsInWords(data: ScoreLines): string | null {
  if (otherSeeds(data) === 0) return null;
  const drawn = linesWithOthers(data).length;
  if (drawn === data.lines.length) return 'thin: the other seeds';
  return `thin: the other seeds, of ${drawn > 0 ? 'known categories' : 'a category'} where you point at ${drawn > 0 ? 'them' : 'it'}`;
}

/** The chart in a sentence a category, for its text alternative. Figures are those of the kept epoch. */
export function describeScoreChart(data: ScoreLines): string {
  const { figure, adapted, epochs, keptEpoch, lines, corpora, absent } = data;
  const name = figureNames[figure];
  const last = epochs.at(-1);
  if (last === undefined) return `${name} by category: no epoch has ended yet.`;
  const where = data.measures === 'yardstick' ? 'yardstick' : 'dev sentences';
  const parts = [`${name} by category on the ${where}, after ${counted(last, 'epoch')}.`];
  if (keptEpoch !== null) parts.push(`Best epoch: ${keptEpoch}, with these figures.`);
  for (const { category, on, isNew, kept, source } of [...lines].reverse()) {
    const was = source === null ? '' : `, source model ${percent(source)}`;
    const which =
      on === 'yardstick' && data.measures === 'both' ? ' on the yardstick' : isNew && adapted ? ' (new)' : '';
    parts.push(`${category}${which}: ${percent(kept)}${was}.`);
  }
  for (const { corpus, role, kept } of corpora) {
    const what =
      role === 'together' ? `Learned together, ${corpus} overall` : 'Old categories on the yardstick, overall';
    parts.push(`${what}: ${percent(kept)}.`);
  }
  const seeds = otherSeeds(data);
  if (seeds > 0) parts.push(`Thin lines behind: ${counted(seeds, 'other seed')} of this run.`);
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
