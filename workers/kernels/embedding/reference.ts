/**
 * What an embedding means: a row of a table for every id. Row 0 is padding: it reads as zeros whatever the table holds
 * there, and it receives no gradient, so that a padded batch and its sentences alone give the same numbers.
 */

export interface EmbeddingShape {
  rows: number;
  dimension: number;
  /** Number of ids, whatever their shape. */
  count: number;
}

/** table [rows, dimension], ids [count] → [count, dimension]. An id outside the table reads as padding. */
export function embeddingForward(shape: EmbeddingShape, table: Float32Array, ids: Int32Array): Float32Array {
  const { rows, dimension, count } = shape;
  const output = new Float32Array(count * dimension);
  for (let n = 0; n < count; n++) {
    const id = ids[n]!;
    if (id <= 0 || id >= rows) continue;
    output.set(table.subarray(id * dimension, (id + 1) * dimension), n * dimension);
  }
  return output;
}

/** ids [count], gradient [count, dimension] → gradient of the table [rows, dimension]. */
export function embeddingGradient(shape: EmbeddingShape, ids: Int32Array, gradient: Float32Array): Float32Array {
  const { rows, dimension, count } = shape;
  const output = new Float32Array(rows * dimension);
  for (let n = 0; n < count; n++) {
    const id = ids[n]!;
    if (id <= 0 || id >= rows) continue;
    for (let d = 0; d < dimension; d++) output[id * dimension + d]! += gradient[n * dimension + d]!;
  }
  return output;
}
