/** The dropout mask in our WASM module (../wasm/assembly/dropout.ts). */

import type { NamedTensorInfoMap } from '@tensorflow/tfjs-core';
import { type NamedAttrMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import type { SeededMaskAttributes } from './operation.ts';
import { maskKey, maskThreshold } from './reference.ts';

export function seededMaskWasm(_inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { shape, rate, seed } = attributes as unknown as SeededMaskAttributes;
  const sizes = [util.sizeFromShape(shape), maskKey(seed), maskThreshold(rate), 1 / (1 - rate)];
  return callKernel({ name: 'seededMask', inputs: [], outputs: [{ shape }], sizes });
}
