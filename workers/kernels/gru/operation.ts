/** The GRU layer (paper 3), fused over a whole padded batch as ../recurrent/operation.ts says. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  type RecurrentInputs,
  type RecurrentKind,
  recurrent,
  recurrentStep,
  type StepInputs,
} from '../recurrent/operation.ts';

/** Gates in the order reset, update, candidate; `kept` is what the reset gate lets through of the state before. */
export const gru: RecurrentKind = {
  title: 'gru',
  forward: 'GraftGru',
  gradient: 'GraftGruGradient',
  gates: 3,
  biased: false,
  cells: false,
};

export type GruInputs = Omit<RecurrentInputs, 'bias' | 'initialCell'>;

/**
 * A GRU layer (paper 3, section 3.3: the reset gate inside the candidate's recurrent product, no biases) with one
 * direction or two: direction 0 walks forward, direction 1 backward from each sequence's own last step, each from its
 * initial state, or from zeros. Gives all states [batch, time, directions·hidden], zero on padding. Differentiable in
 * everything but the lengths.
 */
export function gruStates(parts: GruInputs): Tensor3D {
  return recurrent(gru, parts, ['states'])[0] as Tensor3D;
}

/**
 * The same layer's states after each sequence's own last step alone [batch, directions·hidden], which is all that another
 * walk needs to go on from there; of an empty sequence, the initial state.
 */
export function gruFinal(parts: GruInputs): Tensor2D {
  return recurrent(gru, parts, ['final'])[0] as Tensor2D;
}

/**
 * A single step from the state `before` [batch, hidden] to the next, of one direction, for a decoder that feeds on its own
 * output. As many steps are the same as one walk over them, but each takes products and launches of its own.
 */
export function gruStep(parts: Omit<StepInputs, 'bias'>, before: Tensor2D): Tensor2D {
  return recurrentStep(gru, parts, { initialState: before }, ['final'])[0] as Tensor2D;
}
