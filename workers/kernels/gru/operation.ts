/** The GRU layer (paper 3), fused over a whole padded batch as ../recurrent/operation.ts says. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  type RecurrentInputs,
  type RecurrentKind,
  recurrent,
  recurrentStep,
  type StepInputs,
} from '../recurrent/operation.ts';

/** Gates in the order reset, update, candidate; `cached` is the reset state, reset ⊙ previous state. */
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
 * A GRU layer with one direction or two (paper 3, section 3.3: the reset gate inside the candidate's recurrent product,
 * no biases). Direction 0 runs forward. Direction 1 runs backward from each sequence's last step. Each starts from its
 * initial state, or from zeros. Gives all states [batch, time, directions·hidden], zero on padding. Differentiable in
 * everything but the lengths.
 */
export function gruStates(parts: GruInputs): Tensor3D {
  return recurrent(gru, parts, ['states'])[0] as Tensor3D;
}

/**
 * The same layer's states after each sequence's last step [batch, directions·hidden], which is all that is needed to
 * continue from there; of an empty sequence its initial state.
 */
export function gruFinal(parts: GruInputs): Tensor2D {
  return recurrent(gru, parts, ['final'])[0] as Tensor2D;
}

/**
 * A single time step from the state `previous` [batch, hidden] to the next, of one direction, for a decoder that reads
 * its own output. Several steps equal one layer over them, but each launches its own kernels.
 */
export function gruStep(parts: Omit<StepInputs, 'bias'>, previous: Tensor2D): Tensor2D {
  return recurrentStep(gru, parts, { initialState: previous }, ['final'])[0] as Tensor2D;
}
