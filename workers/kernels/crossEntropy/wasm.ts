/** The cross-entropy's kernels in our WASM module (../wasm/assembly/crossEntropy.ts). */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel, callNumber } from '../wasm/module.ts';

const shapeOf = (inputs: NamedTensorInfoMap) => (inputs.logits as TensorInfo).shape as [number, number, number];

export function crossEntropyForwardWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const [batch, time, tags] = shapeOf(inputs);
  return callKernel({
    name: 'crossEntropyForward',
    inputs: [inputs.logits, inputs.allowed, inputs.lengths],
    outputs: [{ shape: [batch] }],
    workBytes: callNumber('crossEntropyBytes', tags),
    sizes: [batch, time, tags],
  });
}

export function crossEntropyGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const [batch, time, tags] = shapeOf(inputs);
  return callKernel({
    name: 'crossEntropyGradient',
    inputs: [inputs.logits, inputs.allowed, inputs.lengths, inputs.gradient],
    outputs: [{ shape: [batch, time, tags] }],
    workBytes: callNumber('crossEntropyBytes', tags),
    sizes: [batch, time, tags],
  });
}
