/**
 * The LSTM's matrix products on WebGPU: all of its work that does not depend on the step before, over every step of a
 * padded batch at once. Padding is never read.
 */
import type { Product } from '../webgpu/product.ts';

/** Rows of the products are steps of a padded batch: `valid(row)` tells those that may be read. */
const validCode = `
fn valid(row: u32) -> bool { return i32(row % parameters.time) < lengths[row / parameters.time]; }`;

export const projection: Product = {
  key: 'lstm-projection', // [batch·time, features] × [features, directions·4·hidden] + bias
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'inputs', type: 'f32' },
    { name: 'inputWeights', type: 'f32' },
    { name: 'bias', type: 'f32' },
    { name: 'gates', type: 'f32', write: true },
  ],
  parameters: ['time'],
  code: `${validCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  if (!valid(row)) { return 0.0; }
  return inputs[row * parameters.inner + inner];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 { return inputWeights[inner * parameters.columns + column]; }
fn store(batch: u32, row: u32, column: u32, value: f32) {
  gates[row * parameters.columns + column] = value + bias[column];
}`,
};

export const inputsGradient: Product = {
  key: 'lstm-inputs-gradient', // [batch·time, directions·4·hidden] × inputWeightsᵀ
  bindings: [
    { name: 'sumsGradient', type: 'f32' },
    { name: 'inputWeights', type: 'f32' },
    { name: 'inputsGradient', type: 'f32', write: true },
  ],
  rightByInner: true,
  code: `
fn left(batch: u32, row: u32, inner: u32) -> f32 { return sumsGradient[row * parameters.inner + inner]; }
fn right(batch: u32, inner: u32, column: u32) -> f32 { return inputWeights[column * parameters.inner + inner]; }
fn store(batch: u32, row: u32, column: u32, value: f32) { inputsGradient[row * parameters.columns + column] = value; }`,
};

/** The bias is one more row of the input weights, whose input is always 1. */
export const inputWeightsGradient: Product = {
  key: 'lstm-input-weights-gradient', // [features + 1, batch·time] × [batch·time, directions·4·hidden]
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'inputs', type: 'f32' },
    { name: 'sumsGradient', type: 'f32' },
    { name: 'weightsGradient', type: 'f32', write: true },
    { name: 'biasGradient', type: 'f32', write: true },
  ],
  parameters: ['time'],
  leftByRows: true,
  code: `${validCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  let features = parameters.rows - 1u;
  if (!valid(inner)) { return 0.0; }
  if (row == features) { return 1.0; }
  return inputs[inner * features + row];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 { return sumsGradient[inner * parameters.columns + column]; }
fn store(batch: u32, row: u32, column: u32, value: f32) {
  if (row == parameters.rows - 1u) { biasGradient[column] = value; }
  else { weightsGradient[row * parameters.columns + column] = value; }
}`,
};

export const recurrentWeightsGradient: Product = {
  key: 'lstm-recurrent-weights-gradient', // a direction: [hidden, batch·time] × [batch·time, 4·hidden]
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'states', type: 'f32' },
    { name: 'sumsGradient', type: 'f32' },
    { name: 'weightsGradient', type: 'f32', write: true },
  ],
  parameters: ['time'],
  leftByRows: true,
  code: `${validCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  let step = inner % parameters.time;
  let length = lengths[inner / parameters.time];
  if (i32(step) >= length) { return 0.0; }
  var before = inner - 1u;
  if (batch == 0u) { if (step == 0u) { return 0.0; } }
  else {
    if (i32(step) + 1 >= length || step + 1u >= parameters.time) { return 0.0; }
    before = inner + 1u;
  }
  return states[(before * parameters.batches + batch) * parameters.rows + row];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 {
  return sumsGradient[(inner * parameters.batches + batch) * parameters.columns + column];
}
fn store(batch: u32, row: u32, column: u32, value: f32) {
  weightsGradient[(batch * parameters.rows + row) * parameters.columns + column] = value;
}`,
};
