/** A step of the LSTM in WGSL. The walk through time around it is every recurrent layer's (../recurrent/webgpu.ts). */
import { registerRecurrentWebgpu } from '../recurrent/webgpu.ts';
import type { Cell } from '../recurrent/webgpuWalk.ts';
import { lstm } from './operation.ts';

/** Gates in the order input, forget, candidate, output. What a step keeps is its cell. */
const cell: Cell = {
  step: `
fn step(sums: Sums, cellBefore: Values, stateBefore: Values) -> Step {
  let inputGate = sigmoid(sums[0]);
  let forgetGate = sigmoid(sums[1]);
  let candidate = squash(sums[2]);
  let outputGate = sigmoid(sums[3]);
  let cell = forgetGate * cellBefore + inputGate * candidate;
  return Step(Sums(inputGate, forgetGate, candidate, outputGate), cell, outputGate * squash(cell));
}`,
  stepBack: `
fn stepBack(gates: Sums, cell: Values, cellBefore: Values, ofState: Values, ofCellLater: Values) -> StepBack {
  let inputGate = gates[0];
  let forgetGate = gates[1];
  let candidate = gates[2];
  let outputGate = gates[3];
  let squashed = squash(cell);
  let ofCell = ofCellLater + ofState * outputGate * (1.0 - squashed * squashed);
  let ofSums = Sums(
    ofCell * candidate * inputGate * (1.0 - inputGate),
    ofCell * cellBefore * forgetGate * (1.0 - forgetGate),
    ofCell * inputGate * (1.0 - candidate * candidate),
    ofState * squashed * outputGate * (1.0 - outputGate));
  return StepBack(ofSums, Values(), ofCell * forgetGate);
}`,
  history: 'kept',
};

/** Registers the LSTM and its gradient for tfjs's `webgpu`. */
export const registerLstmWebgpu = () => registerRecurrentWebgpu(lstm, cell);
