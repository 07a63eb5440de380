/**
 * The recurrent layers' matrix products on WebGPU: all of their work that does not depend on the step before, over every
 * step of a padded batch at once. Padding is never read. A layer has 4 (LSTM) or 3 (GRU) gates, with a bias or without.
 */
import type { Product } from '../webgpu/product.ts';

/** Rows of the products are steps of a padded batch: `valid(row)` tells those that may be read. */
export const validCode = `
fn valid(row: u32) -> bool { return i32(row % parameters.time) < lengths[row / parameters.time]; }`;

const projectionOf = (biased: boolean): Product => ({
  key: biased ? 'recurrent-projection-biased' : 'recurrent-projection',
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'inputs', type: 'f32' },
    { name: 'inputWeights', type: 'f32' },
    ...(biased ? [{ name: 'bias', type: 'f32' } as const] : []),
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
  gates[row * parameters.columns + column] = value${biased ? ' + bias[column]' : ''};
}`,
});

/** [batch·time, features] × [features, directions·gates·hidden] */
export const projection = projectionOf(false);

/** The same + bias [directions·gates·hidden] */
export const biasedProjection = projectionOf(true);

export const inputsGradient: Product = {
  key: 'recurrent-inputs-gradient', // [batch·time, directions·gates·hidden] × inputWeightsᵀ
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

/** [features, batch·time] × [batch·time, directions·gates·hidden] */
export const inputWeightsGradient: Product = {
  key: 'recurrent-input-weights-gradient',
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'inputs', type: 'f32' },
    { name: 'sumsGradient', type: 'f32' },
    { name: 'weightsGradient', type: 'f32', write: true },
  ],
  parameters: ['time'],
  leftByRows: true,
  code: `${validCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  if (!valid(inner)) { return 0.0; }
  return inputs[inner * parameters.rows + row];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 { return sumsGradient[inner * parameters.columns + column]; }
fn store(batch: u32, row: u32, column: u32, value: f32) { weightsGradient[row * parameters.columns + column] = value; }`,
};

/** [features + 1, batch·time] × [batch·time, directions·gates·hidden]: the bias is one more row, whose input is always 1. */
export const biasedInputWeightsGradient: Product = {
  key: 'recurrent-input-weights-gradient-biased',
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

/** What a direction's state was before a step, zero before the first one; `valid` is not needed beside it. */
export const stateBeforeCode = `
fn stateBefore(directions: u32, direction: u32, row: u32, hidden: u32, unit: u32) -> f32 {
  let step = row % parameters.time;
  let length = lengths[row / parameters.time];
  if (i32(step) >= length) { return 0.0; }
  var before = row - 1u;
  if (direction == 0u) { if (step == 0u) { return 0.0; } }
  else {
    if (i32(step) + 1 >= length || step + 1u >= parameters.time) { return 0.0; }
    before = row + 1u;
  }
  return states[(before * directions + direction) * hidden + unit];
}`;
