/**
 * Spans as a file gives them, brought into their text: outside of it there is nothing to annotate, and blanks at a
 * span's ends belong to nobody.
 */

import type { Span, Token } from '../protocol/corpus.ts';
import { isBlank } from './blank.ts';
import { counted } from './counted.ts';
import { nameOf, type Report } from './notice.ts';

/** Spans that lie in the text, without the white space at their ends, in the file's order. */
export function spansInText(text: string, spans: readonly Span[], tokens: readonly Token[], report: Report): Span[] {
  if (spans.length === 0) return [];
  const trim = trimmer(text, tokens);
  const result: Span[] = [];
  for (const span of spans) {
    const { category } = span;
    if (!(Number.isInteger(span.start) && Number.isInteger(span.end) && span.start >= 0 && span.end <= text.length)) {
      report({
        code: 'span-outside-text',
        message: `The span ${nameOf(text, span)} lies outside the text, which has ${counted(text.length, 'character')}; it was left out.`,
        remedy: 'Check its offsets: they count characters from 0, and the end is not included.',
        droppedSpans: 1,
      });
      continue;
    }
    const { start, end } = trim({
      start: insideCharacter(text, span.start) ? span.start - 1 : span.start,
      end: insideCharacter(text, span.end) ? span.end + 1 : span.end,
    });
    if (start >= end) {
      report({
        code: 'span-empty',
        message: `The span ${nameOf(text, span)} covers no characters; it was left out.`,
        remedy: 'Check its offsets: the end must come after the start.',
        droppedSpans: 1,
      });
      continue;
    }
    if (start !== span.start || end !== span.end) {
      report({
        code: 'span-trimmed',
        message: `The span ${nameOf(text, span)} began or ended in white space or within an emoji; it was kept as ${start}–${end}.`,
        remedy: 'Check it, if that was not meant; offsets may count characters in another way.',
        droppedSpans: 0,
      });
    }
    result.push({ start, end, category });
  }
  return result;
}

/**
 * Takes blanks off both ends of a place, except where a token of the file begins or ends with them. The first place
 * that has any pays for one walk over the text, and no further place for more.
 */
function trimmer(text: string, tokens: readonly Token[]): (place: Token) => Token {
  const starts = new Set(tokens.map(({ start }) => start));
  const ends = new Set(tokens.map(({ end }) => end));
  let visible: { from: Int32Array; to: Int32Array } | undefined;
  return ({ start, end }) => {
    if (start >= end || !(isBlank(text, start) || isBlank(text, end - 1))) return { start, end };
    visible ??= visiblePlaces(text, starts, ends);
    const from = visible.from[start] ?? start;
    const to = visible.to[end] ?? end;
    return from < to && from < end && to > start ? { start: from, end: to } : { start, end: start };
  };
}

/** By position: where the first character from there on stands that is kept, and where the last one before it ends. */
function visiblePlaces(
  text: string,
  starts: ReadonlySet<number>,
  ends: ReadonlySet<number>,
): { from: Int32Array; to: Int32Array } {
  const from = new Int32Array(text.length + 1).fill(text.length);
  const to = new Int32Array(text.length + 1);
  for (let position = text.length - 1; position >= 0; position--) {
    const isKept = starts.has(position) || !isBlank(text, position);
    from[position] = isKept ? position : (from[position + 1] ?? 0);
  }
  for (let position = 1; position <= text.length; position++) {
    const isKept = ends.has(position) || !isBlank(text, position - 1);
    to[position] = isKept ? position : (to[position - 1] ?? 0);
  }
  return { from, to };
}

/** Between the two units of one character, such as an emoji. */
const insideCharacter = (text: string, position: number) =>
  position > 0 && (text.codePointAt(position - 1) ?? 0) > 0xffff;
