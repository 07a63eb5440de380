/** The optimizers' kernels in our WASM module (../wasm/assembly/optimizer.ts), in place on the tensors. */
import { type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel, callNumber } from '../wasm/module.ts';
import type { AdagradAttributes, MomentsAttributes, MomentumAttributes, NormScaleAttributes } from './operation.ts';
import { normScale } from './reference.ts';

function update(name: string, inputs: NamedTensorInfoMap, slots: readonly string[], numbers: number[]): TensorInfo[] {
  const variable = inputs.variable as TensorInfo;
  const operands = ['variable', 'gradient', 'scale', ...slots].map((input) => inputs[input]);
  return callKernel({
    name,
    inputs: operands,
    outputs: [],
    sizes: [util.sizeFromShape(variable.shape), ...numbers],
  });
}

export function momentumUpdateWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { learningRate, momentum } = attributes as unknown as MomentumAttributes;
  return update('momentumUpdate', inputs, ['velocity'], [learningRate, momentum]);
}

export function momentsUpdateWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { beta1, beta2, epsilon, keep, gradientRate, firstRate, secondScale } =
    attributes as unknown as MomentsAttributes;
  const betas = [beta1, 1 - beta1, beta2, 1 - beta2];
  const numbers = [...betas, epsilon, keep, gradientRate, firstRate, secondScale];
  return update('momentsUpdate', inputs, ['first', 'second'], numbers);
}

export function adagradUpdateWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { learningRate, epsilon } = attributes as unknown as AdagradAttributes;
  return update('adagradUpdate', inputs, ['sum'], [learningRate, epsilon]);
}

export function normScaleWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { clip } = attributes as unknown as NormScaleAttributes;
  let squares = 0;
  for (const gradient of Object.values(inputs as Record<string, TensorInfo>)) {
    squares += callNumber('squareSum', gradient, util.sizeFromShape(gradient.shape));
  }
  return callKernel({ name: 'storeNumber', inputs: [], outputs: [{ shape: [] }], sizes: [normScale(squares, clip)] });
}
