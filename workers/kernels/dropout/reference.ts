/**
 * What a dropout mask means: for every element a hash of its index and a seed, compared with a threshold in whole
 * numbers. A counter-based hash needs no state and no order, so every backend draws the same mask.
 */

/** The finaliser of MurmurHash3 (Appleby): every bit of the result depends on every bit of `x`. All arithmetic mod 2³². */
export function scramble(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/** The seed's share of the hash, computed once a mask. */
export const maskKey = (seed: number): number => scramble((seed ^ 0x9e3779b9) >>> 0);

/** An element is dropped where its hash lies below this: rate · 2³², a whole number from 0 to 2³² − 1. */
export const maskThreshold = (rate: number): number => Math.min(2 ** 32 - 1, Math.floor(rate * 2 ** 32));

/** hash(i) = scramble(scramble(i + key) ^ key); kept where hash ≥ threshold, as 1 / (1 − rate), else 0. */
export function maskValues(size: number, rate: number, seed: number): Float32Array {
  const key = maskKey(seed);
  const threshold = maskThreshold(rate);
  const kept = 1 / (1 - rate);
  const values = new Float32Array(size);
  for (let n = 0; n < size; n++) {
    if (scramble((scramble((n + key) >>> 0) ^ key) >>> 0) >= threshold) values[n] = kept;
  }
  return values;
}
