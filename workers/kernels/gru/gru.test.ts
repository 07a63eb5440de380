import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { testInitialStates } from '../recurrent/initialState/testing.ts';
import { type RecurrentCase, type RecurrentLayer, testResults, testSizes } from '../recurrent/testing.ts';
import { readFixture } from '../testing.ts';
import { gruFinal, gruStates, gruStep } from './operation.ts';
import { gruForward, gruGradient } from './reference.ts';

const parts = ([inputs, inputWeights, recurrentWeights, initialState]: Tensor[], lengths: Tensor) => ({
  inputs: inputs as Tensor3D,
  inputWeights: inputWeights as Tensor2D,
  recurrentWeights: recurrentWeights as Tensor3D,
  lengths: lengths as Tensor1D,
  ...(initialState && { initialState: initialState as Tensor2D }),
});

type Arrays = [Float32Array, Float32Array, Float32Array, Float32Array?];

const fromZeros: RecurrentLayer = {
  cases: readFixture<{ gru: RecurrentCase[] }>('kernels').gru,
  names: ['inputs', 'inputWeights', 'recurrentWeights'],
  outputs: ['states', 'final'],
  shapes: ({ batch, time, features, hidden, directions }) => [
    [batch, time, features],
    [features, directions * 3 * hidden],
    [directions, hidden, 3 * hidden],
  ],
  run: (given, lengths) => [gruStates(parts(given, lengths)), gruFinal(parts(given, lengths))],
  reference: (shape, given, lengths, upstream) => {
    const [inputs, inputWeights, recurrentWeights, initial] = given as Arrays;
    const [w, v] = upstream as [Float32Array, Float32Array];
    const forward = gruForward(shape, inputs, lengths, inputWeights, recurrentWeights, initial);
    const gradients = gruGradient(shape, inputs, lengths, inputWeights, recurrentWeights, forward, w, v, initial);
    return { outputs: { ...forward }, gradients: { ...gradients } };
  },
};

const fromInitialStates: RecurrentLayer = {
  ...fromZeros,
  cases: readFixture<{ gru: RecurrentCase[] }>('recurrentStates').gru,
  names: [...fromZeros.names, 'initialState'],
  shapes: (shape) => [...fromZeros.shapes(shape), [shape.batch, shape.directions * shape.hidden]],
};

describe('from zeros', () => {
  testResults(fromZeros);
  testSizes(fromZeros);
});

describe('from initial states', () => {
  testResults(fromInitialStates);
  testInitialStates(fromInitialStates, (inputs, [inputWeights, recurrentWeights], [previous]) => {
    const weights = { inputWeights: inputWeights as Tensor2D, recurrentWeights: recurrentWeights as Tensor3D };
    return [gruStep({ inputs, ...weights }, previous as Tensor2D)];
  });
});
