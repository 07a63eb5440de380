/**
 * How many keys an annotator presses for a document who knows what is right, by the keys of the page's panel. Without suggestions: to
 * the first word of each span, with Shift to its last, a category's key. With suggestions: what is right is accepted, what is nearly
 * right is corrected, what is wrong is rejected, and what is missing is marked by hand on the way. Reading costs nothing in either.
 */
import type { Document, Span } from '../workers/protocol/corpus.ts';
import type { Suggestion } from '../workers/protocol/suggestions.ts';
import { sureness } from '../workers/text/openSuggestions.ts';
import { sentenceOfToken, type TokenTable, tokenEndingAfter, tokenTable } from '../workers/text/tokenTable.ts';

/** Ctrl and Enter together count as one. */
const submitting = 1;

/** @param document with what is right in it. */
export function pressesByHand(document: Document): number {
  const table = tokenTable(document);
  let [caret, presses] = [0, 0];
  for (const span of document.spans) {
    presses += toMark(table, caret, span);
    caret = lastToken(table, span);
  }
  return presses + submitting;
}

/** @param threshold from which on suggestions are accepted all at once, where all of them are right. */
export function pressesWithSuggestions(
  document: Document,
  suggestions: readonly Suggestion[],
  threshold: number,
): number {
  const table = tokenTable(document);
  const isRight = (one: Span) => document.spans.some((span) => isSame(span, one));
  const sure = suggestions.filter((each) => sureness(each) >= threshold);
  const atOnce = sure.length > 1 && sure.every(isRight) ? sure : [];
  let presses = atOnce.length > 0 ? 1 : 0;
  const left = suggestions.filter((each) => !atOnce.includes(each));
  const missing = document.spans.filter((span) => !atOnce.some((each) => isSame(each, span)));
  let caret = 0;
  /** Deciding on a suggestion brings the caret to the next one; anything else does not. */
  let isThere = false;
  for (const { suggestion, span } of steps(left, missing)) {
    if (suggestion) {
      presses += isThere ? 0 : 1;
      caret = firstToken(table, suggestion);
      const made = span && madeRight(table, suggestion, span);
      presses += made ? made.presses : 1;
      isThere = made ? made.goesOn : true;
      if (made) caret = lastToken(table, span);
      if (made) continue;
    }
    if (!span) continue;
    presses += toMark(table, caret, span);
    caret = lastToken(table, span);
    isThere = false;
  }
  return presses + submitting;
}

interface Step {
  readonly suggestion: Suggestion | null;
  /** What is right there; null where nothing is. */
  readonly span: Span | null;
}

/** Suggestions with what they should be, and what is missing, in order of the text. */
function steps(suggestions: readonly Suggestion[], missing: readonly Span[]): Step[] {
  const open = new Set(missing);
  const withSuggestion = suggestions.map((suggestion): Step => {
    const over = [...open].filter(({ start, end }) => start < suggestion.end && suggestion.start < end);
    const span = over.find((each) => each.start === suggestion.start) ?? over[0] ?? null;
    if (span) open.delete(span);
    return { suggestion, span };
  });
  const byHand = [...open].map((span): Step => ({ suggestion: null, span }));
  const placeOf = ({ suggestion, span }: Step) => suggestion?.start ?? span?.start ?? 0;
  return [...withSuggestion, ...byHand].sort((one, other) => placeOf(one) - placeOf(other));
}

interface MadeRight {
  readonly presses: number;
  /** Whether the caret goes to the next suggestion by itself. */
  readonly goesOn: boolean;
}

/** How a suggestion is accepted or corrected; null where it is rejected instead. */
function madeRight(table: TokenTable, suggestion: Suggestion, span: Span): MadeRight | null {
  if (span.start !== suggestion.start) return null;
  const moves = Math.abs(lastToken(table, span) - lastToken(table, suggestion));
  if (moves === 0) return { presses: 1, goesOn: true };
  const presses = moves + (span.category === suggestion.category ? 0 : 1);
  const byHand = 1 + toMark(table, firstToken(table, suggestion), span);
  return presses <= byHand ? { presses, goesOn: false } : null;
}

const isSame = (one: Span, other: Span) =>
  one.start === other.start && one.end === other.end && one.category === other.category;

const firstToken = (table: TokenTable, { start }: Span) => tokenEndingAfter(table, start);
const lastToken = (table: TokenTable, { end }: Span) => tokenEndingAfter(table, end - 1);

/** To its first word, with Shift to its last, and the category's key. */
function toMark(table: TokenTable, caret: number, span: Span): number {
  const [first, last] = [firstToken(table, span), lastToken(table, span)];
  return distance(table, caret, first) + (last - first) + 1;
}

/** Word by word, or sentence by sentence and then word by word. */
function distance(table: TokenTable, from: number, to: number): number {
  const sentences = Math.abs(sentenceOfToken(table, to) - sentenceOfToken(table, from));
  const within = to - (table.firsts[sentenceOfToken(table, to)] ?? 0);
  return Math.min(Math.abs(to - from), sentences > 0 ? sentences + within : Number.POSITIVE_INFINITY);
}
