import {
  add,
  grads,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { testInitialStates } from '../recurrent/initialState/testing.ts';
import { recurrent } from '../recurrent/operation.ts';
import { partsOf, type RecurrentCase, type RecurrentLayer, testResults, testSizes } from '../recurrent/testing.ts';
import { expectClose, onEachBackend, readFixture } from '../testing.ts';
import { type LstmInputs, type LstmState, lstm, lstmFinal, lstmFinalState, lstmStates, lstmStep } from './operation.ts';
import { lstmForward, lstmGradient } from './reference.ts';

const parts = (given: Tensor[], lengths: Tensor) => {
  const [inputs, inputWeights, recurrentWeights, bias, initialState, initialCell] = given;
  return {
    inputs: inputs as Tensor3D,
    inputWeights: inputWeights as Tensor2D,
    recurrentWeights: recurrentWeights as Tensor3D,
    bias: bias as Tensor1D,
    lengths: lengths as Tensor1D,
    ...(initialState && { initialState: initialState as Tensor2D, initialCell: initialCell as Tensor2D }),
  };
};

type Arrays = [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array?, Float32Array?];

const fromZeros: RecurrentLayer = {
  cases: readFixture<{ lstm: RecurrentCase[] }>('kernels').lstm,
  names: ['inputs', 'inputWeights', 'recurrentWeights', 'bias'],
  outputs: ['states', 'final'],
  shapes: ({ batch, time, features, hidden, directions }) => [
    [batch, time, features],
    [features, directions * 4 * hidden],
    [directions, hidden, 4 * hidden],
    [directions * 4 * hidden],
  ],
  run: (given, lengths) => [lstmStates(parts(given, lengths)), lstmFinal(parts(given, lengths))],
  reference: (shape, given, lengths, upstream) => {
    const [inputs, inputWeights, recurrentWeights, bias, state, cell] = given as Arrays;
    const [w, v, finalCellGradient] = upstream as [Float32Array, Float32Array, Float32Array?];
    const initial = state && cell && { state, cell };
    const boundary = { initial, finalCellGradient };
    const forward = lstmForward(shape, inputs, lengths, inputWeights, recurrentWeights, bias, initial);
    const gradients = lstmGradient(shape, inputs, lengths, inputWeights, recurrentWeights, forward, w, v, boundary);
    return { outputs: { ...forward }, gradients: { ...gradients } };
  },
};

const fromInitialStates: RecurrentLayer = {
  ...fromZeros,
  cases: readFixture<{ lstm: RecurrentCase[] }>('recurrentStates').lstm,
  names: [...fromZeros.names, 'initialState', 'initialCell'],
  outputs: ['states', 'final', 'finalCell'],
  shapes: (shape) => {
    const state = [shape.batch, shape.directions * shape.hidden];
    return [...fromZeros.shapes(shape), state, state];
  },
  run: (given, lengths) => {
    const { state, cell } = lstmFinalState(parts(given, lengths));
    return [lstmStates(parts(given, lengths)), state, cell];
  },
};

describe('from zeros', () => {
  testResults(fromZeros);
  testSizes(fromZeros);
});

describe('from initial states', () => {
  testResults({
    ...fromInitialStates,
    run: (given, lengths) => recurrent(lstm, parts(given, lengths), fromInitialStates.outputs), // of one run
  });
  testInitialStates(fromInitialStates, (inputs, [inputWeights, recurrentWeights, bias], [state, cell]) => {
    const weights = { inputWeights: inputWeights as Tensor2D, recurrentWeights: recurrentWeights as Tensor3D };
    const previous = { state: state as Tensor2D, cell: cell as Tensor2D };
    const next = lstmStep({ inputs, ...weights, bias: bias as Tensor1D }, previous);
    return [next.state, next.cell];
  });

  /** A small layer's parts. */
  const some = () => {
    const shape = { batch: 3, time: 2, features: 4, hidden: 5, directions: 2 };
    const shapes = fromInitialStates.shapes(shape);
    const given = partsOf(fromInitialStates, shape, 3, 0.4).map((values, n) => tensor(values, shapes[n]));
    return { given, lengths: tensor([2, 0, 1], [3], 'int32') };
  };

  onEachBackend(() => {
    test('the cells alone may be differentiated, or the states alone', async () => {
      const results = tidy(() => {
        const { given, lengths } = some();
        const of = (loss: (last: LstmState) => Tensor) =>
          grads((...each: Tensor[]) => loss(lstmFinalState(parts(each, lengths))))(given);
        const [ofState, ofCell] = [of(({ state }) => sum(state)), of(({ cell }) => sum(cell))];
        const ofBoth = of(({ state, cell }) => add(sum(state), sum(cell)));
        return [...ofBoth, ...ofState.map((each, n) => add(each, ofCell[n] as Tensor))];
      }) as Tensor[];
      const values = await Promise.all(results.map((t) => t.data()));
      for (const t of results) t.dispose();
      fromInitialStates.names.forEach((name, n) => {
        expectClose(values[n + values.length / 2]!, values[n]!, 1e-4, `gradient of ${name}`);
      });
    });
  });

  test('a state without its cell is refused', () => {
    tidy(() => {
      const { given, lengths } = some();
      const { initialCell, ...rest } = parts(given, lengths) as LstmInputs;
      expect(() => lstmStates(rest)).toThrow(/shapes do not agree: .*initialState \[3,10\], initialCell none/);
    });
  });
});
