/** The rotary positions' kernel in our WASM module (../wasm/assembly/rotary.ts). */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import type { RotaryAttributes } from './operation.ts';

export function rotaryWasm(given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { projected, positions, turns } = given as Record<'projected' | 'positions' | 'turns', TensorInfo>;
  const { heads, back } = attributes as unknown as RotaryAttributes;
  const { shape } = projected;
  const [half] = turns.shape as [number];
  return callKernel({
    name: 'rotary',
    inputs: [projected, positions, turns],
    outputs: [{ shape }],
    workBytes: 8 * half,
    sizes: [shape[0] as number, heads, half, back ? -1 : 1],
  });
}
