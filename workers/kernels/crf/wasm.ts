/** The CRF's kernels in our WASM module (../wasm/assembly/crf.ts and crfPath.ts). */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel, callNumber } from '../wasm/module.ts';
import { crfShape } from './shape.ts';

const shapeOf = (inputs: NamedTensorInfoMap) => crfShape((name) => (inputs[name] as TensorInfo).shape);

const operands = (inputs: NamedTensorInfoMap) =>
  ['emissions', 'transitions', 'lengths', 'allowed', 'cost'].map((name) => inputs[name]);

/** A sum over sequences: its results, and the alphas for the backward pass. */
const sums = (name: string, alphas: readonly number[]) => (inputs: NamedTensorInfoMap) => {
  const { batch, time, tags } = shapeOf(inputs);
  return callKernel({
    name,
    inputs: operands(inputs),
    outputs: [{ shape: [batch] }, { shape: [...alphas, batch, time, tags] }],
    workBytes: callNumber('crfBytes', batch, tags),
    sizes: [batch, time, tags],
  });
};

export const crfForwardWasm = sums('crfForward', []);
export const crfLossWasm = sums('crfLoss', [2]);

const gradients = (name: string) => (inputs: NamedTensorInfoMap) => {
  const { batch, time, tags } = shapeOf(inputs);
  return callKernel({
    name,
    inputs: [...operands(inputs), inputs.alpha, inputs.gradient],
    outputs: [{ shape: [batch, time, tags] }, { shape: [tags + 2, tags + 2] }],
    workBytes: callNumber('crfBytes', batch, tags),
    sizes: [batch, time, tags],
  });
};

export const crfGradientWasm = gradients('crfGradient');
export const crfLossGradientWasm = gradients('crfLossGradient');

export function crfBestPathWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, tags } = shapeOf(inputs);
  return callKernel({
    name: 'crfBestPath',
    inputs: operands(inputs),
    outputs: [{ shape: [batch, time], dtype: 'int32' }, { shape: [batch] }],
    workBytes: callNumber('crfBestPathBytes', time, tags),
    sizes: [batch, time, tags],
  });
}

export function crfMarginWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, tags } = shapeOf(inputs);
  return callKernel({
    name: 'crfMargin',
    inputs: [inputs.emissions, inputs.transitions, inputs.lengths, inputs.gold, inputs.cost],
    outputs: [{ shape: [batch] }, { shape: [batch, time], dtype: 'int32' }],
    workBytes: callNumber('crfBestPathBytes', time, tags),
    sizes: [batch, time, tags],
  });
}

export function crfMarginGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, tags } = shapeOf(inputs);
  return callKernel({
    name: 'crfMarginGradient',
    inputs: [inputs.lengths, inputs.gold, inputs.path, inputs.gradient],
    outputs: [{ shape: [batch, time, tags] }, { shape: [tags + 2, tags + 2] }],
    sizes: [batch, time, tags],
  });
}
