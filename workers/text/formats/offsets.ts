/**
 * Where an offset of a file stands in a text. Python counts characters in code points, JavaScript in UTF-16 units, some
 * tools what a reader sees as one character, others bytes; a line end of two characters may count as one; the end of a
 * span may be its last character, and the first offset may be 1. counting.ts finds out which.
 */
import type { Token } from '../../protocol/corpus.ts';

export type OffsetUnit = 'utf-16' | 'code-points';

/** What a file's offsets count. */
export interface Counting {
  readonly unit: OffsetUnit | 'graphemes' | 'bytes';
  /** Whether CR LF counts as one character. */
  readonly lineEndsAreOne: boolean;
  /** The offset of the first character. */
  readonly first: 0 | 1;
  readonly endIncluded: boolean;
}

/** What Python writes, and with it most of the tools. */
export const usualCounting: Counting = { unit: 'code-points', lineEndsAreOne: false, first: 0, endIncluded: false };

/** A span as a file gives it. */
export interface RawSpan extends Token {
  readonly category: string;
  /** What the file says that the span covers. */
  readonly text?: string;
  /** The text need not be what is covered: a normalised name, say. Then it only helps to find the counting. */
  readonly textIsLoose?: boolean;
  /** The category is a number, as an id is; labels in a list are names, whatever they are. */
  readonly isNumbered?: boolean;
  /** The offsets are UTF-16 units already, found by what the span covers. */
  readonly isPlaced?: boolean;
}

const surrogate = /[\ud800-\udbff][\udc00-\udfff]/;

export const hasAstral = (text: string) => surrogate.test(text);

/** Whether a reader would see fewer characters than there are code points. */
export const hasGraphemes = (text: string) =>
  /\p{M}|\u200d|\p{RI}|[\u1100-\u11ff\ud7b0-\ud7fb]|\r\n|\p{EMod}/u.test(text);

/** A function from offsets of this unit to UTF-16 offsets; what lies outside the text stays outside of it. */
export function offsetsOf(
  text: string,
  { unit, lineEndsAreOne }: Pick<Counting, 'unit' | 'lineEndsAreOne'>,
): (offset: number) => number {
  const starts = startsOf(text, unit, lineEndsAreOne && text.includes('\r\n'));
  if (!starts) return (offset) => offset;
  return (offset) => starts[offset] ?? (offset < 0 ? offset : text.length + offset - (starts.length - 1));
}

/** Where each unit begins, and the text's end; nothing where units are UTF-16's. */
function startsOf(text: string, unit: Counting['unit'], lineEndsAreOne: boolean): number[] | undefined {
  if (unit === 'graphemes') {
    if (!hasGraphemes(text) && !hasAstral(text)) return undefined;
    return graphemeStarts(text);
  }
  const isPlain = unit === 'utf-16' || (unit === 'code-points' ? !hasAstral(text) : !/[^\0-\x7f]/.test(text));
  if (isPlain && !lineEndsAreOne) return undefined;
  const starts: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0;
    starts.push(index);
    if (lineEndsAreOne && code === 13 && text.charCodeAt(index + 1) === 10) index++;
    else if (code > 0xffff) {
      if (unit === 'utf-16') starts.push(index + 1);
      if (unit === 'bytes') starts.push(index, index, index);
      index++;
    } else if (unit === 'bytes' && code > 0x7f) {
      starts.push(index);
      if (code > 0x7ff) starts.push(index);
    }
  }
  starts.push(text.length);
  return starts;
}

/** A character that can go on the grapheme before it. */
const mayContinue = /[\n\p{M}\p{Extended_Pictographic}\p{Surrogate}\u1100-\u11ff\ud7b0-\ud7fb]|\u200d|\p{RI}|\p{EMod}/u;
const segmentLength = { usual: 500, most: 4000 };

/** The segmenter's time grows with the square of its text's length, so that it is given short stretches. */
function graphemeStarts(text: string): number[] {
  const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const starts: number[] = [];
  for (let from = 0; from < text.length; ) {
    let to = from + segmentLength.usual;
    while (to < text.length && to < from + segmentLength.most && mayContinue.test(text.charAt(to))) to++;
    for (const { index } of segmenter.segment(text.slice(from, to))) starts.push(from + index);
    from = to;
  }
  starts.push(text.length);
  return starts;
}

/** A function from UTF-16 offsets to code-point offsets. An offset inside a pair counts the whole character. */
export function offsetsInCodePoints(text: string): (offset: number) => number {
  if (!hasAstral(text)) return (offset) => offset;
  const points = new Int32Array(text.length + 1);
  let point = 0;
  for (let index = 0; index < text.length; index++) {
    points[index] = point++;
    if ((text.codePointAt(index) ?? 0) > 0xffff) points[++index] = point;
  }
  points[text.length] = point;
  return (offset) => points[offset] ?? offset;
}

/** How many of a span's two ends stand where a word begins or ends. */
export function wordEnds(text: string, start: number, end: number): number {
  if (start < 0 || end > text.length || start >= end) return 0;
  const isWord = (position: number) => /[\p{L}\p{N}\p{M}]|\u200d/u.test(text.charAt(position));
  const isSpace = (position: number) => /\s/.test(text.charAt(position));
  const cutsCharacter = (position: number) => /^[\udc00-\udfff]/.test(text.charAt(position));
  const begins = !isSpace(start) && !(isWord(start) && isWord(start - 1)) && !/\p{M}/u.test(text.charAt(start));
  const finishes = !isSpace(end - 1) && !(isWord(end - 1) && isWord(end));
  return Number(begins && !cutsCharacter(start)) + Number(finishes && !cutsCharacter(end));
}
