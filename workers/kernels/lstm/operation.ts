/**
 * A whole LSTM layer over a whole padded batch as one operation. Step by step in stock tfjs it is about 3,000 kernel
 * launches for one training step; fused it is a handful, and padding costs nothing.
 */
import {
  engine,
  registerGradient,
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
 * [batch, time, directions·hidden], `finalGradient` [batch, directions·hidden] → the gradients of `inputs`,
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

export interface LstmOutputs {
  states: Tensor3D; // [batch, time, directions·hidden], zero on padding
  final: Tensor2D; // [batch, directions·hidden]: after each sequence's own last step, zero for an empty one
}

/**
 * An LSTM layer (papers 0 and 1) with one direction or two: direction 0 walks forward, direction 1 backward from each
 * sequence's own last step. Differentiable in everything but the lengths.
 */
export function lstm(parts: LstmInputs): LstmOutputs {
  const { inputs, lengths, inputWeights, recurrentWeights, bias } = parts;
  const [batch, , features] = inputs.shape;
  const [directions, hidden, gates] = recurrentWeights.shape;
  const said = () =>
    `lstm: shapes do not agree: inputs [${inputs.shape}], lengths [${lengths.shape}], inputWeights ` +
    `[${inputWeights.shape}], recurrentWeights [${recurrentWeights.shape}], bias [${bias.shape}]`;
  util.assert(lengths.dtype === 'int32', () => `lstm: lengths must be int32, got ${lengths.dtype}`);
  util.assert((directions === 1 || directions === 2) && gates === 4 * hidden && lengths.shape[0] === batch, said);
  util.assert(util.arraysEqual(inputWeights.shape, [features, directions * 4 * hidden]), said);
  util.assert(util.arraysEqual(bias.shape, [directions * 4 * hidden]), said);
  const outputs = engine().runKernel(LSTM, { inputs, lengths, inputWeights, recurrentWeights, bias });
  const [states, final, keptGates, keptCells] = outputs as unknown as [Tensor3D, Tensor2D, Tensor, Tensor];
  // The tape holds its own references where a gradient will want them.
  keptGates.dispose();
  keptCells.dispose();
  return { states, final };
}

registerGradient({
  kernelName: LSTM,
  inputsToSave: ['inputs', 'lengths', 'inputWeights', 'recurrentWeights'],
  outputsToSave: [true, false, true, true],
  gradFunc: (gradients, saved) => {
    const [statesGradient, finalGradient] = gradients as Tensor[];
    const [inputs, lengths, inputWeights, recurrentWeights, states, gates, cells] = saved;
    const kept = { inputs, lengths, inputWeights, recurrentWeights, states, gates, cells };
    const all = engine().runKernel(LSTM_GRADIENT, { ...kept, statesGradient, finalGradient } as Record<string, Tensor>);
    const [ofInputs, ofInputWeights, ofRecurrentWeights, ofBias] = all as unknown as [Tensor, Tensor, Tensor, Tensor];
    return {
      inputs: () => ofInputs,
      inputWeights: () => ofInputWeights,
      recurrentWeights: () => ofRecurrentWeights,
      bias: () => ofBias,
    };
  },
});
