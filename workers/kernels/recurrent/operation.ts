/**
 * A whole recurrent layer over a whole padded batch as one operation. Step by step in stock tfjs it is about 3,000
 * kernel launches for one training step; fused it is a handful, and padding costs nothing. What a step does is the
 * layer's own affair (../lstm, ../gru).
 */
import {
  customGrad,
  engine,
  type GradSaveFunc,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  util,
} from '@tensorflow/tfjs-core';

/** What the layers differ in, as far as their kernels' contracts go. */
export interface RecurrentKind {
  /** For messages, and for the names of programs. */
  readonly title: string;
  /**
   * The kernel with inputs `inputs`, `lengths`, `inputWeights`, `recurrentWeights` and, where it is `biased`, `bias` as
   * {@link RecurrentInputs} has them → `states` [batch, time, directions·hidden], `final` [batch, directions·hidden],
   * and two that only the same backend's gradient kernel reads: `gates` [batch, time, directions·gates·hidden] and what
   * else is to be `kept` of each unit's step [batch, time, directions·hidden]. A backend may lay out the values of those
   * two as it likes, and keep more.
   */
  readonly forward: string;
  /**
   * The kernel with the inputs above but for the bias, `states`, `gates`, `kept`, and `statesGradient` [batch, time,
   * directions·hidden] or `finalGradient` [batch, directions·hidden] or both → the gradients of `inputs`,
   * `inputWeights`, `recurrentWeights` and, where there is one, `bias`, in this order and of their shapes.
   */
  readonly gradient: string;
  /** Blocks of hidden columns in the weights. */
  readonly gates: number;
  readonly biased: boolean;
}

/** Of the forward kernel. */
export interface RecurrentAttributes {
  /** Whether a gradient may be asked for; where not, `gates` and `kept` may be anything. */
  readonly differentiated: boolean;
}

export interface RecurrentInputs {
  inputs: Tensor3D; // [batch, time, features]; padding may hold anything, NaN included
  lengths: Tensor1D; // int32 [batch], each 0 to time
  inputWeights: Tensor2D; // [features, directions·gates·hidden]
  recurrentWeights: Tensor3D; // [directions, hidden, gates·hidden]
  bias?: Tensor1D; // [directions·gates·hidden]
}

/** All states [batch, time, directions·hidden], zero on padding. Differentiable in everything but the lengths. */
export function recurrentStates(kind: RecurrentKind, parts: RecurrentInputs): Tensor3D {
  return run(kind, parts, 'states') as Tensor3D;
}

/** The states after each sequence's own last step alone [batch, directions·hidden], zero for an empty sequence. */
export function recurrentFinal(kind: RecurrentKind, parts: RecurrentInputs): Tensor2D {
  return run(kind, parts, 'final') as Tensor2D;
}

/**
 * One output at a time and the gradient attached by hand: for every output of a kernel with a registered gradient tfjs
 * makes a tensor of zeros where nothing comes back, and most of this kernel's outputs only serve the gradient.
 */
function run(kind: RecurrentKind, parts: RecurrentInputs, wanted: 'states' | 'final'): Tensor {
  checkShapes(kind, parts);
  const { inputs, lengths, inputWeights, recurrentWeights, bias } = parts;
  const operation = customGrad((...given) => {
    const save = given.pop() as GradSaveFunc;
    const [x, w, u, b] = given as Tensor[];
    const weights = { inputs: x, lengths, inputWeights: w, recurrentWeights: u } as Record<string, Tensor>;
    const attributes = { differentiated: engine().state.activeTape != null };
    const outputs = engine().runKernel(kind.forward, { ...weights, ...(b && { bias: b }) }, attributes);
    const [states, final, gates, kept] = outputs as unknown as [Tensor, Tensor, Tensor, Tensor];
    save([x as Tensor, lengths, w as Tensor, u as Tensor, states, gates, kept]);
    return {
      value: wanted === 'states' ? states : final,
      gradFunc: (upstream, saved) => gradientOf(kind, upstream as Tensor, saved, wanted),
    };
  });
  return operation(inputs, inputWeights, recurrentWeights, ...(bias ? [bias] : []));
}

function gradientOf(kind: RecurrentKind, upstream: Tensor, saved: Tensor[], of: 'states' | 'final'): Tensor[] {
  const [inputs, lengths, inputWeights, recurrentWeights, states, gates, kept] = saved;
  const given = { inputs, lengths, inputWeights, recurrentWeights, states, gates, kept, [`${of}Gradient`]: upstream };
  return engine().runKernel(kind.gradient, given as Record<string, Tensor>) as unknown as Tensor[];
}

function checkShapes(
  { title, gates, biased }: RecurrentKind,
  { inputs, lengths, inputWeights, recurrentWeights, bias }: RecurrentInputs,
): void {
  const [batch, , features] = inputs.shape;
  const [directions, hidden, wide] = recurrentWeights.shape;
  const said = () =>
    `${title}: shapes do not agree: inputs [${inputs.shape}], lengths [${lengths.shape}], inputWeights ` +
    `[${inputWeights.shape}], recurrentWeights [${recurrentWeights.shape}], bias ${bias ? `[${bias.shape}]` : 'none'}`;
  util.assert(lengths.dtype === 'int32', () => `${title}: lengths must be int32, got ${lengths.dtype}`);
  util.assert((directions === 1 || directions === 2) && wide === gates * hidden && lengths.shape[0] === batch, said);
  util.assert(util.arraysEqual(inputWeights.shape, [features, directions * wide]), said);
  util.assert(biased ? !!bias && util.arraysEqual(bias.shape, [directions * wide]) : !bias, said);
}
