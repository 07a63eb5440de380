/**
 * A whole LSTM layer over a whole padded batch as one operation. Step by step in stock tfjs it is about 3,000 kernel
 * launches for one training step; fused it is a handful, and padding costs nothing.
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

/**
 * Inputs `inputs`, `lengths`, `inputWeights`, `recurrentWeights`, `bias` as {@link LstmInputs} has them →
 * `states` [batch, time, directions·hidden], `final` [batch, directions·hidden], and two that only this backend's own
 * gradient kernel reads: `gates` [batch, time, directions·4·hidden] and `cells` [batch, time, directions·hidden]. A
 * backend may lay out the values of those two as it likes.
 */
export const LSTM = 'GraftLstm';
/**
 * Inputs `inputs`, `lengths`, `inputWeights`, `recurrentWeights`, `states`, `gates`, `cells`, `statesGradient`
 * [batch, time, directions·hidden] or `finalGradient` [batch, directions·hidden] or both → the gradients of `inputs`,
 * `inputWeights`, `recurrentWeights`, `bias`, in this order and of their shapes.
 */
export const LSTM_GRADIENT = 'GraftLstmGradient';

export interface LstmInputs {
  inputs: Tensor3D; // [batch, time, features]; padding may hold anything, NaN included
  lengths: Tensor1D; // int32 [batch], each 0 to time
  inputWeights: Tensor2D; // [features, directions·4·hidden], gates in the order input, forget, cell, output
  recurrentWeights: Tensor3D; // [directions, hidden, 4·hidden]
  bias: Tensor1D; // [directions·4·hidden]
}

/**
 * An LSTM layer (papers 0 and 1) with one direction or two: direction 0 walks forward, direction 1 backward from each
 * sequence's own last step. Gives all states [batch, time, directions·hidden], zero on padding. Differentiable in
 * everything but the lengths.
 */
export function lstmStates(parts: LstmInputs): Tensor3D {
  return run(parts, 'states') as Tensor3D;
}

/** The same layer's states after each sequence's own last step alone [batch, directions·hidden], zero for an empty one. */
export function lstmFinal(parts: LstmInputs): Tensor2D {
  return run(parts, 'final') as Tensor2D;
}

/**
 * One output at a time and the gradient attached by hand: for every output of a kernel with a registered gradient tfjs
 * makes a tensor of zeros where nothing comes back, and most of this kernel's outputs only serve the gradient.
 */
function run(
  { inputs, lengths, inputWeights, recurrentWeights, bias }: LstmInputs,
  wanted: 'states' | 'final',
): Tensor {
  const [batch, , features] = inputs.shape;
  const [directions, hidden, gateWidth] = recurrentWeights.shape;
  const said = () =>
    `lstm: shapes do not agree: inputs [${inputs.shape}], lengths [${lengths.shape}], inputWeights ` +
    `[${inputWeights.shape}], recurrentWeights [${recurrentWeights.shape}], bias [${bias.shape}]`;
  util.assert(lengths.dtype === 'int32', () => `lstm: lengths must be int32, got ${lengths.dtype}`);
  util.assert((directions === 1 || directions === 2) && gateWidth === 4 * hidden && lengths.shape[0] === batch, said);
  util.assert(util.arraysEqual(inputWeights.shape, [features, directions * 4 * hidden]), said);
  util.assert(util.arraysEqual(bias.shape, [directions * 4 * hidden]), said);
  const operation = customGrad((...given) => {
    const save = given.pop() as GradSaveFunc;
    const [x, w, u, b] = given as [Tensor, Tensor, Tensor, Tensor];
    const outputs = engine().runKernel(LSTM, { inputs: x, lengths, inputWeights: w, recurrentWeights: u, bias: b });
    const [states, final, gates, cells] = outputs as unknown as [Tensor, Tensor, Tensor, Tensor];
    save([x, lengths, w, u, states, gates, cells]);
    return { value: wanted === 'states' ? states : final, gradFunc: (dy, saved) => gradient(dy, saved, wanted) };
  });
  return operation(inputs, inputWeights, recurrentWeights, bias);
}

function gradient(upstream: Tensor | Tensor[], saved: Tensor[], of: 'states' | 'final'): Tensor[] {
  const [inputs, lengths, inputWeights, recurrentWeights, states, gates, cells] = saved;
  const kept = { inputs, lengths, inputWeights, recurrentWeights, states, gates, cells };
  const all = engine().runKernel(LSTM_GRADIENT, { ...kept, [`${of}Gradient`]: upstream } as Record<string, Tensor>);
  return all as unknown as Tensor[];
}
