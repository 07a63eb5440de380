/**
 * The definition of dropout: a hash of each element's index and a seed is compared with a threshold, in integers. A
 * counter-based hash needs no state and no order, so every backend computes the same mask.
 */

/**
 * The finaliser of MurmurHash3 (Appleby): every bit of the result depends on every bit of `x`. Arithmetic is mod 2³².
 */
export function scramble(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/** The part of the hash that depends on the seed, computed once a mask. */
export const maskKey = (seed: number): number => scramble((seed ^ 0x9e3779b9) >>> 0);

/** An element is dropped where its hash is below this: rate · 2³², an integer from 0 to 2³² − 1. */
export const maskThreshold = (rate: number): number => Math.min(2 ** 32 - 1, Math.floor(rate * 2 ** 32));

/** hash(i) = scramble(scramble(i + key) ^ key). The mask is 1 / (1 − rate) where hash ≥ threshold, else 0. */
export function maskValues(size: number, rate: number, seed: number): Float32Array {
  const key = maskKey(seed);
  const threshold = maskThreshold(rate);
  const scale = 1 / (1 - rate);
  const values = new Float32Array(size);
  for (let n = 0; n < size; n++) {
    if (scramble((scramble((n + key) >>> 0) ^ key) >>> 0) >= threshold) values[n] = scale;
  }
  return values;
}

/** Each number times its mask. */
export function dropped(values: Float32Array, rate: number, seed: number): Float32Array {
  const mask = maskValues(values.length, rate, seed);
  return values.map((value, n) => value * mask[n]!);
}

/** Concatenates the rows of several tensors. */
export function joined(parts: readonly Float32Array[], widths: readonly number[]): Float32Array {
  const rows = parts[0]!.length / widths[0]!;
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  for (let row = 0, at = 0; row < rows; row++) {
    parts.forEach((part, n) => {
      all.set(part.subarray(row * widths[n]!, (row + 1) * widths[n]!), at);
      at += widths[n]!;
    });
  }
  return all;
}

/** The reverse of `joined`. */
export function split(all: Float32Array, widths: readonly number[]): Float32Array[] {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const rows = all.length / total;
  let offset = 0;
  return widths.map((width) => {
    const part = new Float32Array(rows * width);
    for (let row = 0; row < rows; row++) {
      part.set(all.subarray(row * total + offset, row * total + offset + width), row * width);
    }
    offset += width;
    return part;
  });
}
