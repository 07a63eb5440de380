/** The CRF's sums in our WASM module (../wasm/assembly/crf.ts). */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel, callNumber } from '../wasm/module.ts';
import { crfShape } from './shape.ts';

const shapeOf = (inputs: NamedTensorInfoMap) => crfShape((name) => (inputs[name] as TensorInfo).shape);

const operands = (inputs: NamedTensorInfoMap) =>
  ['emissions', 'transitions', 'lengths', 'allowed'].map((name) => inputs[name]);

function sizesOf(inputs: NamedTensorInfoMap): number[] {
  const { batch, time, tags } = shapeOf(inputs);
  return [batch, time, tags, inputs.allowed ? 1 : 0];
}

export function crfForwardWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, tags } = shapeOf(inputs);
  return callKernel({
    name: 'crfForward',
    inputs: operands(inputs),
    outputs: [{ shape: [batch] }, { shape: [batch, time, tags] }],
    workBytes: callNumber('crfBytes', tags),
    sizes: sizesOf(inputs),
  });
}

export function crfGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, tags } = shapeOf(inputs);
  return callKernel({
    name: 'crfGradient',
    inputs: [...operands(inputs), inputs.alpha, inputs.gradient],
    outputs: [{ shape: [batch, time, tags] }, { shape: [tags + 2, tags + 2] }],
    workBytes: callNumber('crfBytes', tags),
    sizes: sizesOf(inputs),
  });
}

export function crfBestPathWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, tags } = shapeOf(inputs);
  return callKernel({
    name: 'crfBestPath',
    inputs: [inputs.emissions, inputs.transitions, inputs.lengths],
    outputs: [{ shape: [batch, time], dtype: 'int32' }, { shape: [batch] }],
    workBytes: callNumber('crfBestPathBytes', time, tags),
    sizes: [batch, time, tags],
  });
}
