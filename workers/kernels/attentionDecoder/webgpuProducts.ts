/**
 * The attention decoder's matrix products on WebGPU: all work that does not depend on the step before. Padding is never
 * read. A row of `gradient` is as wide as webgpuBackward.ts says.
 */
import type { Product } from '../webgpu/product.ts';

/** Rows are the time steps of a padded batch. `valid(row)` is false for padding, which may not be read. */
const validCode = `
fn valid(row: u32) -> bool { return i32(row % parameters.time) < lengths[row / parameters.time]; }`;

/** [batch·time, features] × [features, 8·hidden + attention] */
export const projection: Product = {
  key: 'decoder-projection',
  operands: [
    { name: 'lengths', type: 'i32' },
    { name: 'features', type: 'f32' },
    { name: 'featureWeights', type: 'f32' },
  ],
  results: [{ name: 'projected', type: 'f32', write: true }],
  parameters: ['time'],
  readers: `${validCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  if (!valid(row)) { return 0.0; }
  return features[row * parameters.inner + inner];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 { return featureWeights[inner * parameters.columns + column]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) { projected[row * parameters.columns + column] = value; }`,
};

/** [batch·time, 8·hidden + attention] × featureWeightsᵀ */
export const featuresGradient: Product = {
  key: 'decoder-features-gradient',
  operands: [
    { name: 'gradient', type: 'f32' },
    { name: 'featureWeights', type: 'f32' },
  ],
  results: [{ name: 'featuresGradient', type: 'f32', write: true }],
  parameters: ['width'],
  rightByInner: true,
  readers: `
fn left(batch: u32, row: u32, inner: u32) -> f32 { return gradient[row * parameters.width + inner]; }
fn right(batch: u32, inner: u32, column: u32) -> f32 { return featureWeights[column * parameters.inner + inner]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) { featuresGradient[row * parameters.columns + column] = value; }`,
};

/**
 * The gradients of both weights as one product [features + hidden, batch·time] × [batch·time, 8·hidden + 2·attention]: its
 * rows are those of the features and of the state before. What no weight multiplied is not stored.
 */
export const weightsGradient: Product = {
  key: 'decoder-weights-gradient',
  operands: [
    { name: 'lengths', type: 'i32' },
    { name: 'features', type: 'f32' },
    { name: 'states', type: 'f32' },
    { name: 'initialState', type: 'f32' },
    { name: 'gradient', type: 'f32' },
  ],
  results: [
    { name: 'featureWeightsGradient', type: 'f32', write: true },
    { name: 'stateWeightsGradient', type: 'f32', write: true },
  ],
  parameters: ['time', 'features', 'hidden', 'width'],
  leftByRows: true,
  readers: `${validCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  if (!valid(inner)) { return 0.0; }
  if (row < parameters.features) { return features[inner * parameters.features + row]; }
  let unit = row - parameters.features;
  if (inner % parameters.time == 0u) { return initialState[inner / parameters.time * parameters.hidden + unit]; }
  return states[(inner - 1u) * parameters.hidden + unit];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 { return gradient[inner * parameters.width + column]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) {
  let gateColumns = 4u * parameters.hidden;
  let attention = (parameters.columns - 2u * gateColumns) / 2u;
  let rowWidth = parameters.columns - attention;
  if (row < parameters.features) {
    if (column < rowWidth) { featureWeightsGradient[row * rowWidth + column] = value; }
    return;
  }
  let to = (row - parameters.features) * (gateColumns + attention);
  if (column < gateColumns) { stateWeightsGradient[to + column] = value; }
  if (column >= rowWidth) { stateWeightsGradient[to + gateColumns + column - rowWidth] = value; }
}`,
};
