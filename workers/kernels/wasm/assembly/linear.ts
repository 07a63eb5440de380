/**
 * A linear layer: a product plus a bias, and the gradients of all three inputs (defined in ../../linear/reference.ts).
 */
import { matricesBytes, multiplyMatrices } from './matrices';
import { listRows, PRODUCT_SCRATCH, packRight, product } from './product';
import { addNumbers } from './vectors';

/** `work` has `matricesBytes(rows, inputs, outputs)`. */
export function linearForward(
  features: usize, weights: usize, bias: usize, result: usize, work: usize, rows: i32, inputs: i32, outputs: i32,
): void {
  const scratch = work;
  const leftRows = scratch + PRODUCT_SCRATCH;
  const resultRows = leftRows + 4 * max(rows, inputs);
  const packed = resultRows + 4 * rows;
  listRows(leftRows, features, 4 * inputs, rows);
  listRows(resultRows, result, 4 * outputs, rows);
  packRight(packed, weights, 4 * outputs, inputs, outputs);
  for (let row = 0; row < rows; row++) memory.copy(result + 4 * row * outputs, bias, 4 * outputs);
  product(leftRows, false, packed, inputs, resultRows, rows, inputs, outputs, true, scratch);
}

export function linearGradientBytes(rows: i32, inputs: i32, outputs: i32): i32 {
  return max(matricesBytes(rows, outputs, inputs), matricesBytes(inputs, rows, outputs));
}

export function linearGradient(
  features: usize, weights: usize, gradient: usize, featuresGradient: usize, weightsGradient: usize,
  biasGradient: usize, work: usize, rows: i32, inputs: i32, outputs: i32,
): void {
  multiplyMatrices(gradient, weights, featuresGradient, work, 1, 0, 0, rows, outputs, inputs, 0, 1);
  multiplyMatrices(features, gradient, weightsGradient, work, 1, 0, 0, inputs, rows, outputs, 1, 0);
  memory.fill(biasGradient, 0, 4 * outputs);
  for (let row = 0; row < rows; row++) addNumbers(biasGradient, gradient + 4 * row * outputs, outputs);
}
