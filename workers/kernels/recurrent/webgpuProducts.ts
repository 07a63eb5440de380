/**
 * The recurrent layers' matrix products on WebGPU: all work that does not depend on the previous time step, over all
 * steps of a padded batch at once. Padding is never read.
 */
import type { Product } from '../webgpu/product.ts';
import type { RecurrentKind } from './operation.ts';
import type { Cell } from './webgpuRecurrence.ts';

/**
 * Rows of the products are the time steps of a padded batch. `valid(row)` is false for padding, which may not be read.
 */
const validCode = `
fn valid(row: u32) -> bool { return i32(row % parameters.time) < lengths[row / parameters.time]; }`;

/**
 * [batch·time, features] × [features, directions·gates·hidden], plus the bias where there is one. It writes to the
 * place of the gates in the cache for the backward pass (webgpuRecurrence.ts).
 */
export const projection = ({ title, gates, biased }: RecurrentKind): Product => ({
  key: `${title}-projection`,
  operands: [
    { name: 'lengths', type: 'i32' },
    { name: 'inputs', type: 'f32' },
    { name: 'inputWeights', type: 'f32' },
  ],
  results: [{ name: 'cache', type: 'f32', write: true }, ...(biased ? [{ name: 'bias', type: 'f32' } as const] : [])],
  parameters: ['time'],
  readers: `${validCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  if (!valid(row)) { return 0.0; }
  return inputs[row * parameters.inner + inner];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 { return inputWeights[inner * parameters.columns + column]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) {
  let cacheWidth = parameters.columns / ${gates}u * ${gates + 1}u;
  cache[row * cacheWidth + column] = value${biased ? ' + bias[column]' : ''};
}`,
});

/** [batch·time, directions·gates·hidden] × inputWeightsᵀ */
export const inputsGradient: Product = {
  key: 'recurrent-inputs-gradient',
  operands: [
    { name: 'preActivationsGradient', type: 'f32' },
    { name: 'inputWeights', type: 'f32' },
  ],
  results: [{ name: 'inputsGradient', type: 'f32', write: true }],
  rightByInner: true,
  readers: `
fn left(batch: u32, row: u32, inner: u32) -> f32 { return preActivationsGradient[row * parameters.inner + inner]; }
fn right(batch: u32, inner: u32, column: u32) -> f32 { return inputWeights[column * parameters.inner + inner]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) { inputsGradient[row * parameters.columns + column] = value; }`,
};

/** Batches of the product below: one a direction, or one a gate of a direction where gates take different inputs. */
export const weightsBatches = ({ gates }: RecurrentKind, { resetGate }: Cell, directions: number) =>
  directions * (resetGate ? gates : 1);

/**
 * The gradients of all weights as one product. Each is a sum over time steps of the weights' input × the gradient of
 * the pre-activations: a batch is [features + (1) + hidden, batch·time] × [batch·time, some of gates·hidden]. Its rows
 * are those of the inputs, of the bias, whose input is 1 at every step, and of the state.
 */
export function weightsGradient(
  { title, gates, biased }: RecurrentKind,
  { resetGate }: Cell,
  hasInitial: boolean,
): Product {
  const blocks = resetGate ? gates : 1; // batches of a direction
  const biasRows = biased ? 1 : 0;
  return {
    key: `${title}-weights-gradient${hasInitial ? '-initial' : ''}`,
    operands: [
      { name: 'lengths', type: 'i32' },
      { name: 'inputs', type: 'f32' },
      { name: 'states', type: 'f32' },
      { name: 'preActivationsGradient', type: 'f32' },
      ...(hasInitial ? [{ name: 'initialState', type: 'f32' } as const] : []),
      ...(resetGate ? [{ name: 'cache', type: 'f32' } as const] : []),
    ],
    results: [
      { name: 'inputWeightsGradient', type: 'f32', write: true },
      { name: 'recurrentWeightsGradient', type: 'f32', write: true },
      ...(biased ? [{ name: 'biasGradient', type: 'f32', write: true } as const] : []),
    ],
    parameters: ['time', 'features', 'hidden', 'directions'],
    leftByRows: true,
    readers: `${validCode}

fn initialStateAt(direction: u32, row: u32, unit: u32) -> f32 {
  ${
    hasInitial
      ? `let width = parameters.directions * parameters.hidden;
  return initialState[row / parameters.time * width + direction * parameters.hidden + unit];`
      : 'return 0.0;'
  }
}

/** A direction's state at the step before that of a row. The row is not padding. */
fn previousState(direction: u32, row: u32, unit: u32) -> f32 {
  var previous = row - 1u;
  if (direction == 0u) {
    if (row % parameters.time == 0u) { return initialStateAt(direction, row, unit); }
  } else {
    previous = row + 1u;
    if (previous % parameters.time == 0u || !valid(previous)) { return initialStateAt(direction, row, unit); }
  }
  return states[(previous * parameters.directions + direction) * parameters.hidden + unit];
}

fn left(batch: u32, row: u32, inner: u32) -> f32 {
  if (!valid(inner)) { return 0.0; }
  if (row < parameters.features) { return inputs[inner * parameters.features + row]; }
  if (row < parameters.features + ${biasRows}u) { return 1.0; }
  let unit = row - parameters.features - ${biasRows}u;
  let direction = batch / ${blocks}u;
  ${
    resetGate
      ? `if (batch % ${blocks}u >= ${resetGate.firstGate}u) {
    let cachedColumn = (inner * ${gates + 1}u + ${gates}u) * parameters.directions + direction;
    return cache[cachedColumn * parameters.hidden + unit];
  }`
      : ''
  }
  return previousState(direction, inner, unit);
}
fn right(batch: u32, inner: u32, column: u32) -> f32 {
  return preActivationsGradient[(inner * parameters.batches + batch) * parameters.columns + column];
}`,
    writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) {
  let wideColumn = batch * parameters.columns + column;
  if (row < parameters.features) {
    inputWeightsGradient[row * parameters.batches * parameters.columns + wideColumn] = value;
  } else if (row < parameters.features + ${biasRows}u) {
    ${biased ? 'biasGradient[wideColumn] = value;' : ''}
  } else {
    let to = batch / ${blocks}u * parameters.hidden + row - parameters.features - ${biasRows}u;
    recurrentWeightsGradient[(to * ${blocks}u + batch % ${blocks}u) * parameters.columns + column] = value;
  }
}`,
  };
}
