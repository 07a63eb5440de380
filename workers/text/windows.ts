/**
 * Sentences that are longer than a model can read at once: they are cut into windows that overlap, and each word takes its
 * state from the window in which it has most text on its nearer side.
 */

/** Words `first` to `end` (exclusive) are read together; those from `from` to `to` take their states from here. */
export interface Window {
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** The share of a window that the next one reads again, at most. */
const overlap = 1 / 4;

/**
 * @param sizes pieces of each word; no word may have more than `most`.
 * @param most pieces of one window.
 * @returns none for no words. Their `from` and `to` follow on one another from the first word to the last.
 */
export function windowsOf(sizes: readonly number[], most: number): Window[] {
  const read: { first: number; end: number }[] = [];
  for (let first = 0, end = 0; end < sizes.length; ) {
    let pieces = sum(sizes, first, end);
    while (end < sizes.length && pieces + (sizes[end] as number) <= most) pieces += sizes[end++] as number;
    read.push({ first, end });
    // The next one must have room for a word more.
    const room = Math.min(overlap * most, most - (sizes[end] ?? 0));
    const before = first;
    first = end;
    for (let shared = 0; first - 1 > before && shared + (sizes[first - 1] as number) <= room; ) {
      shared += sizes[--first] as number;
    }
  }
  let from = 0;
  return read.map(({ first, end }, index) => {
    const next = read[index + 1];
    const to = next ? Math.max(from, border(sizes, next.first, end)) : end;
    const window = { first, end, from, to };
    from = to;
    return window;
  });
}

/** The first of the words `first` to `end`, which two windows share, that has more text before it in the second. */
function border(sizes: readonly number[], first: number, end: number): number {
  let word = first;
  while (word < end && sum(sizes, word + 1, end) >= sum(sizes, first, word)) word++;
  return word;
}

const sum = (sizes: readonly number[], from: number, to: number) =>
  sizes.slice(from, to).reduce((total, size) => total + size, 0);
