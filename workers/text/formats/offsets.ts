/**
 * Python counts characters in code points, JavaScript in UTF-16 units; an emoji is one of the former and two of the
 * latter, and every span behind it shifts. Files do not say which they mean, so it is worked out: from the texts that
 * spans declare, else from where words begin and end, else Python is assumed, in which most such tools are written.
 */
import type { Token } from '../../protocol/corpus.ts';

export type OffsetUnit = 'utf-16' | 'code-points';

/** A span as a file gives it. */
export interface RawSpan extends Token {
  readonly category: string;
  /** What the file says that the span covers. */
  readonly text?: string;
}

const surrogate = /[\ud800-\udbff][\udc00-\udfff]/;

export const hasAstral = (text: string) => surrogate.test(text);

/** A function from code-point offsets to UTF-16 offsets; what lies outside the text stays outside of it. */
export function codePointOffsets(text: string): (offset: number) => number {
  if (!hasAstral(text)) return (offset) => offset;
  const starts: number[] = [];
  for (let index = 0; index < text.length; index++) {
    starts.push(index);
    if ((text.codePointAt(index) ?? 0) > 0xffff) index++;
  }
  starts.push(text.length);
  return (offset) => starts[offset] ?? (offset < 0 ? offset : text.length + offset - (starts.length - 1));
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

/** Which unit the spans of a whole file were counted in; undefined where the two cannot differ. */
export function guessUnit(records: Iterable<{ text: string; spans: readonly RawSpan[] }>): OffsetUnit | undefined {
  const declared = { utf16: 0, points: 0 };
  const fitting = { utf16: 0, points: 0 };
  let differ = false;
  for (const { text, spans } of records) {
    if (!hasAstral(text)) continue;
    const convert = codePointOffsets(text);
    for (const span of spans) {
      const [start, end] = [convert(span.start), convert(span.end)];
      if (start === span.start && end === span.end) continue;
      differ = true;
      if (span.text !== undefined) {
        if (text.slice(span.start, span.end) === span.text) declared.utf16++;
        if (text.slice(start, end) === span.text) declared.points++;
      }
      fitting.utf16 += wordEnds(text, span.start, span.end);
      fitting.points += wordEnds(text, start, end);
    }
  }
  if (!differ) return undefined;
  if (declared.utf16 !== declared.points) return declared.utf16 > declared.points ? 'utf-16' : 'code-points';
  return fitting.utf16 > fitting.points ? 'utf-16' : 'code-points';
}

/** How many of a span's two ends stand where a word begins or ends. */
function wordEnds(text: string, start: number, end: number): number {
  if (start < 0 || end > text.length || start >= end) return 0;
  const isWord = (position: number) => /[\p{L}\p{N}]/u.test(text.charAt(position));
  const isSpace = (position: number) => /\s/.test(text.charAt(position));
  const begins = !isSpace(start) && !(isWord(start) && isWord(start - 1));
  const finishes = !isSpace(end - 1) && !(isWord(end - 1) && isWord(end));
  return Number(begins) + Number(finishes);
}
