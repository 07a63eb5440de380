import { add, mul, square, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { OptimizerRule } from '../kernels/optimizer/coefficients.ts';
import { onEachBackend, randomValues } from '../kernels/testing.ts';
import { disposeAll } from '../layers/parameters.ts';
import { restoreSnapshot, takeSnapshot } from '../layers/snapshot.ts';
import { parameter, tableOf } from '../layers/testing.ts';
import { GraftError } from '../protocol/errors.ts';
import { Optimizer, type OptimizerState } from './optimizer.ts';

const rules: OptimizerRule[] = ['sgd', 'adam', 'adamw', 'adagrad', 'nadam'];
const dimension = 3;

/** A table that learns by rows and an ordinary variable, both of which a loss depends on. */
function smallModel() {
  const layer = tableOf(dimension, randomValues(20 * dimension, 1).fill(0, 0, dimension));
  const weights = parameter(randomValues(dimension * dimension, 2), [dimension, dimension]);
  const parameters = { ...layer.parameters, weights };
  /** Reads rows that change from step to step, some of them for the first time. */
  const loss = (step: number): Tensor => {
    const ids = Int32Array.of(step % 7, 3, 5 + step, 3);
    const wanted = tensor(randomValues(ids.length * dimension, step + 3), [ids.length, dimension]);
    const read = layer.apply(ids, [ids.length]);
    return add(sum(mul(wanted, square(read))), sum(square(sum(mul(weights, weights), 0))));
  };
  return { parameters, loss, dispose: () => disposeAll(Object.values(parameters)) };
}

/** A rate that sinks, and decays that differ. */
function optimizerOf({ parameters }: ReturnType<typeof smallModel>, optimizer: OptimizerRule): Optimizer {
  const { weights, ...tables } = parameters;
  const groups = [
    { parameters: tables, rate: (step: number) => 0.1 / step, decay: 0 },
    { parameters: { weights }, rate: (step: number) => 0.1 / step, decay: 0.2 },
  ];
  return new Optimizer(groups, { optimizer, momentum: 0.9, clip: 3 });
}

/** Everything that a run would go on from. */
async function takeAll(model: ReturnType<typeof smallModel>, optimizer: Optimizer) {
  return { state: await optimizer.state(), parameters: await takeSnapshot(model.parameters) };
}

onEachBackend(() => {
  test.each(rules)('goes on under %s with the same bits from a state that was kept', async (rule) => {
    const model = smallModel();
    const optimizer = optimizerOf(model, rule);
    const take = (by: Optimizer, from: number, to: number) => {
      for (let step = from; step <= to; step++) by.step(() => model.loss(step)).dispose();
    };
    take(optimizer, 1, 4);
    const kept = await takeAll(model, optimizer);
    take(optimizer, 5, 9);
    const uninterrupted = await takeAll(model, optimizer);
    expect(uninterrupted.parameters).not.toEqual(kept.parameters);

    // As if written to a file and read in another session.
    const { state, parameters } = structuredClone(kept);
    const fresh = optimizerOf(model, rule);
    restoreSnapshot(model.parameters, parameters);
    fresh.restore(state);
    take(fresh, 5, 9);
    expect(await takeAll(model, fresh)).toEqual(uninterrupted);
    // Neither side works in the other's arrays.
    expect(state).toEqual(kept.state);

    optimizer.dispose();
    fresh.dispose();
    model.dispose();
  });

  test('takes the place of what an optimizer remembered before', async () => {
    const model = smallModel();
    const optimizer = optimizerOf(model, 'adam');
    const beginning = await takeAll(model, optimizer);
    expect(beginning.state).toEqual({ steps: 0, moments: {} });
    optimizer.step(() => model.loss(1)).dispose();
    const first = await takeAll(model, optimizer);
    optimizer.step(() => model.loss(2)).dispose();
    restoreSnapshot(model.parameters, beginning.parameters);
    optimizer.restore(beginning.state);
    optimizer.step(() => model.loss(1)).dispose();
    expect(await takeAll(model, optimizer)).toEqual(first);
    optimizer.dispose();
    model.dispose();
  });

  test('refuses a state of other parameters, of other shapes or of another rule, and keeps its own', async () => {
    const model = smallModel();
    const optimizer = optimizerOf(model, 'sgd');
    optimizer.step(() => model.loss(1)).dispose();
    const before = await optimizer.state();
    const stateOf = (name: string, ...shape: number[]): OptimizerState => ({
      steps: 7,
      moments: { [name]: { shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) } },
    });
    const refused: [OptimizerState, string][] = [
      [stateOf('other', 1, 3, 3), 'other'],
      [stateOf('weights', 1, 3, 4), 'of weights it has 12 numbers as [1,3,4], where [1,3,3] was expected'],
      [stateOf('weights', 2, 3, 3), 'of weights it has 18 numbers as [2,3,3], where [1,3,3] was expected'],
      [stateOf('weights', 0, 3, 3), 'of weights it has 0 numbers as [0,3,3], where [1,3,3] was expected'],
      [
        { steps: 7, moments: { weights: { shape: [1, 3, 3], values: new Float32Array(8) } } },
        'of weights it has 8 numbers',
      ],
    ];
    for (const [state, message] of refused) {
      expect(() => optimizer.restore(state)).toThrow(GraftError);
      expect(() => optimizer.restore(state)).toThrow(message);
    }
    expect(await optimizer.state()).toEqual(before);
    optimizer.dispose();
    model.dispose();
  });
});
