/**
 * The definition of layer normalisation (Ba, Kiros and Hinton 2016): every row of features is shifted to mean 0 and
 * scaled to variance 1, then multiplied by a learned gain and shifted by a learned bias. The variance is divided by the
 * number of features, and epsilon is added to it, as in BERT.
 */

/** The rows of a tensor [..., features]. */
export interface RowShape {
  rows: number;
  features: number;
}

/** Mean and 1 / √(variance + epsilon) of one row. */
function statistics(x: Float32Array, row: number, features: number, epsilon: number): [number, number] {
  let sum = 0;
  for (let k = row * features; k < (row + 1) * features; k++) sum += x[k]!;
  const mean = sum / features;
  let squares = 0;
  for (let k = row * features; k < (row + 1) * features; k++) squares += (x[k]! - mean) ** 2;
  return [mean, 1 / Math.sqrt(squares / features + epsilon)];
}

/** x [rows, features], gain and bias [features] → [rows, features]. */
export function layerNormForward(
  { rows, features }: RowShape,
  x: Float32Array,
  gain: Float32Array,
  bias: Float32Array,
  epsilon: number,
): Float32Array {
  const output = new Float32Array(rows * features);
  for (let row = 0; row < rows; row++) {
    const [mean, scale] = statistics(x, row, features, epsilon);
    for (let k = 0; k < features; k++) {
      const at = row * features + k;
      output[at] = (x[at]! - mean) * scale * gain[k]! + bias[k]!;
    }
  }
  return output;
}

/** The gradients of x [rows, features], gain [features] and bias [features] for `gradient` [rows, features]. */
export function layerNormGradient(
  { rows, features }: RowShape,
  x: Float32Array,
  gain: Float32Array,
  gradient: Float32Array,
  epsilon: number,
): { x: Float32Array; gain: Float32Array; bias: Float32Array } {
  const xGradient = new Float32Array(rows * features);
  const gainGradient = new Float64Array(features);
  const biasGradient = new Float64Array(features);
  for (let row = 0; row < rows; row++) {
    const [mean, scale] = statistics(x, row, features, epsilon);
    // Of the gradient of the normalised features: its mean, and the mean of its product with them.
    let meanGradient = 0;
    let meanProduct = 0;
    for (let k = 0; k < features; k++) {
      const at = row * features + k;
      const normalised = (x[at]! - mean) * scale;
      meanGradient += (gradient[at]! * gain[k]!) / features;
      meanProduct += (gradient[at]! * gain[k]! * normalised) / features;
      gainGradient[k] = gainGradient[k]! + gradient[at]! * normalised;
      biasGradient[k] = biasGradient[k]! + gradient[at]!;
    }
    for (let k = 0; k < features; k++) {
      const at = row * features + k;
      const normalised = (x[at]! - mean) * scale;
      xGradient[at] = scale * (gradient[at]! * gain[k]! - meanGradient - normalised * meanProduct);
    }
  }
  return { x: xGradient, gain: Float32Array.from(gainGradient), bias: Float32Array.from(biasGradient) };
}
