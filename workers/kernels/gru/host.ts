/** The GRU's kernels on cpu, and on wasm until the WASM module is there: the reference over the tensors' own arrays. */
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import { recurrentShape } from '../recurrent/shape.ts';
import { GRU, GRU_GRADIENT } from './operation.ts';
import { gruForward, gruGradient } from './reference.ts';
import { gruForwardWasm, gruGradientWasm } from './wasm.ts';

const given = (inputs: HostInputs) =>
  [
    inputs.floats('inputs'),
    inputs.integers('lengths'),
    inputs.floats('inputWeights'),
    inputs.floats('recurrentWeights'),
  ] as const;

export function registerGruHostKernels(): void {
  registerHostKernel(
    GRU,
    (inputs) => {
      const shape = recurrentShape(inputs.shape);
      const { batch, time } = shape;
      const width = shape.directions * shape.hidden;
      const result = gruForward(shape, ...given(inputs));
      return [
        floatOutput([batch, time, width], result.states),
        floatOutput([batch, width], result.final),
        floatOutput([batch, time, 3 * width], result.gates),
        floatOutput([batch, time, width], result.passed),
      ];
    },
    gruForwardWasm,
  );
  registerHostKernel(
    GRU_GRADIENT,
    (inputs) => {
      const shape = recurrentShape(inputs.shape);
      const kept = { states: inputs.floats('states'), gates: inputs.floats('gates'), passed: inputs.floats('passed') };
      const width = shape.directions * shape.hidden;
      const orZeros = (name: string, size: number) => (inputs.has(name) ? inputs.floats(name) : new Float32Array(size));
      const upstream = [
        orZeros('statesGradient', shape.batch * shape.time * width),
        orZeros('finalGradient', shape.batch * width),
      ] as const;
      const result = gruGradient(shape, ...given(inputs), kept, ...upstream);
      return [
        floatOutput(inputs.shape('inputs'), result.inputs),
        floatOutput(inputs.shape('inputWeights'), result.inputWeights),
        floatOutput(inputs.shape('recurrentWeights'), result.recurrentWeights),
      ];
    },
    gruGradientWasm,
  );
}
