/** Loads and stores of four numbers, or of the first alone, for the rest of a loop that fills no whole vector. */

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

/** Copies `count` numbers; for short rows faster than `memory.copy`. */
export function copyNumbers(to: usize, from: usize, count: i32): void {
  let n = 0;
  for (; n + 4 <= count; n += 4) v128.store(to + 4 * n, v128.load(from + 4 * n));
  for (; n < count; n++) store<f32>(to + 4 * n, load<f32>(from + 4 * n));
}

/** Adds `count` numbers to those at `to`. */
export function addNumbers(to: usize, from: usize, count: i32): void {
  let n = 0;
  for (; n + 4 <= count; n += 4) v128.store(to + 4 * n, f32x4.add(v128.load(to + 4 * n), v128.load(from + 4 * n)));
  for (; n < count; n++) store<f32>(to + 4 * n, load<f32>(to + 4 * n) + load<f32>(from + 4 * n));
}

/** Adds or copies contiguous rows of `width` numbers to rows at `to`, `stride` bytes apart. */
export function gatherRows(to: usize, stride: i32, from: usize, rows: i32, width: i32, add: i32): void {
  for (let row = 0; row < rows; row++, to += stride, from += 4 * width) {
    if (add) addNumbers(to, from, width);
    else copyNumbers(to, from, width);
  }
}
