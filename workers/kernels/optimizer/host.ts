/** The optimizers' kernels on cpu and wasm: the reference, in place over the tensors' own arrays. */
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import {
  ADAGRAD_UPDATE,
  type AdagradAttributes,
  MOMENTS_UPDATE,
  MOMENTUM_UPDATE,
  type MomentsAttributes,
  type MomentumAttributes,
  NORM_SCALE,
  type NormScaleAttributes,
} from './operation.ts';
import { adagradUpdate, momentsUpdate, momentumUpdate, normScale, squareSum } from './reference.ts';
import { adagradUpdateWasm, momentsUpdateWasm, momentumUpdateWasm, normScaleWasm } from './wasm.ts';

const common = (inputs: HostInputs) =>
  [inputs.floats('variable'), inputs.floats('gradient'), inputs.floats('scale')[0] as number] as const;

export function registerOptimizerHostKernels(): void {
  registerHostKernel(
    MOMENTUM_UPDATE,
    (inputs, attributes) => {
      momentumUpdate(attributes as unknown as MomentumAttributes, ...common(inputs), inputs.floats('velocity'));
      return [];
    },
    momentumUpdateWasm,
  );
  registerHostKernel(
    MOMENTS_UPDATE,
    (inputs, attributes) => {
      const slots = [inputs.floats('first'), inputs.floats('second')] as const;
      momentsUpdate(attributes as unknown as MomentsAttributes, ...common(inputs), ...slots);
      return [];
    },
    momentsUpdateWasm,
  );
  registerHostKernel(
    ADAGRAD_UPDATE,
    (inputs, attributes) => {
      adagradUpdate(attributes as unknown as AdagradAttributes, ...common(inputs), inputs.floats('sum'));
      return [];
    },
    adagradUpdateWasm,
  );
  registerHostKernel(
    NORM_SCALE,
    (inputs, attributes) => {
      const { clip } = attributes as unknown as NormScaleAttributes;
      const gradients = inputs.names.map((name) => inputs.floats(name));
      const squares = gradients.reduce((sum, gradient) => sum + squareSum(gradient), 0);
      return [floatOutput([], Float32Array.of(normScale(squares, clip)))];
    },
    normScaleWasm,
  );
}
