/** Rows of a table by their ids, and their gradient (defined in ../../embedding/reference.ts). */
import { get, put } from './vectors';

/** Adds a row of `dimension` numbers, or copies it. */
// @ts-ignore: decorator
@inline
function addRow(to: usize, from: usize, dimension: i32, add: bool): void {
  let n = 0;
  for (; n + 4 <= dimension; n += 4, to += 16, from += 16) {
    const value = v128.load(from);
    v128.store(to, add ? f32x4.add(v128.load(to), value) : value);
  }
  for (; n < dimension; n++, to += 4, from += 4) {
    const value = get(from, false);
    put(to, add ? f32x4.add(get(to, false), value) : value, false);
  }
}

export function embeddingForward(
  table: usize, ids: usize, output: usize, rows: i32, dimension: i32, count: i32, firstRow: i32,
): void {
  const stride = 4 * dimension;
  for (let n = 0; n < count; n++, output += stride) {
    const id = load<i32>(ids + 4 * n);
    if (id >= firstRow && id < rows) addRow(output, table + (id as usize) * stride, dimension, false);
    else memory.fill(output, 0, stride);
  }
}

export function embeddingGradient(
  gradient: usize, order: usize, starts: usize, output: usize, rows: i32, dimension: i32,
): void {
  const stride = 4 * dimension;
  memory.fill(output, 0, (rows as usize) * stride);
  for (let row = 0; row < rows; row++, output += stride) {
    const end = load<i32>(starts + 4 * (row + 1));
    for (let n = load<i32>(starts + 4 * row); n < end; n++) {
      addRow(output, gradient + (load<i32>(order + 4 * n) as usize) * stride, dimension, true);
    }
  }
}
