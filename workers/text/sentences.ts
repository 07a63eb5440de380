/**
 * Finds where sentences end in tokenized raw text. A sentence is what a tagger sees at once: too long costs time, and
 * a cut through a name costs the name, so where the signs disagree the sentence goes on.
 */
import type { Token } from '../protocol/corpus.ts';
import { titles } from './abbreviations.ts';

/** Tokens [first, end) of one sentence. */
export interface SentenceRange {
  readonly first: number;
  readonly end: number;
}

export interface SentenceOptions {
  /** Whether a line's end ends the sentence. An empty line always does. */
  readonly newlineEnds?: boolean;
}

const terminal = /^(?:[.!?…。！？।؟]+)$/u;
const closing = /^(?:''|["”’'»)\]}›]+)$/u;
const dotted = /\.$/;
const abbreviationAtEnd = /^(?:(?:\p{L}\.){2,}|jr\.|inc\.|ltd\.|corp\.|co\.|llc\.|bros\.|etc\.)$/iu;
const begins = /^[\p{Lu}\p{Lt}\p{Lo}\p{N}"“„‘'«¿¡([{@#•*–—-]/u;
const lowerLetter = /^\p{Ll}/u;
const pictograph = /^(?:\p{Extended_Pictographic}|[:;=][-']?[()DPp]$)/u;

/** Divides all tokens into sentences; the ranges follow each other without gaps. */
export function splitSentences(
  text: string,
  tokens: readonly Token[],
  { newlineEnds = false }: SentenceOptions = {},
): SentenceRange[] {
  const ranges: SentenceRange[] = [];
  let first = 0;
  /** The sentence has come to its end mark; closing quotes and brackets still belong to it. */
  let ended = false;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    const next = tokens[index + 1];
    if (!token || !next) break;
    const word = text.slice(token.start, token.end);
    ended = endsSentence(word, ended, index === first);
    const gap = next.start > token.end ? text.slice(token.end, next.start) : '';
    if (breaksBetween(gap, ended, newlineEnds, text.slice(next.start, next.end), word)) {
      ranges.push({ first, end: index + 1 });
      first = index + 1;
      ended = false;
    }
  }
  if (tokens.length > first) ranges.push({ first, end: tokens.length });
  return ranges;
}

function endsSentence(word: string, ended: boolean, isFirst: boolean): boolean {
  if (terminal.test(word)) return true;
  if (ended && (closing.test(word) || pictograph.test(word))) return true;
  // An initial (`J.`) or a title stands before a name; other abbreviations may be the last word.
  return !isFirst && dotted.test(word) && abbreviationAtEnd.test(word) && !titles.has(word.slice(0, -1).toLowerCase());
}

function breaksBetween(gap: string, ended: boolean, newlineEnds: boolean, next: string, word: string): boolean {
  const lines = gap.split('\n').length - 1;
  if (lines >= 2 && /\n[^\S\n]*\r?\n/.test(gap)) return true;
  if (lines >= 1 && (newlineEnds || ended)) return true;
  if (!ended || gap === '') return false;
  if (pictograph.test(next) || (closing.test(next) && !/^["']/.test(next))) return false;
  // After `!` and `?` and an ellipsis a quoted speech may go on in lower case; so may a name such as `Yahoo!`.
  if (lowerLetter.test(next)) return false;
  return begins.test(next) || (terminal.test(word) && !/^\p{P}/u.test(next));
}
