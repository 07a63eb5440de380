/** The embedding's kernels in our WASM module (../wasm/assembly/embedding.ts). */
import { type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import type { EmbeddingAttributes } from './operation.ts';

export function embeddingForwardWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { table, ids } = inputs as Record<'table' | 'ids', TensorInfo>;
  const [rows, dimension] = table.shape as [number, number];
  return callKernel({
    name: 'embeddingForward',
    inputs: [table, ids],
    outputs: [{ shape: [...ids.shape, dimension] }],
    sizes: [rows, dimension, util.sizeFromShape(ids.shape)],
  });
}

export function embeddingGradientWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { rows } = attributes as unknown as EmbeddingAttributes;
  const { ids, gradient } = inputs as Record<'ids' | 'gradient', TensorInfo>;
  const dimension = gradient.shape.at(-1) as number;
  return callKernel({
    name: 'embeddingGradient',
    inputs: [ids, gradient],
    outputs: [{ shape: [rows, dimension] }],
    sizes: [rows, dimension, util.sizeFromShape(ids.shape)],
  });
}
