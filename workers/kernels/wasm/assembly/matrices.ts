/** Products of matrices in tensors, single or in a batch. */
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';

/** Bytes of workspace for the products. */
export function matricesBytes(rows: i32, depth: i32, columns: i32): i32 {
  return PRODUCT_SCRATCH + 4 * max(rows, depth) + 4 * rows + packedBytes(depth, columns);
}

/**
 * `result` [batch, rows, columns] = A·B for each of a batch. A is [rows, depth], or [depth, rows] if transposed; B is
 * [depth, columns], or [columns, depth]. `manyLeft` and `manyRight`: whether A, and B, are batches; otherwise one
 * serves all.
 */
export function multiplyMatrices(
  left: usize, right: usize, result: usize, work: usize, batch: i32, manyLeft: i32, manyRight: i32,
  rows: i32, depth: i32, columns: i32, transposeLeft: i32, transposeRight: i32,
): void {
  const scratch = work;
  const leftRows = scratch + PRODUCT_SCRATCH;
  const resultRows = leftRows + 4 * max(rows, depth);
  const packed = resultRows + 4 * rows;
  for (let n = 0; n < batch; n++) {
    const a = manyLeft ? left + 4 * n * rows * depth : left;
    const b = manyRight ? right + 4 * n * depth * columns : right;
    const c = result + 4 * n * rows * columns;
    if (depth === 0) memory.fill(c, 0, 4 * rows * columns);
    if (transposeLeft) listRows(leftRows, a, 4 * rows, depth);
    else listRows(leftRows, a, 4 * depth, rows);
    listRows(resultRows, c, 4 * columns, rows);
    if (n === 0 || manyRight) {
      if (transposeRight) packRightTransposed(packed, b, 4 * depth, depth, columns);
      else packRight(packed, b, 4 * columns, depth, columns);
    }
    product(leftRows, transposeLeft !== 0, packed, depth, resultRows, rows, depth, columns, false, scratch);
  }
}
