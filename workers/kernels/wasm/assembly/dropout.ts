/** Dropout masks, bit for bit those of ../../dropout/reference.ts. */
import { put } from './vectors';

// @ts-ignore: decorator
@inline
function scramble(x: v128): v128 {
  let h = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/** `mask` [size] gets 0 or `kept`; `key` and `threshold` as the reference makes them from seed and rate. */
export function seededMask(mask: usize, size: i32, key: i32, threshold: i32, kept: f32): void {
  const keys = i32x4.splat(key);
  const limits = i32x4.splat(threshold);
  const values = f32x4.splat(kept);
  let places = i32x4.add(keys, i32x4(0, 1, 2, 3));
  const whole = size & ~3;
  for (let n = 0; n < size; n += 4) {
    const hash = scramble(v128.xor(scramble(places), keys));
    let drawn = v128.and(values, i32x4.ge_u(hash, limits));
    if (n < whole) v128.store(mask + 4 * n, drawn);
    else {
      for (let left = n; left < size; left++) {
        put(mask + 4 * left, drawn, false);
        drawn = v128.shuffle<f32>(drawn, drawn, 1, 2, 3, 0);
      }
    }
    places = i32x4.add(places, i32x4.splat(4));
  }
}
