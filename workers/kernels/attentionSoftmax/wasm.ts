/** The attention softmax's kernels in our WASM module (../wasm/assembly/attentionSoftmax.ts). */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import { type AttentionSoftmaxAttributes, maskStrides } from './operation.ts';

const scaleOf = (attributes: NamedAttrMap) => (attributes as unknown as AttentionSoftmaxAttributes).scale;

export function attentionSoftmaxForwardWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { scores, queryLengths, keyLengths } = inputs as Record<string, TensorInfo>;
  const mask = inputs.mask as TensorInfo | undefined;
  const { shape } = scores as TensorInfo;
  const { batchStride, headStride } = maskStrides(mask?.shape ?? []);
  return callKernel({
    name: 'attentionSoftmaxForward',
    inputs: [scores, queryLengths, keyLengths, mask],
    outputs: [{ shape }],
    sizes: [...shape, batchStride, headStride, scaleOf(attributes)],
  });
}

export function attentionSoftmaxGradientWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { shape } = inputs.probabilities as TensorInfo;
  return callKernel({
    name: 'attentionSoftmaxGradient',
    inputs: [inputs.probabilities, inputs.queryLengths, inputs.keyLengths, inputs.gradient],
    outputs: [{ shape }],
    sizes: [...shape, scaleOf(attributes)],
  });
}
