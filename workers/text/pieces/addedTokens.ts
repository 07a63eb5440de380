/**
 * Pieces that stand outside the tokenizer's model and are looked for first: `[MASK]`, `<s>` and the like, and what people
 * added. Some are looked for in the word as it is written, the others after it was normalised.
 */
import { type AlignedText, aligned, textOf } from './alignedText.ts';
import type { Normaliser } from './normalise.ts';
import type { AddedToken } from './tokenizerFile.ts';

export interface FoundToken {
  readonly id: number;
  readonly text: AlignedText;
}

/** A part of a text: an added token, or what stands before, between and after those. */
export type Part = FoundToken | { readonly id: null; readonly text: AlignedText };

export interface AddedTokens {
  /** Looks in the word as it is written. */
  inWord(text: AlignedText): readonly Part[];
  /** Looks in the normalised text. */
  inNormalised(text: AlignedText): readonly Part[];
}

export function addedTokens(tokens: readonly AddedToken[], normalise: Normaliser): AddedTokens {
  const isNormalised = (token: AddedToken) => token.normalized ?? !token.special;
  const written = tokens.filter((token) => !isNormalised(token));
  const normalised = tokens
    .filter(isNormalised)
    .map((token) => ({ ...token, content: textOf(normalise(aligned(token.content))) }));
  const inWord = finder(written);
  const inNormalised = finder(normalised);
  return { inWord, inNormalised };
}

/** Finds the leftmost token, of several that begin there the longest, and goes on after it. */
function finder(tokens: readonly AddedToken[]): (text: AlignedText) => readonly Part[] {
  const byContent = new Map(tokens.filter(({ content }) => content !== '').map((token) => [token.content, token]));
  if (byContent.size === 0) return (text) => [{ id: null, text }];
  const longestFirst = [...byContent.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    longestFirst.map((content) => content.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'),
    'gu',
  );
  return (text) => {
    const whole = textOf(text);
    const parts: Part[] = [];
    let from = 0;
    for (const match of whole.matchAll(pattern)) {
      const token = byContent.get(match[0]);
      let start = match.index;
      let end = start + match[0].length;
      if (!token || (token.single_word && !standsAlone(whole, start, end))) continue;
      if (token.lstrip) start = from + whole.slice(from, start).replace(/\p{White_Space}+$/u, '').length;
      if (token.rstrip) end = whole.length - whole.slice(end).replace(/^\p{White_Space}+/u, '').length;
      if (start > from) parts.push({ id: null, text: between(text, from, start) });
      parts.push({ id: token.id, text: between(text, match.index, match.index + match[0].length) });
      from = end;
    }
    if (from < whole.length) parts.push({ id: null, text: between(text, from, whole.length) });
    return parts;
  };
}

function standsAlone(whole: string, start: number, end: number): boolean {
  return !/[\p{L}\p{N}_]$/u.test(whole.slice(0, start)) && !/^[\p{L}\p{N}_]/u.test(whole.slice(end));
}

/** The characters from one UTF-16 place of the text to another. */
function between(text: AlignedText, from: number, to: number): AlignedText {
  let position = 0;
  return text.filter(({ character }) => {
    const here = position;
    position += character.length;
    return here >= from && here < to;
  });
}
