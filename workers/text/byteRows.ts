/** Matrices and tables in bytes: each row or column has a scale of its own, by which its largest number becomes ±127. */

export interface ByteRows {
  readonly shape: readonly number[];
  readonly bytes: Int8Array;
  /** One a row (axis 0) or a column (axis 1). */
  readonly scales: Float32Array;
}

/** @param shape [rows, columns]. @param axis what has scales: rows (0) or columns (1). */
export function inBytes(values: Float32Array, shape: readonly number[], axis: 0 | 1): ByteRows {
  const columns = shape[1] as number;
  const placeOf = (n: number) => (axis === 0 ? Math.floor(n / columns) : n % columns);
  const largest = new Float32Array(shape[axis] as number);
  values.forEach((value, n) => {
    const place = placeOf(n);
    largest[place] = Math.max(largest[place] as number, Math.abs(value));
  });
  // Of zeros alone any scale will do; one of 0 would divide by it.
  const scales = largest.map((most) => (most > 0 ? most / 127 : 1));
  const bytes = Int8Array.from(values, (value, n) => Math.round(value / (scales[placeOf(n)] as number)));
  return { shape, bytes, scales };
}
