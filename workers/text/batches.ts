/** Which sentences go together: ones of about the same length, so that little of a batch is padding. */
import type { Random } from './random.ts';

/** Batches that are sorted by length among each other before they are cut; more sorts better but shuffles less. */
const poolOfBatches = 20;

/** One epoch: every sentence once, in batches of `size` (the last may be smaller), in random order. */
export function trainingBatches(lengths: readonly number[], size: number, random: Random): number[][] {
  const order = random.shuffle(lengths.map((_, sentence) => sentence));
  const batches: number[][] = [];
  for (const pool of cut(order, size * poolOfBatches)) {
    pool.sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
    batches.push(...cut(pool, size));
  }
  return random.shuffle(batches);
}

/** Every sentence once, shortest first. */
export function taggingBatches(lengths: readonly number[], size: number): number[][] {
  const order = lengths.map((_, sentence) => sentence);
  order.sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  return cut(order, size);
}

function cut<Item>(items: readonly Item[], size: number): Item[][] {
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size));
  return pieces;
}
