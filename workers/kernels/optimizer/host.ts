/** The optimizers' kernels on cpu and wasm: the reference, in place on the tensors' own arrays. */
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import { ADAGRAD_UPDATE, MOMENTS_UPDATE, MOMENTUM_UPDATE, NORM_SCALE, type NormScaleAttributes } from './operation.ts';
import { adagradUpdate, momentsUpdate, momentumUpdate, normScale, squareSum, type UpdateArrays } from './reference.ts';
import { adagradUpdateWasm, momentsUpdateWasm, momentumUpdateWasm, normScaleWasm } from './wasm.ts';

function updateAll(inputs: HostInputs, update: (arrays: UpdateArrays, scale: number) => void): [] {
  const scale = inputs.floats('scale')[0] as number;
  for (let n = 0; inputs.has(`variable${n}`); n++) {
    const variable = inputs.floats(`variable${n}`);
    const gradient = inputs.floats(`gradient${n}`);
    const state = inputs.floats(`state${n}`);
    const rows = inputs.has(`rows${n}`) ? inputs.integers(`rows${n}`) : undefined;
    update({ variable, gradient, state, rows }, scale);
  }
  return [];
}

export function registerOptimizerHostKernels(): void {
  const register = <Attributes>(
    name: string,
    update: (attributes: Attributes, arrays: UpdateArrays, scale: number) => void,
    runInModule: Parameters<typeof registerHostKernel>[2],
  ) =>
    registerHostKernel(
      name,
      (inputs, attributes) =>
        updateAll(inputs, (arrays, scale) => update(attributes as unknown as Attributes, arrays, scale)),
      runInModule,
    );
  register(MOMENTUM_UPDATE, momentumUpdate, momentumUpdateWasm);
  register(MOMENTS_UPDATE, momentsUpdate, momentsUpdateWasm);
  register(ADAGRAD_UPDATE, adagradUpdate, adagradUpdateWasm);
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
