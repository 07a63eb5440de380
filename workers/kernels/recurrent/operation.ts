/**
 * A recurrent layer over a padded batch as one operation. Unrolled in stock tfjs, it is about 3,000 kernel launches for
 * one training step. Fused, it is a handful, and padding costs nothing. Each layer defines its own time step (../lstm,
 * ../gru).
 */
import {
  engine,
  expandDims,
  ones,
  type Rank,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  util,
} from '@tensorflow/tfjs-core';
import { runDifferentiable } from '../severalGradients.ts';

/** What differs between the layers in their kernels' contracts. */
export interface RecurrentKind {
  /** For messages, and for the names of programs. */
  readonly title: string;
  /**
   * The forward kernel. Its inputs are those of {@link RecurrentInputs}, under the same names. Its outputs are
   *
   * - `states` [batch, time, directions·hidden];
   * - `final` [batch, directions·hidden];
   * - `gates` [batch, time, directions·gates·hidden] and `cached` [batch, time, directions·hidden], the other value of
   *   each unit that the backward pass needs. Only the same backend's gradient kernel reads these two; a backend
   *   chooses their layout and contents;
   * - `finalCell` [batch, directions·hidden], where the attributes ask for it.
   */
  readonly forward: string;
  /**
   * The gradient kernel. Its inputs are
   *
   * - the inputs above without the bias, and `states`, `gates` and `cached`;
   * - one or more of `statesGradient` [batch, time, directions·hidden], `finalGradient` and `finalCellGradient` [batch,
   *   directions·hidden].
   *
   * Its outputs are the gradients of `inputs`, `inputWeights`, `recurrentWeights` and, where present, `bias`,
   * `initialState` and `initialCell`, in this order and of their shapes.
   */
  readonly gradient: string;
  /** Blocks of hidden columns in the weights. */
  readonly gates: number;
  readonly biased: boolean;
  /** Whether the layer has a cell state beside its hidden state. */
  readonly cells: boolean;
}

/** Attributes of the forward kernel. */
export interface RecurrentAttributes {
  /** Whether a gradient may follow. Where not, `gates` and `cached` may be anything. */
  readonly differentiated: boolean;
  readonly finalCell: boolean;
}

/**
 * Each direction starts from its initial state, which is zero where none is given. A layer with cell states takes both
 * initial tensors or neither.
 */
export interface RecurrentInputs {
  inputs: Tensor3D; // [batch, time, features]; padding may hold anything, NaN included
  lengths: Tensor1D; // int32 [batch], each 0 to time
  inputWeights: Tensor2D; // [features, directions·gates·hidden]
  recurrentWeights: Tensor3D; // [directions, hidden, gates·hidden]
  bias?: Tensor1D; // [directions·gates·hidden]
  initialState?: Tensor2D; // [batch, directions·hidden]
  initialCell?: Tensor2D; // [batch, directions·hidden]
}

/** In the order of the gradient kernel's outputs. */
const differentiableInputs = [
  'inputs',
  'inputWeights',
  'recurrentWeights',
  'bias',
  'initialState',
  'initialCell',
] as const;

/**
 * The outputs of a layer:
 *
 * - `states` [batch, time, directions·hidden], zero on padding;
 * - `final` [batch, directions·hidden]: the states after each sequence's last step; of an empty sequence its initial
 *   state;
 * - `finalCell` [batch, directions·hidden]: the cell states at the same place, where the layer has cell states.
 */
export type RecurrentOutput = 'states' | 'final' | 'finalCell';

/**
 * Gives the wanted outputs of one forward pass, in this order. Differentiable in everything but the lengths. Throws
 * where shapes do not agree.
 */
export function recurrent(kind: RecurrentKind, parts: RecurrentInputs, wanted: readonly RecurrentOutput[]): Tensor[] {
  checkShapes(kind, parts);
  const { lengths } = parts;
  const inputs: Record<string, Tensor> = {};
  for (const name of differentiableInputs) if (parts[name]) inputs[name] = parts[name];
  const { bias, ...read } = inputs;
  const forGradient = [...Object.keys(read), 'lengths', 'states', 'gates', 'cached'];
  return runDifferentiable({
    inputs,
    forward: (save) => {
      const attributes = { differentiated: engine().state.activeTape != null, finalCell: wanted.includes('finalCell') };
      const outputs = engine().runKernel(kind.forward, { ...inputs, lengths }, attributes);
      const [states, final, gates, cached, finalCell] = outputs as unknown as Tensor[];
      const all: Record<string, Tensor | undefined> = { ...read, lengths, states, final, gates, cached, finalCell };
      save(forGradient.map((name) => all[name] as Tensor));
      return wanted.map((name) => all[name] as Tensor);
    },
    backward: (upstream, saved) => {
      const given: Record<string, Tensor> = {};
      for (const [n, name] of forGradient.entries()) given[name] = saved[n] as Tensor;
      for (const [n, name] of wanted.entries()) given[`${name}Gradient`] = upstream[n] as Tensor;
      const gradients = engine().runKernel(kind.gradient, given) as unknown as Tensor[];
      return Object.fromEntries(Object.keys(inputs).map((name, n) => [name, gradients[n] as Tensor]));
    },
  });
}

/** Inputs of one time step, and a layer's weights of one direction. */
export type StepInputs = Pick<RecurrentInputs, 'inputWeights' | 'recurrentWeights' | 'bias'> & {
  inputs: Tensor2D; // [batch, features]
};

/** The previous state of a step. */
export type PreviousState = Required<Pick<RecurrentInputs, 'initialState'>> & Pick<RecurrentInputs, 'initialCell'>;

/**
 * One time step of every sequence of a batch: a layer over a time of 1. Gives the state after it and, where wanted, the
 * cell state.
 */
export function recurrentStep(
  kind: RecurrentKind,
  { inputs, ...weights }: StepInputs,
  previous: PreviousState,
  wanted: readonly Exclude<RecurrentOutput, 'states'>[],
): Tensor2D[] {
  const [batch] = inputs.shape;
  const [directions] = weights.recurrentWeights.shape;
  util.assert(directions === 1, () => `${kind.title}: a single step has one direction, not ${directions}`);
  return tidy(() => {
    const parts = { inputs: expandDims<Tensor3D>(inputs, 1), lengths: ones<Rank.R1>([batch], 'int32') };
    return recurrent(kind, { ...parts, ...weights, ...previous }, wanted);
  }) as Tensor2D[];
}

function checkShapes({ title, gates, biased, cells }: RecurrentKind, parts: RecurrentInputs): void {
  const { inputs, lengths, inputWeights, recurrentWeights, bias, initialState, initialCell } = parts;
  const [batch, , features] = inputs.shape;
  const [directions, hidden, gateColumns] = recurrentWeights.shape;
  const message = () => {
    const shapes = Object.entries({ inputs, lengths, inputWeights, recurrentWeights, bias, initialState, initialCell });
    const each = shapes.map(([name, tensor]) => `${name} ${tensor ? `[${tensor.shape}]` : 'none'}`);
    return `${title}: shapes do not agree: ${each.join(', ')}`;
  };
  util.assert(lengths.dtype === 'int32', () => `${title}: lengths must be int32, got ${lengths.dtype}`);
  util.assert(
    (directions === 1 || directions === 2) && gateColumns === gates * hidden && lengths.shape[0] === batch,
    message,
  );
  util.assert(util.arraysEqual(inputWeights.shape, [features, directions * gateColumns]), message);
  util.assert(biased ? !!bias && util.arraysEqual(bias.shape, [directions * gateColumns]) : !bias, message);
  for (const initial of [initialState, initialCell]) {
    util.assert(!initial || util.arraysEqual(initial.shape, [batch, directions * hidden]), message);
  }
  util.assert(cells ? !initialState === !initialCell : !initialCell, message);
}
