/** The attention softmax's kernels in our WASM module (../wasm/assembly/attentionSoftmax.ts). */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel } from '../wasm/module.ts';
import type { AttentionSoftmaxAttributes } from './operation.ts';

function sizesOf([batch, heads, time]: number[], attributes: NamedAttrMap): number[] {
  return [batch, heads, time, (attributes as unknown as AttentionSoftmaxAttributes).scale] as number[];
}

export function attentionSoftmaxForwardWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { shape } = inputs.scores as TensorInfo;
  return callKernel({
    name: 'attentionSoftmaxForward',
    inputs: [inputs.scores, inputs.lengths],
    outputs: [{ shape }],
    sizes: sizesOf(shape, attributes),
  });
}

export function attentionSoftmaxGradientWasm(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo[] {
  const { shape } = inputs.probabilities as TensorInfo;
  return callKernel({
    name: 'attentionSoftmaxGradient',
    inputs: [inputs.probabilities, inputs.lengths, inputs.gradient],
    outputs: [{ shape }],
    sizes: sizesOf(shape, attributes),
  });
}
