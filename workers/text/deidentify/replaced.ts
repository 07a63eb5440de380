/** A document with other text in some places: its tokens, sentences and spans keep what they cover. */
import type { Document, Sentence, Span, Token } from '../../protocol/corpus.ts';
import { allSpans, withSpans } from '../spans.ts';

/** Text that takes the place of [start, end). In order, none overlapping another. */
export interface Replaced {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * What covered a part of a replaced stretch covers all of what takes its place, and tokens that did are one.
 * @returns how many spans became the same as another one as well.
 */
export function withReplaced(
  document: Document,
  replaced: readonly Replaced[],
): { document: Document; merged: number } {
  const moves = movesOf(replaced);
  const place = (position: number, side: 'start' | 'end') => placeAfter(moves, position, side);
  const move = <Place extends Token>(old: Place): Place => ({
    ...old,
    start: place(old.start, 'start'),
    end: place(old.end, 'end'),
  });
  const text = moves.map(
    ({ start, text: taken }, index) => document.text.slice(moves[index - 1]?.end ?? 0, start) + taken,
  );
  const rest = document.text.slice(moves.at(-1)?.end ?? 0);
  const sentences = document.sentences.map(
    (sentence): Sentence => ({ tokens: joinedTokens(sentence.tokens.map(move)) }),
  );
  const spans = allSpans(document).map((span): Span => move(span));
  const changed = withSpans({ ...document, text: text.join('') + rest, sentences }, spans);
  return { document: changed, merged: spans.length - allSpans(changed).length };
}

interface Move extends Replaced {
  /** Where it begins in the new text. */
  readonly to: number;
}

function movesOf(replaced: readonly Replaced[]): Move[] {
  let by = 0;
  return replaced.map((each) => {
    const to = each.start + by;
    by += each.text.length - (each.end - each.start);
    return { ...each, to };
  });
}

function placeAfter(moves: readonly Move[], position: number, side: 'start' | 'end'): number {
  let [low, high] = [0, moves.length];
  // The last move that begins at the position or before it; for an end, before it.
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { start } = moves[middle] as Move;
    if (side === 'start' ? start <= position : start < position) low = middle + 1;
    else high = middle;
  }
  const move = moves[low - 1];
  if (!move) return position;
  const { end, to, text } = move;
  if (side === 'start' ? position < end : position <= end) return side === 'start' ? to : to + text.length;
  return position - end + to + text.length;
}

/** Tokens that cover the same replaced text are one. */
function joinedTokens(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const { start, end } of tokens) {
    const last = joined.at(-1);
    if (last && start < last.end) joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else joined.push({ start, end });
  }
  return joined;
}
