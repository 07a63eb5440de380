/** The LSTM layer (papers 0 and 1), fused over a whole padded batch as ../recurrent/operation.ts says. */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  type RecurrentInputs,
  type RecurrentKind,
  recurrent,
  recurrentStep,
  type StepInputs,
} from '../recurrent/operation.ts';

/** Gates in the order input, forget, candidate, output; `cached` is the cell state. */
export const lstm: RecurrentKind = {
  title: 'lstm',
  forward: 'GraftLstm',
  gradient: 'GraftLstmGradient',
  gates: 4,
  biased: true,
  cells: true,
};

export type LstmInputs = RecurrentInputs & { bias: Tensor1D };

/** The state of an LSTM between two time steps. */
export interface LstmState {
  readonly state: Tensor2D; // [batch, directions·hidden]
  readonly cell: Tensor2D; // [batch, directions·hidden]
}

/**
 * An LSTM layer with one direction or two. Direction 0 runs forward. Direction 1 runs backward from each sequence's
 * last step. Each starts from its initial state, or from zeros. Gives all states [batch, time, directions·hidden], zero
 * on padding. Differentiable in everything but the lengths.
 */
export function lstmStates(parts: LstmInputs): Tensor3D {
  return recurrent(lstm, parts, ['states'])[0] as Tensor3D;
}

/**
 * The same layer's states after each sequence's last step [batch, directions·hidden]; of an empty sequence its initial
 * state.
 */
export function lstmFinal(parts: LstmInputs): Tensor2D {
  return recurrent(lstm, parts, ['final'])[0] as Tensor2D;
}

/** The same with the cell states: all that a decoder needs to continue from there. */
export function lstmFinalState(parts: LstmInputs): LstmState {
  const [state, cell] = recurrent(lstm, parts, ['final', 'finalCell']) as [Tensor2D, Tensor2D];
  return { state, cell };
}

/**
 * A single time step from the state `previous`, of one direction, for a decoder that reads its own output. Several
 * steps equal one layer over them, but each launches its own kernels.
 */
export function lstmStep(parts: StepInputs & { bias: Tensor1D }, previous: LstmState): LstmState {
  const initial = { initialState: previous.state, initialCell: previous.cell };
  const [state, cell] = recurrentStep(lstm, parts, initial, ['final', 'finalCell']) as [Tensor2D, Tensor2D];
  return { state, cell };
}
