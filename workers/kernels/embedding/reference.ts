/**
 * The definition of an embedding: a row of a table for every id. Where row 0 is padding (`firstRow` is 1), it reads as
 * zeros whatever the table holds, and gets no gradient. So a padded batch gives the same numbers as its sentences
 * alone. Where `firstRow` is 0, row 0 is a row like the others.
 */

export interface EmbeddingShape {
  rows: number;
  dimension: number;
  /** Number of ids, whatever their shape. */
  count: number;
  /** Ids below it are padding. */
  firstRow: number;
}

/** table [rows, dimension], ids [count] → [count, dimension]. An id outside the table reads as padding. */
export function embeddingForward(shape: EmbeddingShape, table: Float32Array, ids: Int32Array): Float32Array {
  const { rows, dimension, count, firstRow } = shape;
  const output = new Float32Array(count * dimension);
  for (let n = 0; n < count; n++) {
    const id = ids[n]!;
    if (id < firstRow || id >= rows) continue;
    output.set(table.subarray(id * dimension, (id + 1) * dimension), n * dimension);
  }
  return output;
}

/**
 * Sums the gradient [count, dimension] by row → [rows, dimension]. `order` has the positions sorted by row; `starts`
 * [rows + 1] has where each row's positions start.
 */
export function embeddingGradient(
  dimension: number,
  gradient: Float32Array,
  order: Int32Array,
  starts: Int32Array,
): Float32Array {
  const rows = starts.length - 1;
  const output = new Float32Array(rows * dimension);
  for (let row = 0; row < rows; row++) {
    for (const position of order.subarray(starts[row], starts[row + 1])) {
      for (let d = 0; d < dimension; d++) output[row * dimension + d]! += gradient[position * dimension + d]!;
    }
  }
  return output;
}
