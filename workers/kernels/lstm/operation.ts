/** The LSTM layer (papers 0 and 1), fused over a whole padded batch as ../recurrent/operation.ts says. */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type RecurrentInputs, type RecurrentKind, recurrentFinal, recurrentStates } from '../recurrent/operation.ts';

/** Gates in the order input, forget, cell, output; `kept` are the cells. */
export const lstm: RecurrentKind = {
  title: 'lstm',
  forward: 'GraftLstm',
  gradient: 'GraftLstmGradient',
  gates: 4,
  biased: true,
};

export type LstmInputs = RecurrentInputs & { bias: Tensor1D };

/**
 * An LSTM layer with one direction or two: direction 0 walks forward, direction 1 backward from each sequence's own last
 * step. Gives all states [batch, time, directions·hidden], zero on padding. Differentiable in everything but the
 * lengths.
 */
export function lstmStates(parts: LstmInputs): Tensor3D {
  return recurrentStates(lstm, parts);
}

/** The same layer's states after each sequence's own last step alone [batch, directions·hidden], zero for an empty one. */
export function lstmFinal(parts: LstmInputs): Tensor2D {
  return recurrentFinal(lstm, parts);
}
