/** Margins and horizontal axis that the score chart and the loss strip below it share, so that an epoch stands above itself. */
import { nameOfLine, type ScoreLines } from './scoreLines.ts';

/** Width of a letter of the page's font, in font sizes, on average. */
export const letterWidth = 0.56;

/** Letters that are far from the average, in average ones, as the page's font has them. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[MW]/, 1.7],
  [/[mw]/, 1.55],
  [/[ijlI.,:;|'’]/, 0.5],
  [/[ftr\s()/]/, 0.7],
  [/\p{Lu}/u, 1.3],
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u, 1.8],
];

/** How many letters of average width a name takes. */
export function widthInLetters(name: string): number {
  let sum = 0;
  for (const letter of name) sum += widths.find(([kind]) => kind.test(letter))?.[1] ?? 1;
  return sum;
}

/** Names as short as these still leave the loss strip the room that its words take. */
const fewestLetters = 8;

/** Epochs that the axis has room for from the start, so that it does not rescale while the first ones come in. */
const firstEpochs = 6;

export interface EpochGeometry {
  readonly narrow: boolean;
  /** Pixels. */
  readonly fontSize: number;
  /** Left of the plot, for the figures of the vertical axis. */
  readonly axis: number;
  /** Right of the plot, for the labels. */
  readonly gutter: number;
  /** From the plot's right edge to the labels, bridged by thin leaders. */
  readonly leader: number;
  /** The horizontal axis ends at this epoch; it begins at 0, where training begins. */
  readonly lastEpoch: number;
}

export interface EpochAxis {
  /** At most so many epochs will come. */
  readonly planned?: number | undefined;
  /** The epoch that is under way, whose loss has room beyond the last F1. */
  readonly current?: number | undefined;
  /** 1 on a desk; more for a talk. */
  readonly scale?: number;
}

/** What `data` needs, drawn `across` so many pixels. */
export function epochGeometry(
  data: ScoreLines,
  across: number,
  { planned = firstEpochs, current = 0, scale = 1 }: EpochAxis,
): EpochGeometry {
  const narrow = across < 460 * scale;
  const fontSize = Math.round((narrow ? 11 : 13) * scale);
  const leader = narrow ? 14 : data.lines.length + data.corpora.length > 10 ? 30 : 18;
  const names = [
    ...data.lines.map((line) => nameOfLine(line, data.measures)),
    ...data.corpora.map(({ corpus }) => corpus),
  ];
  const longest = Math.max(fewestLetters, ...names.map(widthInLetters));
  const epochs = [data.epochs.at(-1) ?? 0, ...data.lines.flatMap(({ others }) => others.map((seed) => seed.length))];
  const wish = leader + 8 + longest * fontSize * letterWidth + fontSize * 3.6;
  return {
    narrow,
    fontSize,
    axis: Math.round(fontSize * 2.7),
    gutter: Math.round(Math.min(wish, across * (narrow ? 0.44 : 0.4))),
    leader,
    lastEpoch: Math.max(...epochs, current, Math.min(planned, firstEpochs), 1),
  };
}
