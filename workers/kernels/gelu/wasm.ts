/** GELU's kernels in our WASM module (../wasm/assembly/gelu.ts). */
import { type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';

export function geluForwardWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { shape } = inputs.x as TensorInfo;
  const sizes = [util.sizeFromShape(shape)];
  return callKernel({ name: 'geluForward', inputs: [inputs.x], outputs: [{ shape }], sizes });
}

export function geluGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { shape } = inputs.x as TensorInfo;
  const sizes = [util.sizeFromShape(shape)];
  return callKernel({ name: 'geluGradient', inputs: [inputs.x, inputs.gradient], outputs: [{ shape }], sizes });
}
