import {
  add,
  engine,
  memory,
  mul,
  type Scalar,
  square,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { EMBEDDING_GRADIENT } from '../kernels/embedding/operation.ts';
import { expectClose, onEachBackend, randomValues, readFixture, type Written } from '../kernels/testing.ts';
import type { EmbeddingLayer } from '../layers/embedding.ts';
import { disposeAll } from '../layers/parameters.ts';
import { tableOf } from '../layers/testing.ts';
import { atConstantRate, Optimizer } from './optimizer.ts';

interface SparseAdam {
  scalars: { learningRate: number; beta1: number };
  table: Written;
  ids: Written;
  weights: Written;
  after: Written;
}
const { sparseAdam } = readFixture<{ sparseAdam: SparseAdam[] }>('kernels');
const { ordinaryRowAdam } = readFixture<{ ordinaryRowAdam: SparseAdam }>('tables');
const sparseCases = [
  ...sparseAdam.filter(({ scalars }) => scalars.beta1 === 0).map((fixture) => ({ padding: true, fixture })),
  { padding: false, fixture: ordinaryRowAdam },
];

const plain = { optimizer: 'sgd', momentum: 0, clip: 1e6 } as const;
const dimension = 3;

/** A table of `rows` random rows, padding's zero. */
function smallTable(rows: number) {
  const values = randomValues(rows * dimension, 1).fill(0, 0, dimension);
  const layer = tableOf(dimension, values.slice());
  const table = layer.parameters['word.rows'];
  if (!table) throw new Error('An embedding layer has a table.');
  const numbers = async () => Float32Array.from((await table.data()) as Float32Array);
  return { layer, table, values, numbers };
}

/** Σ weights · rows², whose gradient depends on the rows. */
const lossOf = (layer: EmbeddingLayer, ids: readonly number[], seed: number): Tensor => {
  const weights = tensor(randomValues(ids.length * dimension, seed), [ids.length, dimension]);
  return sum(mul(weights, square(layer.apply(Int32Array.from(ids), [ids.length]))));
};

/** What tfjs itself gives, outside a training step. */
async function denseGradient(loss: () => Tensor, table: Variable): Promise<Float32Array> {
  const { value, grads } = variableGrads(loss as () => Scalar, [table]);
  const gradient = Float32Array.from((await grads[table.name]?.data()) ?? []);
  disposeAll([value, ...Object.values(grads)]);
  return gradient;
}

afterEach(() => {
  vi.restoreAllMocks();
});

onEachBackend(() => {
  test.each(sparseCases)(
    'learns by rows as PyTorch’s SparseAdam does without momentum, padding $padding',
    async (each) => {
      const { scalars, ...fixture } = each.fixture;
      const kind = { padding: each.padding, learns: 'rows' } as const;
      const layer = tableOf(dimension, Float32Array.from(fixture.table.values), kind);
      const groups = atConstantRate(layer.parameters, scalars.learningRate);
      const optimizer = new Optimizer(groups, { ...plain, optimizer: 'adam' });
      const [steps = 0, positions = 0] = fixture.ids.shape;
      const size = fixture.table.values.length;
      for (let step = 0; step < steps; step++) {
        const ids = Int32Array.from(fixture.ids.values.slice(step * positions, (step + 1) * positions));
        const [from, to] = [step * positions * dimension, (step + 1) * positions * dimension];
        const loss = optimizer.step(() => {
          const weights = tensor(fixture.weights.values.slice(from, to), [positions, dimension]);
          return sum(mul(weights, square(layer.apply(ids, [positions]))));
        });
        loss.dispose();
        const after = fixture.after.values.slice(step * size, (step + 1) * size);
        expectClose((await layer.parameters['word.rows']?.data()) ?? [], after, 1e-5, `step ${step + 1}`);
      }
      optimizer.dispose();
      disposeAll(Object.values(layer.parameters));
    },
  );

  test('takes the gradient of all lookups of a table together, and leaves other rows their bits', async () => {
    const { layer, table, values, numbers } = smallTable(40);
    const loss = () => add(lossOf(layer, [7, 3, 7, 0, 7], 2), lossOf(layer, [3, 0, 12], 3));
    const dense = await denseGradient(loss, table);
    const optimizer = new Optimizer(atConstantRate(layer.parameters, 1), plain);
    optimizer.step(loss).dispose();
    const after = await numbers();
    const expected = values.map((x, n) => x - (dense[n] ?? Number.NaN));
    expectClose(after, expected, 1e-5, 'table');
    for (let n = 0; n < after.length; n++) {
      if (![3, 7, 12].includes(Math.floor(n / dimension))) expect(after[n]).toBe(values[n]);
    }
    optimizer.dispose();
    table.dispose();
  });

  test('takes one step by losses that are computed one after another, as by their sum', async () => {
    const { layer, table, values, numbers } = smallTable(40);
    const parts = [() => lossOf(layer, [7, 3, 7, 0, 7], 2), () => lossOf(layer, [3, 0, 12], 3)] as const;
    const dense = await denseGradient(() => add(parts[0](), parts[1]()), table);
    const norm = Math.hypot(...dense);
    const optimizer = new Optimizer(atConstantRate(layer.parameters, 1), { ...plain, clip: norm / 2 });
    const sum = tidy(() => add(parts[0](), parts[1]()));
    const told = optimizer.step(...parts);
    expectClose(await told.data(), await sum.data(), 1e-5, 'loss');
    disposeAll([sum, told]);
    const expected = values.map((x, n) => x - (dense[n] ?? Number.NaN) / 2);
    expectClose(await numbers(), expected, 1e-5, 'table');
    optimizer.dispose();
    table.dispose();
  });

  test('clips by the norm that the whole table’s gradient has', async () => {
    const { layer, table, values, numbers } = smallTable(30);
    const loss = () => lossOf(layer, [5, 6, 5, 0, 29], 4);
    const dense = await denseGradient(loss, table);
    const norm = Math.hypot(...dense);
    const optimizer = new Optimizer(atConstantRate(layer.parameters, 1), { ...plain, clip: norm / 3 });
    optimizer.step(loss).dispose();
    expectClose(
      await numbers(),
      values.map((x, n) => x - (dense[n] ?? Number.NaN) / 3),
      1e-5,
    );
    optimizer.dispose();
    table.dispose();
  });

  test('changes no bit where a batch is padding alone', async () => {
    const { layer, table, values, numbers } = smallTable(5);
    const optimizer = new Optimizer(atConstantRate(layer.parameters, 1), { ...plain, optimizer: 'nadam' });
    optimizer.step(() => lossOf(layer, [0, 0], 5)).dispose();
    expect(await numbers()).toEqual(values);
    optimizer.dispose();
    table.dispose();
  });

  test('makes nothing of a table’s size in a step, and of a frozen table no gradient', () => {
    const words = smallTable(1000);
    const frozen = smallTable(1000);
    const optimizer = new Optimizer(atConstantRate(words.layer.parameters, 1), { ...plain, optimizer: 'adam' });
    const step = () =>
      optimizer.step(() => add(lossOf(words.layer, [8, 9], 6), lossOf(frozen.layer, [7, 8], 7))).dispose();
    step(); // The first one makes what the optimizer remembers.
    const runKernel = vi.spyOn(engine(), 'runKernel');
    step();
    const made = runKernel.mock.results.flatMap(({ value }) => value as Tensor | Tensor[]);
    expect(made.length).toBeGreaterThan(10);
    for (const { size } of made) expect(size).toBeLessThan(words.table.size / 10);
    expect(runKernel.mock.calls.filter(([name]) => name === EMBEDDING_GRADIENT)).toHaveLength(1);
    optimizer.dispose();
    disposeAll([words.table, frozen.table]);
  });

  test('says how a table must learn that is used whole and not only looked up', () => {
    const { layer, table } = smallTable(5);
    const optimizer = new Optimizer(atConstantRate(layer.parameters, 1), plain);
    const before = memory().numTensors;
    expect(() => optimizer.step(() => add(lossOf(layer, [1, 2], 6), sum(table)))).toThrow('must learn dense');
    expect(memory().numTensors).toBe(before);
    optimizer.dispose();
    table.dispose();
  });

  test('leaves a variable alone that the loss does not depend on', async () => {
    const [words, others] = [smallTable(4), smallTable(4)];
    const groups = atConstantRate({ words: words.table, others: others.table }, 1);
    const optimizer = new Optimizer(groups, { ...plain, optimizer: 'adam' });
    optimizer.step(() => lossOf(words.layer, [1], 8)).dispose();
    expect(await others.numbers()).toEqual(others.values);
    expect(await words.numbers()).not.toEqual(words.values);
    optimizer.dispose();
    disposeAll([words.table, others.table]);
  });

  test('leaves no tensor behind, also where a step throws on its way forth or back', async () => {
    const { layer, table, numbers } = smallTable(10);
    const optimizer = new Optimizer(atConstantRate(layer.parameters, 1), plain);
    optimizer.step(() => lossOf(layer, [1, 2], 9)).dispose();
    const values = await numbers();
    const before = memory().numTensors;
    const forth = () => {
      const loss = lossOf(layer, [1, 2], 9);
      if (loss.size === 1) throw new Error('no further');
      return loss;
    };
    expect(() => optimizer.step(forth)).toThrow('no further');
    expect(memory().numTensors, 'after the way forth').toBe(before);
    const runKernel = engine().runKernel;
    vi.spyOn(engine(), 'runKernel').mockImplementation((name, ...rest) => {
      if (name === EMBEDDING_GRADIENT) throw new Error('no memory');
      return runKernel.call(engine(), name, ...rest) as Tensor;
    });
    expect(() => optimizer.step(() => lossOf(layer, [1, 2], 9))).toThrow('no memory');
    vi.restoreAllMocks();
    expect(memory().numTensors, 'after the way back').toBe(before);
    expect(await numbers()).toEqual(values);
    optimizer.step(() => lossOf(layer, [1, 2], 9)).dispose();
    expect(memory().numTensors, 'after a whole step').toBe(before);
    optimizer.dispose();
    table.dispose();
  });
});
