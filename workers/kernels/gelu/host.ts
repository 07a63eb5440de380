/** GELU's kernels on cpu, and on wasm until the WASM module is loaded. */
import { floatOutput, registerHostKernel } from '../host.ts';
import { GELU, GELU_GRADIENT } from './operation.ts';
import { geluForward, geluGradient } from './reference.ts';
import { geluForwardWasm, geluGradientWasm } from './wasm.ts';

export function registerGeluHostKernels(): void {
  registerHostKernel(
    GELU,
    (inputs) => [floatOutput(inputs.shape('x'), geluForward(inputs.floats('x')))],
    geluForwardWasm,
  );
  registerHostKernel(
    GELU_GRADIENT,
    (inputs) => [floatOutput(inputs.shape('x'), geluGradient(inputs.floats('x'), inputs.floats('gradient')))],
    geluGradientWasm,
  );
}
