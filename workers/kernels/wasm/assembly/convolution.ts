/** The convolution over characters with the maximum over time (defined in ../../convolution/reference.ts). */
import { get, put } from './vectors';

/** The sums of a window around `position`, of the filters from one on whose bias is at `bias` and whose row 0 at `table`. */
// @ts-ignore: decorator
@inline
function windowSum(
  table: usize, bias: usize, ids: usize, position: i32, length: i32, characters: i32, width: i32, filters: i32,
  whole: bool,
): v128 {
  let sum = get(bias, whole);
  const first = position - ((width - 1) >> 1);
  for (let place = max(0, -first); place < min(width, length - first); place++) {
    const id = load<i32>(ids + 4 * (first + place));
    if (id < 0 || id >= characters) continue;
    sum = f32x4.add(sum, get(table + 4 * (((id * width + place) as usize) * filters), whole));
  }
  return sum;
}

/** `table` [characters, width, filters], `ids` [spellings, longest]; `maxima` and `positions` [spellings, filters]. */
export function convolutionForward(
  table: usize, bias: usize, ids: usize, lengths: usize, maxima: usize, positions: usize,
  spellings: i32, longest: i32, characters: i32, width: i32, filters: i32,
): void {
  for (let spelling = 0; spelling < spellings; spelling++, ids += 4 * longest) {
    const length = min(max(load<i32>(lengths + 4 * spelling), 0), longest);
    const row = 4 * spelling * filters;
    if (length === 0) {
      memory.fill(maxima + row, 0, 4 * filters);
      memory.fill(positions + row, 0xff, 4 * filters); // −1
      continue;
    }
    let filter = 0;
    while (filter < filters) {
      const whole = filter + 4 <= filters;
      const at = 4 * filter;
      let best = windowSum(table + at, bias + at, ids, 0, length, characters, width, filters, whole);
      let bestAt = i32x4.splat(0);
      for (let position = 1; position < length; position++) {
        const sum = windowSum(table + at, bias + at, ids, position, length, characters, width, filters, whole);
        const larger = f32x4.gt(sum, best);
        best = v128.bitselect(sum, best, larger);
        bestAt = v128.bitselect(i32x4.splat(position), bestAt, larger);
      }
      put(maxima + row + at, best, whole);
      put(positions + row + at, bestAt, whole);
      filter += whole ? 4 : 1;
    }
  }
}

export function convolutionGradient(
  ids: usize, lengths: usize, positions: usize, gradient: usize, tableGradient: usize, biasGradient: usize,
  spellings: i32, longest: i32, characters: i32, width: i32, filters: i32,
): void {
  memory.fill(tableGradient, 0, 4 * ((characters * width) as usize) * filters);
  memory.fill(biasGradient, 0, 4 * filters);
  for (let spelling = 0; spelling < spellings; spelling++, ids += 4 * longest) {
    const length = min(max(load<i32>(lengths + 4 * spelling), 0), longest);
    for (let filter = 0; filter < filters; filter++, positions += 4, gradient += 4) {
      const position = load<i32>(positions);
      if (position < 0) continue;
      const value = load<f32>(gradient);
      const bias = biasGradient + 4 * filter;
      store<f32>(bias, load<f32>(bias) + value);
      const first = position - ((width - 1) >> 1);
      for (let place = max(0, -first); place < min(width, length - first); place++) {
        const id = load<i32>(ids + 4 * (first + place));
        if (id < 0 || id >= characters) continue;
        const to = tableGradient + 4 * (((id * width + place) as usize) * filters + filter);
        store<f32>(to, load<f32>(to) + value);
      }
    }
  }
}
