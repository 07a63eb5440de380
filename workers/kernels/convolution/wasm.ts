/** The convolution over characters in our WASM module (../wasm/assembly/convolution.ts). */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import { convolutionShape } from './operation.ts';

/** The shapes as numbers for the module. */
function sizesOf({ table, ids }: NamedTensorInfoMap, filters: number) {
  const shape = convolutionShape((table as TensorInfo).shape, (ids as TensorInfo).shape, filters);
  const { spellings, longest, characters, width } = shape;
  return { spellings, sizes: [spellings, longest, characters, width, filters] };
}

export function convolutionWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const [filters] = (inputs.bias as TensorInfo).shape as [number];
  const { spellings, sizes } = sizesOf(inputs, filters);
  const shape = [spellings, filters];
  return callKernel({
    name: 'convolutionForward',
    inputs: [inputs.table, inputs.bias, inputs.ids, inputs.lengths],
    outputs: [{ shape }, { shape, dtype: 'int32' }],
    sizes,
  });
}

export function convolutionGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const [, filters] = (inputs.gradient as TensorInfo).shape as [number, number];
  return callKernel({
    name: 'convolutionGradient',
    inputs: [inputs.ids, inputs.lengths, inputs.positions, inputs.gradient],
    outputs: [{ shape: (inputs.table as TensorInfo).shape }, { shape: [filters] }],
    sizes: sizesOf(inputs, filters).sizes,
  });
}
