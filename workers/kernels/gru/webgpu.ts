/**
 * A time step of the GRU in WGSL, with the reset gate inside the candidate's product: the candidate's recurrent weights
 * multiply the reset state. The loop over time is that of every recurrent layer (../recurrent/webgpu.ts).
 */
import { registerRecurrentWebgpu } from '../recurrent/webgpu.ts';
import type { Cell } from '../recurrent/webgpuRecurrence.ts';
import { gru } from './operation.ts';

/** Gates in the order reset, update, candidate. The cached value is the reset state, reset ⊙ previous state. */
const cell: Cell = {
  step: `
fn step(preActivations: GateValues, previousResetState: Values, previousState: Values) -> Step {
  let reset = sigmoid(preActivations[0]);
  let update = sigmoid(preActivations[1]);
  let candidate = stableTanh(preActivations[2]);
  let state = update * previousState + (1.0 - update) * candidate;
  return Step(GateValues(reset, update, candidate), reset * previousState, state);
}`,
  stepBackward: `
fn stepBackward(
  gates: GateValues, state: Values, previousState: Values, stateGradient: Values, nextResetStateGradient: Values,
) -> StepGradients {
  let update = gates[1];
  let candidate = gates[2];
  let preActivationsGradient = GateValues(
    Values(), // the reset gate's comes from the reset state's
    stateGradient * (previousState - candidate) * update * (1.0 - update),
    stateGradient * (1.0 - update) * (1.0 - candidate * candidate));
  return StepGradients(preActivationsGradient, stateGradient * update, Values());
}`,
  history: 'states',
  resetGate: {
    firstGate: 2,
    resetState: `
fn resetState(preActivations: GateValues, previousState: Values) -> Values {
  return sigmoid(preActivations[0]) * previousState;
}`,
    resetBackward: `
fn resetBackward(reset: Values, previousState: Values, resetStateGradient: Values) -> ResetGradients {
  return ResetGradients(resetStateGradient * previousState * reset * (1.0 - reset), resetStateGradient * reset);
}`,
  },
};

/** Registers the GRU and its gradient for tfjs's `webgpu`. */
export const registerGruWebgpu = () => registerRecurrentWebgpu(gru, cell);
