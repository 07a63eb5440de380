import { engine, type Tensor, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, readFixture, type Written } from '../testing.ts';
import { momentsCoefficients, type OptimizerRule, type UpdateScalars, withoutMomentum } from './coefficients.ts';
import { applyUpdates, globalNormScale, initialState, type VariableUpdate } from './operation.ts';
import { adagradUpdate, momentsUpdate, momentumUpdate, type UpdateArrays } from './reference.ts';

const { optimizers, sparseAdam } = readFixture<{
  optimizers: {
    rule: OptimizerRule;
    scalars: Omit<UpdateScalars, 'step'>;
    clip: number | null;
    start: Written;
    gradients: Written;
    after: Written;
  }[];
  sparseAdam: {
    scalars: Omit<UpdateScalars, 'step'>;
    table: Written;
    ids: Written;
    weights: Written;
    after: Written;
  }[];
}>('kernels');

const rules = ['sgd', 'adam', 'adamw', 'nadam', 'adagrad'] as const;

/** With a scale of 0.5. */
function updateByReference(rule: OptimizerRule, arrays: UpdateArrays, scalars: UpdateScalars): void {
  const { learningRate, momentum = 0 } = scalars;
  if (rule === 'sgd') momentumUpdate({ learningRate, momentum }, arrays, 0.5);
  else if (rule === 'adagrad') adagradUpdate({ learningRate, epsilon: 1e-10 }, arrays, 0.5);
  else momentsUpdate(momentsCoefficients(rule, scalars), arrays, 0.5);
}

/** A variable of random numbers with its state, and a copy of both for the reference. */
function twins(rule: OptimizerRule, shape: number[], seed: number, momentum = true) {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = randomValues(size, seed);
  const initial = tensor(values.slice(), shape);
  const device = { variable: variable(initial), state: initialState(rule, shape, momentum) };
  initial.dispose();
  const arrays = { variable: values, state: new Float32Array(device.state.size) };
  return { device, arrays };
}

const disposeTwins = ({ device }: ReturnType<typeof twins>) => {
  device.variable.dispose();
  device.state.dispose();
};

async function expectTwins({ device, arrays }: ReturnType<typeof twins>, what: string) {
  expectClose(await device.variable.data(), arrays.variable, 1e-5, what);
  expectClose(await device.state.data(), arrays.state, 1e-4, `${what}’s state`);
}

/** Some rows of a table, concatenated. */
const takeRows = (values: Float32Array, rows: readonly number[], dimension: number) =>
  rows.flatMap((row) => [...values.subarray(row * dimension, (row + 1) * dimension)]);

test.each(rules)(
  'a row under %s without momentum takes at once what momentum would spread over later steps',
  (rule) => {
    const first = 5000; // Here the bias corrections are 1.
    const scalars = (step: number) => ({ learningRate: 0.01, momentum: 0.8, weightDecay: 0, step });
    const gradient = randomValues(6, 1);
    const untouched = () => ({ variable: new Float32Array(6), state: new Float32Array(12) });
    const [dense, sparse] = [untouched(), untouched()];
    for (let step = first; step < first + 100; step++) {
      updateByReference(rule, { ...dense, gradient: step === first ? gradient : new Float32Array(6) }, scalars(step));
    }
    updateByReference(rule, { ...sparse, gradient }, withoutMomentum(rule, scalars(first)));
    expectClose(sparse.variable, dense.variable, 0.01);
  },
);

onEachBackend((backend) => {
  // On cpu the reference itself runs; there PyTorch tests it.
  const besideReference = backend === 'cpu' ? [] : rules;

  for (const { rule, scalars, clip, start, gradients, after } of optimizers) {
    test(`${rule} ${JSON.stringify(scalars)}${clip ? ` clipped at ${clip}` : ''} follows PyTorch over 5 steps`, async () => {
      const [steps, size] = gradients.shape as [number, number];
      const initial = tensor(start.values, [size]);
      const parameter = variable(initial);
      const state = initialState(rule, [size]);
      for (let step = 1; step <= steps; step++) {
        const gradient = tensor(gradients.values.slice((step - 1) * size, step * size), [size]);
        const scale = clip === null ? undefined : globalNormScale([gradient], clip);
        applyUpdates(rule, [{ variable: parameter, gradient, state }], { ...scalars, step }, scale);
        expectClose(await parameter.data(), after.values.slice((step - 1) * size, step * size), 1e-5, `step ${step}`);
        gradient.dispose();
        scale?.dispose();
      }
      for (const t of [initial, parameter, state]) t.dispose();
    });
  }

  for (const { scalars, table, ids, weights, after } of sparseAdam) {
    test(`adam ${JSON.stringify(scalars)} follows PyTorch’s SparseAdam on the rows of a table`, async () => {
      const [words, dimension] = table.shape as [number, number];
      const [steps, positions] = ids.shape as [number, number];
      const initial = tensor(table.values, [words, dimension]);
      const parameter = variable(initial);
      const state = initialState('adam', [words, dimension]);
      const size = words * dimension;
      for (let step = 1; step <= steps; step++) {
        const used = ids.values.slice((step - 1) * positions, step * positions);
        const values = await parameter.data();
        // Of Σ weights · row².
        const dense = new Float32Array(size);
        used.forEach((id, position) => {
          for (let d = 0; d < dimension; d++) {
            const weight = weights.values[((step - 1) * positions + position) * dimension + d] as number;
            dense[id * dimension + d]! += 2 * weight * (values[id * dimension + d] as number);
          }
        });
        const places = [...new Set(used.filter((id) => id > 0))];
        const gradient = tensor(takeRows(dense, places, dimension), [places.length, dimension]);
        const rows = tensor(places, [places.length], 'int32');
        applyUpdates('adam', [{ variable: parameter, gradient, state, rows }], { ...scalars, step });
        expectClose(await parameter.data(), after.values.slice((step - 1) * size, step * size), 1e-5, `step ${step}`);
        for (const t of [gradient, rows]) t.dispose();
      }
      for (const t of [initial, parameter, state]) t.dispose();
    });
  }

  test.each(besideReference)('%s follows the reference where much of the gradient is 0', async (rule) => {
    const scalars = { learningRate: 0.05, momentum: 0.5 };
    const twin = twins(rule, [41], 1);
    const scale = tensor(0.5);
    for (let step = 1; step <= 40; step++) {
      // A block of eight in each step; nothing after element 32.
      const values = randomValues(41, step).map((x, n) => (n < 32 && n >> 3 === step % 4 && step < 20 ? x : 0));
      const gradient = tensor(values);
      applyUpdates(rule, [{ ...twin.device, gradient }], { ...scalars, step }, scale);
      updateByReference(rule, { ...twin.arrays, gradient: values }, { ...scalars, step });
      gradient.dispose();
    }
    await expectTwins(twin, 'the variable');
    scale.dispose();
    disposeTwins(twin);
  });

  const tables = fc.record({
    rule: fc.constantFrom(...rules),
    momentum: fc.boolean(),
    dimension: fc.integer({ min: 1, max: 9 }),
    steps: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
  });

  test('updates the rows of a table as it would a variable of these rows alone, and no bit of the others', async () => {
    const cases = fc.asyncProperty(tables, async ({ rule, momentum, dimension, steps }) => {
      const table = twins(rule, [12, dimension], 1, momentum);
      // Beside the table, so that several variables go into one update.
      const others = [3, 4, 5, 6].map((size) => twins(rule, [size], size));
      const scale = tensor(0.5);
      for (const [index, used] of steps.entries()) {
        const settings = { learningRate: 0.05, momentum: 0.5, step: index + 1 };
        const scalars = momentum ? settings : withoutMomentum(rule, settings);
        const { variable: before, state: stateBefore } = table.arrays;
        const slots = stateBefore.length / before.length;
        // The first and the last place are skipped, whatever they hold.
        const places = [-1, ...used, -2];
        const values = randomValues(places.length * dimension, index + 20);
        const tensors: Tensor[] = [];
        const make = (from: Float32Array | number[], ...rest: [number[], 'int32'?]) => {
          tensors.push(tensor(from, ...rest));
          return tensors.at(-1) as Tensor;
        };
        const updates: VariableUpdate[] = others.map(({ device }, n) => ({
          ...device,
          gradient: make(randomValues(device.variable.size, n), device.variable.shape),
        }));
        const compact = {
          gradient: make(values, [places.length, dimension]),
          rows: make(places, [places.length], 'int32'),
        };
        updates.splice(2, 0, { ...table.device, ...compact });
        applyUpdates(rule, updates, scalars, scale);
        for (const t of tensors) t.dispose();

        others.forEach(({ arrays }, n) => {
          updateByReference(rule, { ...arrays, gradient: randomValues(arrays.variable.length, n) }, scalars);
        });
        const alone = {
          variable: Float32Array.from(takeRows(before, used, dimension)),
          state: Float32Array.from(
            [...Array(slots).keys()].flatMap((slot) =>
              takeRows(stateBefore.subarray(slot * before.length, (slot + 1) * before.length), used, dimension),
            ),
          ),
          gradient: values.subarray(dimension, (1 + used.length) * dimension),
        };
        updateByReference(rule, alone, scalars);
        used.forEach((row, n) => {
          const [from, to] = [n * dimension, (n + 1) * dimension];
          before.set(alone.variable.subarray(from, to), row * dimension);
          for (let slot = 0; slot < slots; slot++) {
            const there = slot * alone.variable.length;
            stateBefore.set(alone.state.subarray(there + from, there + to), slot * before.length + row * dimension);
          }
        });
      }
      await expectTwins(table, 'the table');
      for (const [n, other] of others.entries()) await expectTwins(other, `variable ${n}`);
      const start = randomValues(12 * dimension, 1);
      const end = await table.device.variable.data();
      const ever = new Set(steps.flat());
      for (let n = 0; n < start.length; n++) {
        if (!ever.has(Math.floor(n / dimension))) expect(end[n]).toBe(start[n]);
      }
      scale.dispose();
      for (const twin of [table, ...others]) disposeTwins(twin);
    });
    await fc.assert(cases, { numRuns: 12 });
  });

  test('refuses momentum where the state has no place for it', () => {
    const [parameter, gradient, state] = [
      tidy(() => variable(tensor([1]))),
      tensor([1]),
      initialState('adam', [1], false),
    ];
    const update = () => applyUpdates('adam', [{ variable: parameter, gradient, state }], { learningRate: 1, step: 1 });
    const before = engine().memory().numTensors;
    expect(update).toThrow('momentum needs a state with first moments');
    expect(engine().memory().numTensors).toBe(before);
    for (const t of [parameter, gradient, state]) t.dispose();
  });

  test('takes the norm over all gradients together', async () => {
    const gradients = [...Array(11).keys()].map((n) => tensor(n === 0 ? [3, 0, 0] : n === 10 ? [0, 4] : [0]));
    const scales = [globalNormScale(gradients, 1), globalNormScale(gradients, 7)];
    expectClose(await scales[0]!.data(), [0.2], 1e-5);
    expect([...(await scales[1]!.data())]).toEqual([1]);
    for (const t of [...gradients, ...scales]) t.dispose();
  });

  test('keeps a gradient that is not a number visible in the scale', async () => {
    const gradient = tensor([1, Number.NaN]);
    const scale = globalNormScale([gradient], 1);
    expect([...(await scale.data())]).toEqual([Number.NaN]);
    gradient.dispose();
    scale.dispose();
  });
});
