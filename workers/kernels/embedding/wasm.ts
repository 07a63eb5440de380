/** The embedding's kernels in our WASM module (../wasm/assembly/embedding.ts). */
import { type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import type { EmbeddingAttributes } from './operation.ts';

export function embeddingForwardWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { table, ids } = inputs as Record<'table' | 'ids', TensorInfo>;
  const [rows, dimension] = table.shape as [number, number];
  return callKernel({
    name: 'embeddingForward',
    inputs: [table, ids],
    outputs: [{ shape: [...ids.shape, dimension] }],
    sizes: [rows, dimension, util.sizeFromShape(ids.shape), (attributes as unknown as EmbeddingAttributes).firstRow],
  });
}

export function embeddingGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { gradient, order, starts } = inputs as Record<'gradient' | 'order' | 'starts', TensorInfo>;
  const dimension = gradient.shape.at(-1) as number;
  const rows = (starts.shape[0] as number) - 1;
  return callKernel({
    name: 'embeddingGradient',
    inputs: [gradient, order, starts],
    outputs: [{ shape: [rows, dimension] }],
    sizes: [rows, dimension],
  });
}
