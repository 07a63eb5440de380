/** The LSTM's kernels on cpu, and on wasm until the WASM module is there: the reference over the tensors' own arrays. */
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import { recurrentShape } from '../recurrent/shape.ts';
import { LSTM, LSTM_GRADIENT } from './operation.ts';
import { lstmForward, lstmGradient } from './reference.ts';
import { lstmForwardWasm, lstmGradientWasm } from './wasm.ts';

const weights = (inputs: HostInputs) =>
  [inputs.integers('lengths'), inputs.floats('inputWeights'), inputs.floats('recurrentWeights')] as const;

export function registerLstmHostKernels(): void {
  registerHostKernel(
    LSTM,
    (inputs) => {
      const shape = recurrentShape(inputs.shape);
      const { batch, time } = shape;
      const width = shape.directions * shape.hidden;
      const result = lstmForward(shape, inputs.floats('inputs'), ...weights(inputs), inputs.floats('bias'));
      return [
        floatOutput([batch, time, width], result.states),
        floatOutput([batch, width], result.final),
        floatOutput([batch, time, 4 * width], result.gates),
        floatOutput([batch, time, width], result.cells),
      ];
    },
    lstmForwardWasm,
  );
  registerHostKernel(
    LSTM_GRADIENT,
    (inputs) => {
      const shape = recurrentShape(inputs.shape);
      const kept = { states: inputs.floats('states'), gates: inputs.floats('gates'), cells: inputs.floats('cells') };
      const width = shape.directions * shape.hidden;
      const orZeros = (name: string, size: number) => (inputs.has(name) ? inputs.floats(name) : new Float32Array(size));
      const upstream = [
        orZeros('statesGradient', shape.batch * shape.time * width),
        orZeros('finalGradient', shape.batch * width),
      ] as const;
      const result = lstmGradient(shape, inputs.floats('inputs'), ...weights(inputs), kept, ...upstream);
      return [
        floatOutput(inputs.shape('inputs'), result.inputs),
        floatOutput(inputs.shape('inputWeights'), result.inputWeights),
        floatOutput(inputs.shape('recurrentWeights'), result.recurrentWeights),
        floatOutput([inputs.shape('inputWeights')[1] as number], result.bias),
      ];
    },
    lstmGradientWasm,
  );
}
