/** The optimizers' kernels in our WASM module (../wasm/assembly/optimizer.ts), in place on the tensors. */
import { type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel, callNumber } from '../wasm/module.ts';
import {
  type AdagradAttributes,
  type MomentsAttributes,
  type MomentumAttributes,
  type NormScaleAttributes,
  updateParts,
} from './operation.ts';
import { normScale } from './reference.ts';

function update(name: string, inputs: NamedTensorInfoMap, numbers: number[]): TensorInfo[] {
  for (const { variable, gradient, state, rows, last, places, dimension } of updateParts(inputs)) {
    callKernel({
      name,
      inputs: [variable, gradient, inputs.scale, state, rows],
      outputs: [],
      sizes: [last, places, dimension, ...numbers],
    });
  }
  return [];
}

export function momentumUpdateWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { learningRate, momentum } = attributes as unknown as MomentumAttributes;
  return update('momentumUpdate', inputs, [learningRate, momentum]);
}

export function momentsUpdateWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { beta1, beta2, epsilon, keep, gradientRate, firstRate, secondScale } =
    attributes as unknown as MomentsAttributes;
  const betas = [beta1, 1 - beta1, beta2, 1 - beta2];
  return update('momentsUpdate', inputs, [...betas, epsilon, keep, gradientRate, firstRate, secondScale]);
}

export function adagradUpdateWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { learningRate, epsilon } = attributes as unknown as AdagradAttributes;
  return update('adagradUpdate', inputs, [learningRate, epsilon]);
}

export function normScaleWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { clip } = attributes as unknown as NormScaleAttributes;
  let squares = 0;
  for (const gradient of Object.values(inputs as Record<string, TensorInfo>)) {
    squares += callNumber('squareSum', gradient, util.sizeFromShape(gradient.shape));
  }
  return callKernel({ name: 'storeNumber', inputs: [], outputs: [{ shape: [] }], sizes: [normScale(squares, clip)] });
}
