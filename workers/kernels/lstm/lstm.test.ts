import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { holdsToItsMeaning, type RecurrentCase } from '../recurrent/testing.ts';
import { readFixture } from '../testing.ts';
import { lstmFinal, lstmStates } from './operation.ts';
import { lstmForward, lstmGradient } from './reference.ts';

const parts = ([inputs, inputWeights, recurrentWeights, bias]: Tensor[], lengths: Tensor) => ({
  inputs: inputs as Tensor3D,
  inputWeights: inputWeights as Tensor2D,
  recurrentWeights: recurrentWeights as Tensor3D,
  bias: bias as Tensor1D,
  lengths: lengths as Tensor1D,
});

holdsToItsMeaning({
  cases: readFixture<{ lstm: RecurrentCase[] }>('kernels').lstm,
  names: ['inputs', 'inputWeights', 'recurrentWeights', 'bias'],
  shapes: ({ batch, time, features, hidden, directions }) => [
    [batch, time, features],
    [features, directions * 4 * hidden],
    [directions, hidden, 4 * hidden],
    [directions * 4 * hidden],
  ],
  states: (given, lengths) => lstmStates(parts(given, lengths)),
  final: (given, lengths) => lstmFinal(parts(given, lengths)),
  reference: (shape, given, lengths, w, v) => {
    const [inputs, inputWeights, recurrentWeights, bias] = given as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const forward = lstmForward(shape, inputs, lengths, inputWeights, recurrentWeights, bias);
    const gradients = lstmGradient(shape, inputs, lengths, inputWeights, recurrentWeights, forward, w, v);
    return { states: forward.states, final: forward.final, gradients: { ...gradients } };
  },
});
