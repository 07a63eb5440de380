import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { holdsToItsMeaning, type RecurrentCase } from '../recurrent/testing.ts';
import { readFixture } from '../testing.ts';
import { gruFinal, gruStates } from './operation.ts';
import { gruForward, gruGradient } from './reference.ts';

const parts = ([inputs, inputWeights, recurrentWeights]: Tensor[], lengths: Tensor) => ({
  inputs: inputs as Tensor3D,
  inputWeights: inputWeights as Tensor2D,
  recurrentWeights: recurrentWeights as Tensor3D,
  lengths: lengths as Tensor1D,
});

holdsToItsMeaning({
  cases: readFixture<{ gru: RecurrentCase[] }>('kernels').gru,
  names: ['inputs', 'inputWeights', 'recurrentWeights'],
  shapes: ({ batch, time, features, hidden, directions }) => [
    [batch, time, features],
    [features, directions * 3 * hidden],
    [directions, hidden, 3 * hidden],
  ],
  states: (given, lengths) => gruStates(parts(given, lengths)),
  final: (given, lengths) => gruFinal(parts(given, lengths)),
  reference: (shape, given, lengths, w, v) => {
    const [inputs, inputWeights, recurrentWeights] = given as [Float32Array, Float32Array, Float32Array];
    const forward = gruForward(shape, inputs, lengths, inputWeights, recurrentWeights);
    const gradients = gruGradient(shape, inputs, lengths, inputWeights, recurrentWeights, forward, w, v);
    return { states: forward.states, final: forward.final, gradients: { ...gradients } };
  },
});
