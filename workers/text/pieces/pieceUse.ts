/** Which pieces a text uses, and how much of it a smaller vocabulary reads as the whole one does. */
import type { PieceTokenizer } from './pieceTokenizer.ts';

/** How often each spelling stands in a text. */
export function countSpellings(words: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** By id, how often the text has the piece. */
export function countUse(spellings: ReadonlyMap<string, number>, tokenizer: PieceTokenizer): Float64Array {
  const counts = new Float64Array(tokenizer.size);
  for (const [word, count] of spellings) {
    for (const id of tokenizer.piecesOf(word).ids) counts[id] = (counts[id] as number) + count;
  }
  return counts;
}

/** Shares of a text, 0 to 1. */
export interface PieceCoverage {
  /** Of its pieces, those that are kept. */
  readonly pieces: number;
  /** Of its words, those that are cut as before. */
  readonly words: number;
}

/** @param kept by the ids of `after`, those of `before`. */
export function coverageOf(
  spellings: ReadonlyMap<string, number>,
  before: PieceTokenizer,
  after: PieceTokenizer,
  kept: ArrayLike<number>,
): PieceCoverage {
  const isKept = new Set(Array.from(kept));
  const all = { pieces: 0, words: 0 };
  const same = { pieces: 0, words: 0 };
  for (const [word, count] of spellings) {
    const [whole, smaller] = [before.piecesOf(word).ids, after.piecesOf(word).ids];
    all.pieces += count * whole.length;
    all.words += count;
    same.pieces += count * whole.filter((id) => isKept.has(id)).length;
    if (whole.length === smaller.length && whole.every((id, at) => kept[smaller[at] as number] === id)) {
      same.words += count;
    }
  }
  return { pieces: same.pieces / all.pieces, words: same.words / all.words };
}
