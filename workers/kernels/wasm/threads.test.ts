/** Threads change speed alone: results are the same bits, and errors are reported. */
import {
  addN,
  grads,
  matMul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activation } from '../activation/operation.ts';
import { linear } from '../linear/operation.ts';
import { lstm } from '../lstm/operation.ts';
import { packedAttention } from '../packedAttention/operation.ts';
import { recurrent } from '../recurrent/operation.ts';
import { openTestBackend, randomValues } from '../testing.ts';
import { runChunks } from './chunks.ts';
import { type KernelThread, threadsInUse } from './threads.ts';

const shape = { batch: 70, time: 12, features: 40, hidden: 48 };

/** Outputs and gradients of a layer large enough for eight chunks. */
async function outcome(): Promise<number[][]> {
  const { batch, time, features, hidden } = shape;
  const state = [batch, 2 * hidden];
  const sizes = [[batch, time, features], [features, 8 * hidden], [2, hidden, 4 * hidden], [8 * hidden], state, state];
  const lengths = Array.from({ length: batch }, (_, b) => (b * 5) % (time + 1));
  const results = tidy(() => {
    const given = sizes.map((size, n) =>
      tensor(
        randomValues(
          size.reduce((a, b) => a * b, 1),
          n,
          n ? 0.2 : 1,
        ),
        size,
      ),
    );
    const run = ([inputs, inputWeights, recurrentWeights, bias, initialState, initialCell]: Tensor[]) => {
      const parts = {
        inputs: inputs as Tensor3D,
        inputWeights: inputWeights as Tensor2D,
        recurrentWeights: recurrentWeights as Tensor3D,
        bias: bias as Tensor1D,
        initialState: initialState as Tensor2D,
        initialCell: initialCell as Tensor2D,
        lengths: tensor(lengths, [batch], 'int32') as Tensor1D,
      };
      return recurrent(lstm, parts, ['states', 'final', 'finalCell']);
    };
    return [...run(given), ...grads((...parts) => addN(run(parts).map((output) => sum(output))))(given)];
  }) as Tensor[];
  const values = await Promise.all(results.map(async (result) => [...(await result.data())]));
  for (const result of results) result.dispose();
  return values;
}

/** Outputs and gradients of a linear layer, gates, attention and a product, all dealt out over the threads. */
async function transformerOutcome(): Promise<number[][]> {
  const [pieces, heads, size, inputs] = [250, 9, 26, 50];
  const outputs = 3 * heads * size;
  const starts = [0, 3, 44, 44, 104, 113, 130, 218, 248];
  const shapes = [[pieces, inputs], [inputs, 2 * outputs], [2 * outputs]];
  const results = tidy(() => {
    const given = shapes.map((shape, n) => {
      const count = shape.reduce((a, b) => a * b, 1);
      return tensor(randomValues(count, n, 0.5), shape);
    });
    const options = {
      starts: tensor(starts, [starts.length], 'int32') as Tensor1D,
      ...{ heads, scale: 0.2, window: 50, dropout: { rate: 0.2, seed: 3 } },
    };
    const run = ([features, weights, bias]: Tensor[]) => {
      const projected = linear(features as Tensor2D, weights as Tensor2D, bias as Tensor1D);
      const attended = packedAttention(activation(activation(projected, 'gelu'), 'silu', true), options);
      return matMul(attended, attended, false, true);
    };
    return [run(given), ...grads((...parts) => sum(run(parts)))(given)];
  });
  const values = await Promise.all(results.map(async (result) => [...(await result.data())]));
  for (const result of results) result.dispose();
  return values;
}

describe('threads of the WASM kernels', () => {
  let alone: number[][];
  let transformerAlone: number[][];

  beforeAll(async () => {
    await openTestBackend('wasm');
    expect(threadsInUse()).toHaveLength(0);
    alone = await outcome();
    transformerAlone = await transformerOutcome();
    await openTestBackend('wasm-threads');
  });

  afterAll(() => openTestBackend('wasm'));

  test('change no bit of the results, once or again', async () => {
    expect(threadsInUse()).toHaveLength(2);
    for (let n = 0; n < 5; n++) expect(await outcome()).toEqual(alone);
  });

  test('change no bit of a transformer', async () => {
    for (let n = 0; n < 5; n++) expect(await transformerOutcome()).toEqual(transformerAlone);
  });

  test('take part: nothing continues without their answer', async () => {
    const [thread] = threadsInUse();
    const calls: string[] = [];
    const { run } = thread as KernelThread;
    Object.assign(thread as object, {
      run(given: Parameters<KernelThread['run']>[0]) {
        calls.push(...given.map(({ name }) => name));
        run.call(thread, given);
      },
    });
    await outcome();
    await transformerOutcome();
    for (const layer of ['recurrent', 'linear', 'activation', 'packedAttention']) {
      expect(calls).toContain(`${layer}Forward`);
      expect(calls).toContain(`${layer}Gradient`);
    }
    Object.assign(thread as object, { run });
  });

  test('see the memory that tfjs has grown', async () => {
    const large = tensor(new Float32Array(2 ** 25)); // 128 MiB: more than a small memory has
    expect(await outcome()).toEqual(alone);
    large.dispose();
  });

  test('report a failed call, and continue with the next', async () => {
    // Addresses beyond the memory, on another thread.
    const failing = { name: 'gatherRows', parameters: [2 ** 32 - 64, 4, 2 ** 32 - 64, 1, 4, 0] };
    const harmless = { name: 'gatherRows', parameters: [0, 4, 0, 0, 4, 0] };
    expect(() => runChunks([harmless, failing], 1e9)).toThrow('A WASM kernel aborted on its thread.');
    expect(await outcome()).toEqual(alone);
  });
});
