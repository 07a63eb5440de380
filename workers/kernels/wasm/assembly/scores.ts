/**
 * Scores of tags as vectors: rows of a tensor padded to a multiple of four. Padding and excluded tags hold EXCLUDED.
 */

/** In place of log 0: finite, so that it survives addition. */
export const EXCLUDED: f32 = -1e30;
/** A sum with an excluded term is below this; no real score is. */
export const REACHABLE: f32 = -5e29;

// @ts-ignore: decorator
@inline
export function padded(tags: i32): i32 {
  return (tags + 3) & ~3;
}

// @ts-ignore: decorator
@inline
export function maxLanes(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** Whether a row of `allowed` [tags] allows any tag. A row that allows none allows all. */
export function allowsAny(allowed: usize, tags: i32): bool {
  for (let tag = 0; tag < tags; tag++) if (load<f32>(allowed + 4 * tag) > 0) return true;
  return false;
}

/** Sets the tags of a vector [tags] that are not allowed to EXCLUDED. */
export function exclude(vector: usize, allowed: usize, tags: i32): void {
  if (!allowsAny(allowed, tags)) return;
  for (let tag = 0; tag < tags; tag++) {
    if (!(load<f32>(allowed + 4 * tag) > 0)) store<f32>(vector + 4 * tag, EXCLUDED);
  }
}

/** The largest number of a padded vector, or 0 where all of it is excluded. */
export function largest(vector: usize, width: i32): f32 {
  let top = v128.load(vector);
  for (let at = 4; at < width; at += 4) top = f32x4.max(top, v128.load(vector + 4 * at));
  const found = maxLanes(top);
  return found < REACHABLE ? 0 : found;
}

/** Copies a row [tags] of a tensor to a vector, padded with EXCLUDED. */
export function loadRow(vector: usize, row: usize, tags: i32, width: i32): void {
  memory.copy(vector, row, 4 * tags);
  for (let tag = tags; tag < width; tag++) store<f32>(vector + 4 * tag, EXCLUDED);
}

/** Rows [tags, padded tags] of the transitions between tags; `from` and `to` exchanged where `transposed`. */
export function padTransitions(rows: usize, transitions: usize, tags: i32, transposed: bool): void {
  const width = padded(tags);
  const side = tags + 2;
  for (let row = 0; row < tags; row++) {
    for (let column = 0; column < width; column++) {
      const cell = transposed ? column * side + row : row * side + column;
      store<f32>(rows + 4 * (row * width + column), column < tags ? load<f32>(transitions + 4 * cell) : EXCLUDED);
    }
  }
}

/** Adds a row [tags] of a tensor to a vector. */
export function addRow(vector: usize, row: usize, tags: i32): void {
  for (let tag = 0; tag < tags; tag++) {
    const at = vector + 4 * tag;
    store<f32>(at, load<f32>(at) + load<f32>(row + 4 * tag));
  }
}

// @ts-ignore: decorator
@inline
export function addTo(at: usize, value: f32): void {
  store<f32>(at, load<f32>(at) + value);
}
