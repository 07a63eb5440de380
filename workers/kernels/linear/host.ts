/** The linear layer's kernels on cpu, and on wasm until the WASM module is loaded. */
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import { LINEAR, LINEAR_GRADIENT, linearShape } from './operation.ts';
import { linearForward, linearGradient } from './reference.ts';
import { linearGradientWasm, linearWasm } from './wasm.ts';

const parts = (inputs: HostInputs) =>
  [
    linearShape(inputs.shape('features'), inputs.shape('weights')),
    inputs.floats('features'),
    inputs.floats('weights'),
  ] as const;

export function registerLinearHostKernels(): void {
  registerHostKernel(
    LINEAR,
    (inputs) => {
      const shape = [...inputs.shape('features').slice(0, -1), ...inputs.shape('bias')];
      return [floatOutput(shape, linearForward(...parts(inputs), inputs.floats('bias')))];
    },
    linearWasm,
  );
  registerHostKernel(
    LINEAR_GRADIENT,
    (inputs) => {
      const { features, weights, bias } = linearGradient(...parts(inputs), inputs.floats('gradient'));
      return [
        floatOutput(inputs.shape('features'), features),
        floatOutput(inputs.shape('weights'), weights),
        floatOutput([bias.length], bias),
      ];
    },
    linearGradientWasm,
  );
}
