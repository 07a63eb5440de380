/** Products of matrices in tensors, single or in a batch, or of some of their rows or columns. */
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';

/** Bytes of workspace for the products. */
export function matricesBytes(rows: i32, depth: i32, columns: i32): i32 {
  return PRODUCT_SCRATCH + 4 * max(rows, depth) + 4 * rows + packedBytes(depth, columns);
}

/**
 * `result` [batch, rows, columns] = A·B for each of a batch. A is [rows, depth], or [depth, rows] if transposed; B is
 * [depth, columns], or [columns, depth]. Of each operand, the numbers from one stored row to the next, and from one
 * matrix of the batch to the next; 0 where one serves all.
 */
export function multiplyMatrices(
  left: usize, leftStride: i32, leftStep: i32, right: usize, rightStride: i32, rightStep: i32, result: usize,
  resultStride: i32, resultStep: i32, work: usize, batch: i32, rows: i32, depth: i32, columns: i32,
  transposeLeft: i32, transposeRight: i32,
): void {
  const scratch = work;
  const leftRows = scratch + PRODUCT_SCRATCH;
  const resultRows = leftRows + 4 * max(rows, depth);
  const packed = resultRows + 4 * rows;
  for (let n = 0; n < batch; n++) {
    const c = result + 4 * n * resultStep;
    if (depth === 0) for (let row = 0; row < rows; row++) memory.fill(c + 4 * row * resultStride, 0, 4 * columns);
    const b = right + 4 * n * rightStep;
    listRows(leftRows, left + 4 * n * leftStep, 4 * leftStride, transposeLeft ? depth : rows);
    listRows(resultRows, c, 4 * resultStride, rows);
    if (n === 0 || rightStep) {
      if (transposeRight) packRightTransposed(packed, b, 4 * rightStride, depth, columns);
      else packRight(packed, b, 4 * rightStride, depth, columns);
    }
    product(leftRows, transposeLeft !== 0, packed, depth, resultRows, rows, depth, columns, false, scratch);
  }
}
