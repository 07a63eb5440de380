/**
 * The tokens of a document in a row, and where each sentence's begin. Made once for the sentences that an annotator goes through key
 * by key: a document of two megabytes has 400,000 tokens.
 */
import type { Document, Sentence, Token } from '../protocol/corpus.ts';

export interface TokenTable {
  readonly tokens: readonly Token[];
  /** For each sentence the place of its first token. */
  readonly firsts: readonly number[];
}

const tables = new WeakMap<readonly Sentence[], TokenTable>();

export function tokenTable({ sentences }: Pick<Document, 'sentences'>): TokenTable {
  const kept = tables.get(sentences);
  if (kept) return kept;
  const tokens: Token[] = [];
  const firsts: number[] = [];
  for (const sentence of sentences) {
    firsts.push(tokens.length);
    for (const token of sentence.tokens) tokens.push(token);
  }
  const table = { tokens, firsts };
  tables.set(sentences, table);
  return table;
}

/** The place of the first token that ends behind an offset; their number where none does. */
export function tokenEndingAfter({ tokens }: Pick<TokenTable, 'tokens'>, offset: number): number {
  return firstWhere(tokens.length, (place) => (tokens[place] as Token).end > offset);
}

/** The sentence in which a token stands, by the token's place. */
export function sentenceOfToken({ firsts }: Pick<TokenTable, 'firsts'>, token: number): number {
  return Math.max(0, firstWhere(firsts.length, (place) => (firsts[place] as number) > token) - 1);
}

/** The first place, from 0, from which on something holds; `count` where it never does. */
function firstWhere(count: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
