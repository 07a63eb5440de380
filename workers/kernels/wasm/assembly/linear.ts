/**
 * A linear layer: a product plus a bias, and the gradients of all three inputs (defined in ../../linear/reference.ts).
 * Other columns of the weights, or other rows, are another thread's, so some operands are columns of rows with a stride
 * in bytes.
 */
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';
import { addNumbers } from './vectors';

export function linearForwardBytes(rows: i32, inputs: i32, outputs: i32): i32 {
  return PRODUCT_SCRATCH + 8 * rows + packedBytes(inputs, outputs);
}

/** For `outputs` columns of the weights, the bias and the result. */
export function linearForward(
  features: usize, weights: usize, weightsStride: i32, bias: usize, result: usize, resultStride: i32, work: usize,
  rows: i32, inputs: i32, outputs: i32,
): void {
  const leftRows = work + PRODUCT_SCRATCH;
  const resultRows = leftRows + 4 * rows;
  const packed = resultRows + 4 * rows;
  listRows(leftRows, features, 4 * inputs, rows);
  listRows(resultRows, result, resultStride, rows);
  packRight(packed, weights, weightsStride, inputs, outputs);
  for (let row = 0; row < rows; row++) memory.copy(result + row * resultStride, bias, 4 * outputs);
  product(leftRows, false, packed, inputs, resultRows, rows, inputs, outputs, true, work);
}

export function linearGradientBytes(rows: i32, inputs: i32, outputs: i32): i32 {
  const lists = 4 * (rows + max(rows, inputs));
  return PRODUCT_SCRATCH + lists + max(packedBytes(outputs, inputs), packedBytes(rows, outputs));
}

/** For `inputs` columns of the features, which are rows of the weights. */
export function linearGradient(
  features: usize, featuresStride: i32, weights: usize, gradient: usize, featuresGradient: usize,
  featuresGradientStride: i32, weightsGradient: usize, work: usize, rows: i32, inputs: i32, outputs: i32,
): void {
  const leftRows = work + PRODUCT_SCRATCH;
  const resultRows = leftRows + 4 * rows;
  const packed = resultRows + 4 * max(rows, inputs);
  listRows(leftRows, gradient, 4 * outputs, rows);
  listRows(resultRows, featuresGradient, featuresGradientStride, rows);
  packRightTransposed(packed, weights, 4 * outputs, outputs, inputs);
  product(leftRows, false, packed, outputs, resultRows, rows, outputs, inputs, false, work);
  listRows(leftRows, features, featuresStride, rows);
  listRows(resultRows, weightsGradient, 4 * outputs, inputs);
  packRight(packed, gradient, 4 * outputs, rows, outputs);
  product(leftRows, true, packed, rows, resultRows, inputs, rows, outputs, false, work);
}

/** The sum of `rows` rows. */
export function sumRows(from: usize, to: usize, rows: i32, width: i32): void {
  memory.fill(to, 0, 4 * width);
  for (let row = 0; row < rows; row++) addNumbers(to, from + 4 * row * width, width);
}
