/** The attention softmax's kernels on cpu, and on wasm until the WASM module is loaded. */
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import {
  ATTENTION_SOFTMAX,
  ATTENTION_SOFTMAX_GRADIENT,
  type AttentionSoftmaxAttributes,
  maskStrides,
} from './operation.ts';
import {
  type AttentionLengths,
  type AttentionMask,
  type AttentionShape,
  attentionSoftmaxForward,
  attentionSoftmaxGradient,
} from './reference.ts';
import { attentionSoftmaxForwardWasm, attentionSoftmaxGradientWasm } from './wasm.ts';

const scaleOf = (attributes: NamedAttrMap) => (attributes as unknown as AttentionSoftmaxAttributes).scale;

function shapeOf([batch, heads, queries, keys]: number[]): AttentionShape {
  return { batch, heads, queries, keys } as AttentionShape;
}

const lengthsOf = (inputs: HostInputs): AttentionLengths => ({
  queries: inputs.integers('queryLengths'),
  keys: inputs.integers('keyLengths'),
});

const maskOf = (inputs: HostInputs): AttentionMask | undefined =>
  inputs.has('mask') ? { values: inputs.floats('mask'), ...maskStrides(inputs.shape('mask')) } : undefined;

export function registerAttentionSoftmaxHostKernels(): void {
  registerHostKernel(
    ATTENTION_SOFTMAX,
    (inputs, attributes) => {
      const shape = inputs.shape('scores');
      const given = [inputs.floats('scores'), lengthsOf(inputs), scaleOf(attributes), maskOf(inputs)] as const;
      return [floatOutput(shape, attentionSoftmaxForward(shapeOf(shape), ...given))];
    },
    attentionSoftmaxForwardWasm,
  );
  registerHostKernel(
    ATTENTION_SOFTMAX_GRADIENT,
    (inputs, attributes) => {
      const shape = inputs.shape('probabilities');
      const given = [inputs.floats('probabilities'), lengthsOf(inputs), inputs.floats('gradient')] as const;
      return [floatOutput(shape, attentionSoftmaxGradient(shapeOf(shape), ...given, scaleOf(attributes)))];
    },
    attentionSoftmaxGradientWasm,
  );
}
