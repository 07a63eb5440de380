/** The layer normalisation's kernels in our WASM module (../wasm/assembly/layerNorm.ts). */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import type { LayerNormAttributes } from './operation.ts';
import { rowShape } from './shape.ts';

export function layerNormForwardWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { shape } = inputs.x as TensorInfo;
  const { rows, features } = rowShape(shape);
  return callKernel({
    name: 'layerNormForward',
    inputs: [inputs.x, inputs.gain, inputs.bias],
    outputs: [{ shape }],
    sizes: [rows, features, (attributes as unknown as LayerNormAttributes).epsilon],
  });
}

export function layerNormGradientWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { shape } = inputs.x as TensorInfo;
  const { rows, features } = rowShape(shape);
  return callKernel({
    name: 'layerNormGradient',
    inputs: [inputs.x, inputs.gain, inputs.gradient],
    outputs: [{ shape }, { shape: [features] }, { shape: [features] }],
    sizes: [rows, features, (attributes as unknown as LayerNormAttributes).epsilon],
  });
}
