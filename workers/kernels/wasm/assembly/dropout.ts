/** Dropout, with masks equal to those of ../../dropout/reference.ts in every bit. */
import { get, put } from './vectors';

// @ts-ignore: decorator
@inline
function scramble(x: v128): v128 {
  let h = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/** The mask of four elements, 0 or the scale. `indices` have the key added. */
// @ts-ignore: decorator
@inline
export function drawn(indices: v128, keys: v128, limits: v128, scales: v128): v128 {
  const hash = scramble(v128.xor(scramble(indices), keys));
  return v128.and(scales, i32x4.ge_u(hash, limits));
}

/**
 * Copies a part [rows, width], times the mask (0 or `scale`), to its columns of a tensor [rows, total], which begin at
 * `offset`; in the other direction where `joins` is 0. The reference computes `key` and `threshold` from seed and rate.
 * An element's index is that in the concatenated tensor.
 */
export function dropout(
  from: usize, to: usize, rows: i32, width: i32, total: i32, offset: i32, key: i32, threshold: i32, scale: f32,
  joins: i32,
): void {
  const keys = i32x4.splat(key);
  const limits = i32x4.splat(threshold);
  const scales = f32x4.splat(scale);
  for (let row = 0; row < rows; row++) {
    const joined = row * total + offset;
    const own = row * width;
    const source = from + 4 * (joins ? own : joined);
    const target = to + 4 * (joins ? joined : own);
    let indices = i32x4.add(i32x4.splat(key + joined), i32x4(0, 1, 2, 3));
    let n = 0;
    while (n < width) {
      const whole = n + 4 <= width;
      put(target + 4 * n, f32x4.mul(drawn(indices, keys, limits, scales), get(source + 4 * n, whole)), whole);
      const step = whole ? 4 : 1;
      indices = i32x4.add(indices, i32x4.splat(step));
      n += step;
    }
  }
}
