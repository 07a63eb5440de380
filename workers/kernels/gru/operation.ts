/**
 * A whole GRU layer over a whole padded batch as one operation, the LSTM's sibling (../lstm/operation.ts): fused it is a
 * handful of kernel launches whatever the length, and padding costs nothing.
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
 * Inputs `inputs`, `lengths`, `inputWeights`, `recurrentWeights` as {@link GruInputs} has them → `states`
 * [batch, time, directions·hidden], `final` [batch, directions·hidden], and two that only this backend's own gradient
 * kernel reads: `gates` [batch, time, directions·3·hidden] and `passed` [batch, time, directions·hidden]. A backend may
 * lay out the values of those two as it likes.
 */
export const GRU = 'GraftGru';
/**
 * Inputs `inputs`, `lengths`, `inputWeights`, `recurrentWeights`, `states`, `gates`, `passed`, `statesGradient`
 * [batch, time, directions·hidden] or `finalGradient` [batch, directions·hidden] or both → the gradients of `inputs`,
 * `inputWeights`, `recurrentWeights`, in this order and of their shapes.
 */
export const GRU_GRADIENT = 'GraftGruGradient';

export interface GruInputs {
  inputs: Tensor3D; // [batch, time, features]; padding may hold anything, NaN included
  lengths: Tensor1D; // int32 [batch], each 0 to time
  inputWeights: Tensor2D; // [features, directions·3·hidden], gates in the order reset, update, candidate
  recurrentWeights: Tensor3D; // [directions, hidden, 3·hidden]
}

/**
 * A GRU layer (paper 3, section 3.3: the reset gate inside the candidate's recurrent product, no biases) with one
 * direction or two: direction 0 walks forward, direction 1 backward from each sequence's own last step. Gives all states
 * [batch, time, directions·hidden], zero on padding. Differentiable in everything but the lengths.
 */
export function gruStates(parts: GruInputs): Tensor3D {
  return run(parts, 'states') as Tensor3D;
}

/** The same layer's states after each sequence's own last step alone [batch, directions·hidden], zero for an empty one. */
export function gruFinal(parts: GruInputs): Tensor2D {
  return run(parts, 'final') as Tensor2D;
}

/** One output at a time, for the reason that the LSTM's operation gives. */
function run({ inputs, lengths, inputWeights, recurrentWeights }: GruInputs, wanted: 'states' | 'final'): Tensor {
  const [batch, , features] = inputs.shape;
  const [directions, hidden, gateWidth] = recurrentWeights.shape;
  const said = () =>
    `gru: shapes do not agree: inputs [${inputs.shape}], lengths [${lengths.shape}], inputWeights ` +
    `[${inputWeights.shape}], recurrentWeights [${recurrentWeights.shape}]`;
  util.assert(lengths.dtype === 'int32', () => `gru: lengths must be int32, got ${lengths.dtype}`);
  util.assert((directions === 1 || directions === 2) && gateWidth === 3 * hidden && lengths.shape[0] === batch, said);
  util.assert(util.arraysEqual(inputWeights.shape, [features, directions * 3 * hidden]), said);
  const operation = customGrad((...given) => {
    const save = given.pop() as GradSaveFunc;
    const [x, w, u] = given as [Tensor, Tensor, Tensor];
    const outputs = engine().runKernel(GRU, { inputs: x, lengths, inputWeights: w, recurrentWeights: u });
    const [states, final, gates, passed] = outputs as unknown as [Tensor, Tensor, Tensor, Tensor];
    save([x, lengths, w, u, states, gates, passed]);
    return { value: wanted === 'states' ? states : final, gradFunc: (dy, saved) => gradient(dy, saved, wanted) };
  });
  return operation(inputs, inputWeights, recurrentWeights);
}

function gradient(upstream: Tensor | Tensor[], saved: Tensor[], of: 'states' | 'final'): Tensor[] {
  const [inputs, lengths, inputWeights, recurrentWeights, states, gates, passed] = saved;
  const kept = { inputs, lengths, inputWeights, recurrentWeights, states, gates, passed };
  const all = engine().runKernel(GRU_GRADIENT, { ...kept, [`${of}Gradient`]: upstream } as Record<string, Tensor>);
  return all as unknown as Tensor[];
}
