/** Tokens as numbers, start and end by turns: stored and sent to another thread so, they are a fraction of what objects are. */
import type { Token } from '../protocol/corpus.ts';

/** Puts the tokens into `offsets` from `at` on. @returns where the next ones go. */
export function putOffsets(tokens: readonly Token[], offsets: { [index: number]: number }, at = 0): number {
  let next = at;
  for (const { start, end } of tokens) {
    offsets[next++] = start;
    offsets[next++] = end;
  }
  return next;
}

export function tokensAt(offsets: ArrayLike<number>): Token[] {
  return Array.from({ length: offsets.length / 2 }, (_, index) => ({
    start: offsets[2 * index] as number,
    end: offsets[2 * index + 1] as number,
  }));
}
