/** The packed attention's kernels on cpu, and on wasm until the WASM module is loaded. */
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import {
  attentionShape,
  PACKED_ATTENTION,
  PACKED_ATTENTION_GRADIENT,
  type PackedAttentionAttributes,
} from './operation.ts';
import { packedAttentionForward, packedAttentionGradient } from './reference.ts';
import { packedAttentionGradientWasm, packedAttentionWasm } from './wasm.ts';

function given(inputs: HostInputs, attributes: NamedAttrMap) {
  const rule = attributes as unknown as PackedAttentionAttributes;
  const shape = attentionShape(inputs.shape('projected'), rule.heads);
  return [shape, inputs.floats('projected'), inputs.integers('starts'), rule] as const;
}

export function registerPackedAttentionHostKernels(): void {
  registerHostKernel(
    PACKED_ATTENTION,
    (inputs, attributes) => {
      const all = given(inputs, attributes);
      const [{ pieces, heads, size }] = all;
      const { output, logSums } = packedAttentionForward(...all);
      return [floatOutput([pieces, heads * size], output), floatOutput([pieces, heads], logSums)];
    },
    packedAttentionWasm,
  );
  registerHostKernel(
    PACKED_ATTENTION_GRADIENT,
    (inputs, attributes) => {
      const forward = { output: inputs.floats('output'), logSums: inputs.floats('logSums') };
      const gradient = packedAttentionGradient(...given(inputs, attributes), forward, inputs.floats('gradient'));
      return [floatOutput(inputs.shape('projected'), gradient)];
    },
    packedAttentionGradientWasm,
  );
}
