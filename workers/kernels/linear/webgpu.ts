/**
 * The linear layer on WebGPU: one product forward, two backward. The bias's gradient is one more row, whose input is 1.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Product, runProduct } from '../webgpu/product.ts';
import { makeOutput } from '../webgpu/program.ts';
import { LINEAR, LINEAR_GRADIENT, linearShape } from './operation.ts';

/** [rows, inputs] × [inputs, outputs] */
const forwardProduct: Product = {
  key: 'linear',
  operands: [
    { name: 'features', type: 'f32' },
    { name: 'weights', type: 'f32' },
  ],
  results: [
    { name: 'bias', type: 'f32' },
    { name: 'result', type: 'f32', write: true },
  ],
  readers: `
fn left(batch: u32, row: u32, inner: u32) -> f32 { return features[row * parameters.inner + inner]; }
fn right(batch: u32, inner: u32, column: u32) -> f32 { return weights[inner * parameters.columns + column]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) {
  result[row * parameters.columns + column] = value + bias[column];
}`,
};

/** [rows, outputs] × [outputs, inputs] */
const featuresProduct: Product = {
  key: 'linear-features-gradient',
  operands: [
    { name: 'gradient', type: 'f32' },
    { name: 'weights', type: 'f32' },
  ],
  results: [{ name: 'featuresGradient', type: 'f32', write: true }],
  rightByInner: true,
  readers: `
fn left(batch: u32, row: u32, inner: u32) -> f32 { return gradient[row * parameters.inner + inner]; }
fn right(batch: u32, inner: u32, column: u32) -> f32 { return weights[column * parameters.inner + inner]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) { featuresGradient[row * parameters.columns + column] = value; }`,
};

/** [inputs + 1, rows] × [rows, outputs] */
const weightsProduct: Product = {
  key: 'linear-weights-gradient',
  operands: [
    { name: 'features', type: 'f32' },
    { name: 'gradient', type: 'f32' },
  ],
  results: [
    { name: 'weightsGradient', type: 'f32', write: true },
    { name: 'biasGradient', type: 'f32', write: true },
  ],
  leftByRows: true,
  readers: `
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  let inputs = parameters.rows - 1u;
  if (row == inputs) { return 1.0; }
  return features[inner * inputs + row];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 { return gradient[inner * parameters.columns + column]; }`,
  writer: `
fn store(batch: u32, row: u32, column: u32, value: f32) {
  if (row == parameters.rows - 1u) { biasGradient[column] = value; }
  else { weightsGradient[row * parameters.columns + column] = value; }
}`,
};

type Parts = Readonly<Record<'features' | 'weights' | 'bias' | 'gradient', TensorInfo>>;

function forward({ features, weights, bias }: Parts, backend: WebGPUBackend): TensorInfo {
  const { rows, inputs, outputs } = linearShape(features.shape, weights.shape);
  const result = makeOutput(backend, [...features.shape.slice(0, -1), outputs]);
  const shape = { batches: 1, rows, columns: outputs, inner: inputs };
  runProduct(backend, forwardProduct, [features, weights], [bias, result], shape);
  return result;
}

function backward({ features, weights, gradient }: Parts, backend: WebGPUBackend): TensorInfo[] {
  const { rows, inputs, outputs } = linearShape(features.shape, weights.shape);
  const featuresGradient = makeOutput(backend, features.shape);
  const weightsGradient = makeOutput(backend, weights.shape);
  const biasGradient = makeOutput(backend, [outputs]);
  const featuresShape = { batches: 1, rows, columns: inputs, inner: outputs };
  runProduct(backend, featuresProduct, [gradient, weights], [featuresGradient], featuresShape);
  const weightsShape = { batches: 1, rows: inputs + 1, columns: outputs, inner: rows };
  runProduct(backend, weightsProduct, [features, gradient], [weightsGradient, biasGradient], weightsShape);
  return [featuresGradient, weightsGradient, biasGradient];
}

/** Registers the linear layer and its gradient for tfjs's `webgpu`. */
export function registerLinearWebgpu(): void {
  const kernels = { [LINEAR]: forward, [LINEAR_GRADIENT]: backward };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => run(inputs as Parts, backend as WebGPUBackend),
    });
  }
}
