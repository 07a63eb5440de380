/**
 * Whether this engine has relaxed SIMD (fused multiply-add). It is a file of its own, so that asking loads nothing
 * else.
 */

/** A function that returns f32x4.relaxed_madd of three constants. */
const probe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 1, 253, 15, 65, 2, 253, 15, 65,
  3, 253, 15, 253, 133, 2, 11,
]);

export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(probe);
}
