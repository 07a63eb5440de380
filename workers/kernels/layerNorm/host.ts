/** The layer normalisation's kernels on cpu, and on wasm until the WASM module is loaded. */
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import { LAYER_NORM, LAYER_NORM_GRADIENT, type LayerNormAttributes } from './operation.ts';
import { layerNormForward, layerNormGradient } from './reference.ts';
import { rowShape } from './shape.ts';
import { layerNormForwardWasm, layerNormGradientWasm } from './wasm.ts';

const epsilonOf = (attributes: NamedAttrMap) => (attributes as unknown as LayerNormAttributes).epsilon;

const common = (inputs: HostInputs) =>
  [rowShape(inputs.shape('x')), inputs.floats('x'), inputs.floats('gain')] as const;

export function registerLayerNormHostKernels(): void {
  registerHostKernel(
    LAYER_NORM,
    (inputs, attributes) => {
      const output = layerNormForward(...common(inputs), inputs.floats('bias'), epsilonOf(attributes));
      return [floatOutput(inputs.shape('x'), output)];
    },
    layerNormForwardWasm,
  );
  registerHostKernel(
    LAYER_NORM_GRADIENT,
    (inputs, attributes) => {
      const result = layerNormGradient(...common(inputs), inputs.floats('gradient'), epsilonOf(attributes));
      return [
        floatOutput(inputs.shape('x'), result.x),
        floatOutput(inputs.shape('gain'), result.gain),
        floatOutput(inputs.shape('gain'), result.bias),
      ];
    },
    layerNormGradientWasm,
  );
}
