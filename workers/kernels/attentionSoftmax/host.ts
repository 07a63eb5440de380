/** The attention softmax's kernels on cpu, and on wasm until the WASM module is there. */
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { floatOutput, registerHostKernel } from '../host.ts';
import { ATTENTION_SOFTMAX, ATTENTION_SOFTMAX_GRADIENT, type AttentionSoftmaxAttributes } from './operation.ts';
import { attentionSoftmaxForward, attentionSoftmaxGradient } from './reference.ts';
import { attentionSoftmaxForwardWasm, attentionSoftmaxGradientWasm } from './wasm.ts';

const scaleOf = (attributes: NamedAttrMap) => (attributes as unknown as AttentionSoftmaxAttributes).scale;

function shapeOf([batch, heads, time]: number[]) {
  return { batch, heads, time } as { batch: number; heads: number; time: number };
}

export function registerAttentionSoftmaxHostKernels(): void {
  registerHostKernel(
    ATTENTION_SOFTMAX,
    (inputs, attributes) => {
      const shape = inputs.shape('scores');
      const [scores, lengths] = [inputs.floats('scores'), inputs.integers('lengths')];
      return [floatOutput(shape, attentionSoftmaxForward(shapeOf(shape), scores, lengths, scaleOf(attributes)))];
    },
    attentionSoftmaxForwardWasm,
  );
  registerHostKernel(
    ATTENTION_SOFTMAX_GRADIENT,
    (inputs, attributes) => {
      const shape = inputs.shape('probabilities');
      const given = [inputs.floats('probabilities'), inputs.integers('lengths'), inputs.floats('gradient')] as const;
      return [floatOutput(shape, attentionSoftmaxGradient(shapeOf(shape), ...given, scaleOf(attributes)))];
    },
    attentionSoftmaxGradientWasm,
  );
}
