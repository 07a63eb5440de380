/** The LSTM layer (papers 0 and 1), fused over a whole padded batch as ../recurrent/operation.ts says. */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  type RecurrentInputs,
  type RecurrentKind,
  recurrent,
  recurrentStep,
  type StepInputs,
} from '../recurrent/operation.ts';

/** Gates in the order input, forget, cell, output; `kept` are the cells. */
export const lstm: RecurrentKind = {
  title: 'lstm',
  forward: 'GraftLstm',
  gradient: 'GraftLstmGradient',
  gates: 4,
  biased: true,
  cells: true,
};

export type LstmInputs = RecurrentInputs & { bias: Tensor1D };

/** What an LSTM goes on from. */
export interface LstmState {
  readonly state: Tensor2D; // [batch, directions·hidden]
  readonly cell: Tensor2D; // [batch, directions·hidden]
}

/**
 * An LSTM layer with one direction or two: direction 0 walks forward, direction 1 backward from each sequence's own last
 * step, each from its initial state, or from zeros. Gives all states [batch, time, directions·hidden], zero on padding.
 * Differentiable in everything but the lengths.
 */
export function lstmStates(parts: LstmInputs): Tensor3D {
  return recurrent(lstm, parts, ['states'])[0] as Tensor3D;
}

/**
 * The same layer's states after each sequence's own last step alone [batch, directions·hidden]; of an empty sequence, the
 * initial state.
 */
export function lstmFinal(parts: LstmInputs): Tensor2D {
  return recurrent(lstm, parts, ['final'])[0] as Tensor2D;
}

/** The same with the cells that belong to them: all that another walk, such as a decoder's, needs to go on from there. */
export function lstmFinalState(parts: LstmInputs): LstmState {
  const [state, cell] = recurrent(lstm, parts, ['final', 'finalCell']) as [Tensor2D, Tensor2D];
  return { state, cell };
}

/**
 * A single step from the state `before`, of one direction, for a decoder that feeds on its own output. As many steps are
 * the same as one walk over them, but each takes products and launches of its own.
 */
export function lstmStep(parts: StepInputs & { bias: Tensor1D }, before: LstmState): LstmState {
  const initial = { initialState: before.state, initialCell: before.cell };
  const [state, cell] = recurrentStep(lstm, parts, initial, ['final', 'finalCell']) as [Tensor2D, Tensor2D];
  return { state, cell };
}
