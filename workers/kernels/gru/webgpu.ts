/**
 * A step of the GRU in WGSL, with the reset gate inside the candidate's product: the candidate's recurrent weights take
 * what that gate lets through of the state. The walk through time around it is every recurrent layer's
 * (../recurrent/webgpu.ts).
 */
import { registerRecurrentWebgpu } from '../recurrent/webgpu.ts';
import type { Cell } from '../recurrent/webgpuWalk.ts';
import { gru } from './operation.ts';

/** Gates in the order reset, update, candidate. What a step keeps is what its reset gate let through. */
const cell: Cell = {
  step: `
fn step(sums: Sums, passedBefore: Values, stateBefore: Values) -> Step {
  let reset = sigmoid(sums[0]);
  let update = sigmoid(sums[1]);
  let candidate = squash(sums[2]);
  let state = update * stateBefore + (1.0 - update) * candidate;
  return Step(Sums(reset, update, candidate), reset * stateBefore, state);
}`,
  stepBack: `
fn stepBack(gates: Sums, state: Values, stateBefore: Values, ofState: Values, ofPassedLater: Values) -> StepBack {
  let update = gates[1];
  let candidate = gates[2];
  let ofSums = Sums(
    Values(), // the reset gate's comes of what it let through
    ofState * (stateBefore - candidate) * update * (1.0 - update),
    ofState * (1.0 - update) * (1.0 - candidate * candidate));
  return StepBack(ofSums, ofState * update, Values());
}`,
  history: 'states',
  passing: {
    from: 2,
    letThrough: 'fn letThrough(sums: Sums, stateBefore: Values) -> Values { return sigmoid(sums[0]) * stateBefore; }',
    letThroughBack: `
fn letThroughBack(reset: Values, stateBefore: Values, ofPassed: Values) -> PassBack {
  return PassBack(ofPassed * stateBefore * reset * (1.0 - reset), ofPassed * reset);
}`,
  },
};

/** Registers the GRU and its gradient for tfjs's `webgpu`. */
export const registerGruWebgpu = () => registerRecurrentWebgpu(gru, cell);
