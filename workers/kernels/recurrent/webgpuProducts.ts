/**
 * The recurrent layers' matrix products on WebGPU: all of their work that does not depend on the step before, over every
 * step of a padded batch at once. Padding is never read.
 */
import type { Product } from '../webgpu/product.ts';
import type { RecurrentKind } from './operation.ts';
import type { Cell } from './webgpuWalk.ts';

/** Rows of the products are steps of a padded batch: `valid(row)` tells those that may be read. */
const validCode = `
fn valid(row: u32) -> bool { return i32(row % parameters.time) < lengths[row / parameters.time]; }`;

/**
 * [batch·time, features] × [features, directions·gates·hidden], with the bias where there is one, to where the gates are to
 * be in the walk's trace (webgpuWalk.ts)
 */
export const projection = ({ title, gates, biased }: RecurrentKind): Product => ({
  key: `${title}-projection`,
  operands: [
    { name: 'lengths', type: 'i32' },
    { name: 'inputs', type: 'f32' },
    { name: 'inputWeights', type: 'f32' },
  ],
  results: [{ name: 'trace', type: 'f32', write: true }, ...(biased ? [{ name: 'bias', type: 'f32' } as const] : [])],
  parameters: ['time'],
  readers: `${validCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  if (!valid(row)) { return 0.0; }
  return inputs[row * parameters.inner + inner];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 { return inputWeights[inner * parameters.columns + column]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) {
  let traceWidth = parameters.columns / ${gates}u * ${gates + 1}u;
  trace[row * traceWidth + column] = value${biased ? ' + bias[column]' : ''};
}`,
});

/** [batch·time, directions·gates·hidden] × inputWeightsᵀ */
export const inputsGradient: Product = {
  key: 'recurrent-inputs-gradient',
  operands: [
    { name: 'sumsGradient', type: 'f32' },
    { name: 'inputWeights', type: 'f32' },
  ],
  results: [{ name: 'inputsGradient', type: 'f32', write: true }],
  rightByInner: true,
  readers: `
fn left(batch: u32, row: u32, inner: u32) -> f32 { return sumsGradient[row * parameters.inner + inner]; }
fn right(batch: u32, inner: u32, column: u32) -> f32 { return inputWeights[column * parameters.inner + inner]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) { inputsGradient[row * parameters.columns + column] = value; }`,
};

/** Batches of the product below: a direction, or a direction's gate where not all gates take the same. */
export const weightsBatches = ({ gates }: RecurrentKind, { passing }: Cell, directions: number) =>
  directions * (passing ? gates : 1);

/**
 * All weights' gradients as one product, for all are sums over the steps of what the weights took × the gradient of the
 * gates' sums: a batch is [features + (1) + hidden, batch·time] × [batch·time, some of gates·hidden]. Its rows are the
 * inputs', the bias's, which takes 1 from every step, and the state's.
 */
export function weightsGradient(
  { title, gates, biased }: RecurrentKind,
  { passing }: Cell,
  hasInitial: boolean,
): Product {
  const blocks = passing ? gates : 1; // batches of a direction
  const biasRows = biased ? 1 : 0;
  return {
    key: `${title}-weights-gradient${hasInitial ? '-initial' : ''}`,
    operands: [
      { name: 'lengths', type: 'i32' },
      { name: 'inputs', type: 'f32' },
      { name: 'states', type: 'f32' },
      { name: 'sumsGradient', type: 'f32' },
      ...(hasInitial ? [{ name: 'initialState', type: 'f32' } as const] : []),
      ...(passing ? [{ name: 'trace', type: 'f32' } as const] : []),
    ],
    results: [
      { name: 'inputWeightsGradient', type: 'f32', write: true },
      { name: 'recurrentWeightsGradient', type: 'f32', write: true },
      ...(biased ? [{ name: 'biasGradient', type: 'f32', write: true } as const] : []),
    ],
    parameters: ['time', 'features', 'hidden', 'directions'],
    leftByRows: true,
    readers: `${validCode}

fn first(direction: u32, row: u32, unit: u32) -> f32 {
  ${
    hasInitial
      ? `let width = parameters.directions * parameters.hidden;
  return initialState[row / parameters.time * width + direction * parameters.hidden + unit];`
      : 'return 0.0;'
  }
}

/** What a direction's state was before a step that is no padding. */
fn stateBefore(direction: u32, row: u32, unit: u32) -> f32 {
  var before = row - 1u;
  if (direction == 0u) {
    if (row % parameters.time == 0u) { return first(direction, row, unit); }
  } else {
    before = row + 1u;
    if (before % parameters.time == 0u || !valid(before)) { return first(direction, row, unit); }
  }
  return states[(before * parameters.directions + direction) * parameters.hidden + unit];
}

fn left(batch: u32, row: u32, inner: u32) -> f32 {
  if (!valid(inner)) { return 0.0; }
  if (row < parameters.features) { return inputs[inner * parameters.features + row]; }
  if (row < parameters.features + ${biasRows}u) { return 1.0; }
  let unit = row - parameters.features - ${biasRows}u;
  let direction = batch / ${blocks}u;
  ${
    passing
      ? `if (batch % ${blocks}u >= ${passing.from}u) {
    let kept = (inner * ${gates + 1}u + ${gates}u) * parameters.directions + direction;
    return trace[kept * parameters.hidden + unit];
  }`
      : ''
  }
  return stateBefore(direction, inner, unit);
}
fn right(batch: u32, inner: u32, column: u32) -> f32 {
  return sumsGradient[(inner * parameters.batches + batch) * parameters.columns + column];
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
