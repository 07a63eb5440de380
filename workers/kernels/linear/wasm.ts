/** The linear layer in our WASM module (../wasm/assembly/linear.ts). */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel, callNumber } from '../wasm/module.ts';
import { linearShape } from './operation.ts';

const shapesOf = ({ features, weights }: NamedTensorInfoMap) => ({
  features: (features as TensorInfo).shape,
  weights: (weights as TensorInfo).shape,
});

export function linearWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { features, weights } = shapesOf(inputs);
  const shape = linearShape(features, weights);
  return callKernel({
    name: 'linearForward',
    inputs: [inputs.features, inputs.weights, inputs.bias],
    outputs: [{ shape: [...features.slice(0, -1), shape.outputs] }],
    workBytes: callNumber('matricesBytes', shape.rows, shape.inputs, shape.outputs),
    sizes: [shape.rows, shape.inputs, shape.outputs],
  });
}

export function linearGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { features, weights } = shapesOf(inputs);
  const shape = linearShape(features, weights);
  return callKernel({
    name: 'linearGradient',
    inputs: [inputs.features, inputs.weights, inputs.gradient],
    outputs: [{ shape: features }, { shape: weights }, { shape: [shape.outputs] }],
    workBytes: callNumber('linearGradientBytes', shape.rows, shape.inputs, shape.outputs),
    sizes: [shape.rows, shape.inputs, shape.outputs],
  });
}
