import {
  add,
  grads,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, readFixture, tensorOf, type Written } from '../testing.ts';
import { lstmFinal, lstmStates } from './operation.ts';
import { type LstmShape, lstmForward, lstmGradient } from './reference.ts';

const names = ['inputs', 'inputWeights', 'recurrentWeights', 'bias'] as const;
type Named<T> = Record<(typeof names)[number], T>;

interface Case extends Named<Written> {
  lengths: Written;
  states: Written;
  final: Written;
  statesWeights: Written;
  finalWeights: Written;
  gradients: Named<Written>;
}

const cases = readFixture<{ lstm: Case[] }>('kernels').lstm;

function layer(parts: Tensor[], lengths: Tensor): { states: Tensor; final: Tensor } {
  const inputs = {
    inputs: parts[0] as Tensor3D,
    inputWeights: parts[1] as Tensor2D,
    recurrentWeights: parts[2] as Tensor3D,
    bias: parts[3] as Tensor1D,
    lengths: lengths as Tensor1D,
  };
  return { states: lstmStates(inputs), final: lstmFinal(inputs) };
}

/** States, final states and the gradients of sum(states · w) + sum(final · v). Disposes what it was given. */
async function run(parts: Tensor[], lengths: Tensor, statesWeights: Tensor, finalWeights: Tensor) {
  const results = tidy(() => {
    const { states, final } = layer(parts, lengths);
    const loss = (...given: Tensor[]) => {
      const outputs = layer(given, lengths);
      return add(sum(mul(outputs.states, statesWeights)), sum(mul(outputs.final, finalWeights)));
    };
    return [states, final, ...grads(loss)(parts)];
  }) as Tensor[];
  const values = (await Promise.all(results.map((t) => t.data()))) as Float32Array[];
  for (const t of [...parts, lengths, statesWeights, finalWeights, ...results]) t.dispose();
  return { states: values[0]!, final: values[1]!, gradients: values.slice(2) };
}

/** A random case: the backend's outcome against the reference's. */
async function againstReference(shape: LstmShape, lengths: number[], seed: number, padding = 0): Promise<void> {
  const { batch, time, features, hidden, directions } = shape;
  const width = directions * hidden;
  const shapes = [[batch, time, features], [features, 4 * width], [directions, hidden, 4 * hidden], [4 * width]];
  const scale = 1 / Math.sqrt(hidden);
  const values = shapes.map((s, n) =>
    randomValues(
      s.reduce((a, b) => a * b),
      seed + n,
      n === 0 ? 1 : scale,
    ),
  );
  const [inputs, inputWeights, recurrentWeights, bias] = values as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let b = 0; b < batch; b++) {
    inputs.fill(padding, (b * time + (lengths[b] as number)) * features, (b + 1) * time * features);
  }
  const w = randomValues(batch * time * width, seed + 9);
  const v = randomValues(batch * width, seed + 10);
  for (let b = 0; b < batch; b++) w.fill(padding, (b * time + (lengths[b] as number)) * width, (b + 1) * time * width);
  const ids = Int32Array.from(lengths);
  const forward = lstmForward(shape, inputs, ids, inputWeights, recurrentWeights, bias);
  const expected = lstmGradient(shape, inputs, ids, inputWeights, recurrentWeights, forward, w, v);
  const actual = await run(
    values.map((x, n) => tensor(x, shapes[n])),
    tensor(ids, [batch], 'int32'),
    tensor(w, [batch, time, width]),
    tensor(v, [batch, width]),
  );
  expectClose(actual.states, forward.states, 1e-4, 'states');
  expectClose(actual.final, forward.final, 1e-4, 'final');
  names.forEach((name, n) => {
    expectClose(actual.gradients[n]!, expected[name], 1e-4, `gradient of ${name}`);
  });
}

onEachBackend((backend) => {
  test('agrees with PyTorch: ragged lengths, an empty sequence, one and two directions', async () => {
    for (const fixture of cases) {
      const parts = names.map((name) => tensorOf(fixture[name]));
      const upstream = [tensorOf(fixture.statesWeights), tensorOf(fixture.finalWeights)] as const;
      const actual = await run(parts, tensorOf(fixture.lengths, 'int32'), ...upstream);
      expectClose(actual.states, fixture.states.values, 1e-4, 'states');
      expectClose(actual.final, fixture.final.values, 1e-4, 'final');
      names.forEach((name, n) => {
        expectClose(actual.gradients[n]!, fixture.gradients[name].values, 1e-4, `gradient of ${name}`);
      });
    }
  });

  test('agrees with the reference on sizes that fill no vector and no block', async () => {
    await againstReference({ batch: 1, time: 1, features: 1, hidden: 1, directions: 2 }, [1], 11);
    await againstReference({ batch: 7, time: 6, features: 5, hidden: 3, directions: 1 }, [6, 1, 4, 0, 2, 6, 3], 23);
    await againstReference(
      { batch: 9, time: 5, features: 13, hidden: 10, directions: 2 },
      [5, 5, 1, 2, 4, 3, 5, 1, 2],
      37,
    );
  });

  test('agrees with the reference where there are more features than steps', async () => {
    await againstReference({ batch: 1, time: 1, features: 125, hidden: 4, directions: 2 }, [1], 71);
    await againstReference({ batch: 2, time: 3, features: 5, hidden: 40, directions: 2 }, [3, 1], 73);
  });

  test('agrees with the reference on a middling batch', async () => {
    const lengths = [12, 9, 12, 3, 7, 1, 10, 12, 5, 2];
    await againstReference({ batch: 10, time: 12, features: 33, hidden: 24, directions: 2 }, lengths, 41);
  });

  test('agrees with the reference over 512 steps', async () => {
    await againstReference({ batch: 2, time: 512, features: 4, hidden: 4, directions: 2 }, [512, 300], 53);
  });

  test('lets nothing out of padding that holds NaN', async () => {
    const shape = { batch: 5, time: 6, features: 7, hidden: 4, directions: 2 };
    await againstReference(shape, [6, 2, 0, 1, 5], 61, Number.NaN);
  });

  test('gives the same bits twice', async () => {
    const outcome = () =>
      run(
        [
          tensor(randomValues(6 * 8 * 9, 1), [6, 8, 9]),
          tensor(randomValues(9 * 80, 2), [9, 80]),
          tensor(randomValues(2 * 10 * 40, 3), [2, 10, 40]),
          tensor(randomValues(80, 4), [80]),
        ],
        tensor([8, 3, 8, 1, 6, 5], [6], 'int32'),
        tensor(randomValues(6 * 8 * 20, 5), [6, 8, 20]),
        tensor(randomValues(6 * 20, 6), [6, 20]),
      );
    expect(await outcome(), backend).toEqual(await outcome());
  });
});
