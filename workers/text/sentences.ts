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

interface SentenceOptions {
  /** Whether a line's end ends the sentence. An empty line always does. */
  readonly newlineEnds?: boolean;
}

const terminal = /^(?:[.!?…。！？।؟]+)$/u;
const closing = /^(?:''|["”’'»)\]}›]+)$/u;
const abbreviationAtEnd = /^(?:(?:\p{L}\.){2,}|jr\.|inc\.|ltd\.|corp\.|co\.|llc\.|bros\.|etc\.)$/iu;
/** Capitalised, these open a sentence; another capital behind `U.S.` or `Inc.` is rather the name going on. */
const openers = new Set(
  (
    'a an and as at both but by each for he her here his how however i if in is it its my no not on our she so some ' +
    'such that the their then there these they this those to we what when where which while who why with yes you your'
  ).split(' '),
);
const begins = /^[\p{Lu}\p{Lt}\p{Lo}\p{N}"“„‘'«¿¡([{@#•*–—-]/u;
const lowerLetter = /^\p{Ll}/u;
const pictograph = /^(?:\p{Extended_Pictographic}|[:;=][-']?[()DPp]$)/u;
const emptyLine = /\n(?:(?!\n)\s)*\n/;
const capital = /^\p{Lu}/u;
const openingQuote = /^["']/;
const punctuation = /^\p{P}/u;

/** What ends sentences, for those who look for it elsewhere (cuttingRules.ts). */
export const sentenceRules = {
  ...{ terminal, closing, abbreviationAtEnd, titles, openers, begins, lowerLetter, pictograph },
  ...{ emptyLine, capital, openingQuote, punctuation },
};

/** Whether a word can end a sentence. */
export const isFinalMark = (word: string) => terminal.test(word);

/** Whether a word behind a final mark still belongs to its sentence: a closing quote or bracket. */
export const closesSentence = (word: string) => closing.test(word);

/** Divides all tokens into sentences; the ranges follow each other without gaps. */
export function splitSentences(
  text: string,
  tokens: readonly Token[],
  { newlineEnds = false }: SentenceOptions = {},
): SentenceRange[] {
  const ranges: SentenceRange[] = [];
  let first = 0;
  let end: End = 'none';
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    const next = tokens[index + 1];
    if (!token || !next) break;
    const word = text.slice(token.start, token.end);
    end = endAfter(word, end, index === first);
    const gap = next.start > token.end ? text.slice(token.end, next.start) : '';
    if (breaksBetween(gap, end, newlineEnds, text.slice(next.start, next.end), word)) {
      ranges.push({ first, end: index + 1 });
      first = index + 1;
      end = 'none';
    }
  }
  if (tokens.length > first) ranges.push({ first, end: tokens.length });
  return ranges;
}

/** Whether the sentence may end after a word. Closing quotes and brackets after its final mark still belong to it. */
type End = 'none' | 'abbreviation' | 'mark';

function endAfter(word: string, before: End, isFirst: boolean): End {
  if (terminal.test(word)) return 'mark';
  if (before !== 'none' && (closing.test(word) || pictograph.test(word))) return 'mark';
  // An initial (`J.`) or a title stands before a name; other abbreviations may be the last word.
  const mayEnd = !isFirst && abbreviationAtEnd.test(word) && !titles.has(word.slice(0, -1).toLowerCase());
  return mayEnd ? 'abbreviation' : 'none';
}

function breaksBetween(gap: string, end: End, newlineEnds: boolean, next: string, word: string): boolean {
  if (emptyLine.test(gap)) return true;
  if (gap.includes('\n') && (newlineEnds || end !== 'none')) return true;
  if (end === 'none' || gap === '') return false;
  if (end === 'abbreviation') return capital.test(next) && openers.has(next.toLowerCase());
  if (pictograph.test(next) || (closing.test(next) && !openingQuote.test(next))) return false;
  // After `!` and `?` and an ellipsis a quoted speech may go on in lower case; so may a name such as `Yahoo!`.
  if (lowerLetter.test(next)) return false;
  return begins.test(next) || (terminal.test(word) && !punctuation.test(next));
}
