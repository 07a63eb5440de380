/** A time step of the LSTM in WGSL. The loop over time is that of every recurrent layer (../recurrent/webgpu.ts). */
import { registerRecurrentWebgpu } from '../recurrent/webgpu.ts';
import type { Cell } from '../recurrent/webgpuRecurrence.ts';
import { lstm } from './operation.ts';

/** Gates in the order input, forget, candidate, output. The cached value is the cell state. */
const cell: Cell = {
  step: `
fn step(preActivations: GateValues, previousCell: Values, previousState: Values) -> Step {
  let inputGate = sigmoid(preActivations[0]);
  let forgetGate = sigmoid(preActivations[1]);
  let candidate = stableTanh(preActivations[2]);
  let outputGate = sigmoid(preActivations[3]);
  let cell = forgetGate * previousCell + inputGate * candidate;
  return Step(GateValues(inputGate, forgetGate, candidate, outputGate), cell, outputGate * stableTanh(cell));
}`,
  stepBackward: `
fn stepBackward(
  gates: GateValues, cell: Values, previousCell: Values, stateGradient: Values, nextCellGradient: Values,
) -> StepGradients {
  let inputGate = gates[0];
  let forgetGate = gates[1];
  let candidate = gates[2];
  let outputGate = gates[3];
  let tanhCell = stableTanh(cell);
  let cellGradient = nextCellGradient + stateGradient * outputGate * (1.0 - tanhCell * tanhCell);
  let preActivationsGradient = GateValues(
    cellGradient * candidate * inputGate * (1.0 - inputGate),
    cellGradient * previousCell * forgetGate * (1.0 - forgetGate),
    cellGradient * inputGate * (1.0 - candidate * candidate),
    stateGradient * tanhCell * outputGate * (1.0 - outputGate));
  return StepGradients(preActivationsGradient, Values(), cellGradient * forgetGate);
}`,
  history: 'cached',
};

/** Registers the LSTM and its gradient for tfjs's `webgpu`. */
export const registerLstmWebgpu = () => registerRecurrentWebgpu(lstm, cell);
