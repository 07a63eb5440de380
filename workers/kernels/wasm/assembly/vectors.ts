/** Loads and stores of four numbers, or of the first alone: how loops deal with what fills no whole vector. */

// @ts-ignore: decorator
@inline
export function get(from: usize, whole: bool): v128 {
  return whole ? v128.load(from) : v128.load32_zero(from);
}

// @ts-ignore: decorator
@inline
export function put(to: usize, value: v128, whole: bool): void {
  if (whole) v128.store(to, value);
  else v128.store_lane<f32>(to, value, 0);
}
