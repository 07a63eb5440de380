/** The GRU layer (paper 3), fused over a whole padded batch as ../recurrent/operation.ts says. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type RecurrentInputs, type RecurrentKind, recurrentFinal, recurrentStates } from '../recurrent/operation.ts';

/** Gates in the order reset, update, candidate; `kept` is what the reset gate lets through of the state before. */
export const gru: RecurrentKind = {
  title: 'gru',
  forward: 'GraftGru',
  gradient: 'GraftGruGradient',
  gates: 3,
  biased: false,
};

export type GruInputs = Omit<RecurrentInputs, 'bias'>;

/**
 * A GRU layer (paper 3, section 3.3: the reset gate inside the candidate's recurrent product, no biases) with one
 * direction or two: direction 0 walks forward, direction 1 backward from each sequence's own last step. Gives all states
 * [batch, time, directions·hidden], zero on padding. Differentiable in everything but the lengths.
 */
export function gruStates(parts: GruInputs): Tensor3D {
  return recurrentStates(gru, parts);
}

/** The same layer's states after each sequence's own last step alone [batch, directions·hidden], zero for an empty one. */
export function gruFinal(parts: GruInputs): Tensor2D {
  return recurrentFinal(gru, parts);
}
