/** The activations' kernels on cpu, and on wasm until the WASM module is loaded. */
import { floatOutput, registerHostKernel } from '../host.ts';
import {
  ACTIVATION,
  ACTIVATION_GRADIENT,
  type ActivationAttributes,
  activatedShape,
  activationShape,
} from './operation.ts';
import { activationForward, activationGradient } from './reference.ts';
import { activationForwardWasm, activationGradientWasm } from './wasm.ts';

export function registerActivationHostKernels(): void {
  registerHostKernel(
    ACTIVATION,
    (inputs, attributes) => {
      const { kind, gated } = attributes as unknown as ActivationAttributes;
      const shape = inputs.shape('x');
      const values = activationForward(activationShape(shape, gated), inputs.floats('x'), kind);
      return [floatOutput(activatedShape(shape, gated), values)];
    },
    activationForwardWasm,
  );
  registerHostKernel(
    ACTIVATION_GRADIENT,
    (inputs, attributes) => {
      const { kind, gated } = attributes as unknown as ActivationAttributes;
      const shape = inputs.shape('x');
      const given = [inputs.floats('x'), inputs.floats('gradient'), kind] as const;
      return [floatOutput(shape, activationGradient(activationShape(shape, gated), ...given))];
    },
    activationGradientWasm,
  );
}
