/** What the recurrent layers on WebGPU promise besides right numbers, to which their own tests hold them. */

import {
  grads,
  setBackend,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
} from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasWebgpuEnvironment } from '../../../scripts/webgpu-environment.ts';
import { countDispatches } from '../dispatches.ts';
import { gru } from '../gru/operation.ts';
import { lstm } from '../lstm/operation.ts';
import { openTestBackend, randomValues } from '../testing.ts';
import { closeDevice, type OpenDevice, openedDevice } from '../webgpu/device.ts';
import { type RecurrentKind, recurrentFinal, recurrentStates } from './operation.ts';
import type { RecurrentShape } from './shape.ts';
import { walkOf } from './webgpuWalk.ts';

/** What every WebGPU device has at least. */
const smallest = { maxComputeWorkgroupStorageSize: 16_384, maxComputeInvocationsPerWorkgroup: 256 };

const layers = [
  ['LSTM', lstm],
  ['GRU', gru],
] as const;

function layer(kind: RecurrentKind, { batch, time, features, hidden, directions }: RecurrentShape, lengths: number[]) {
  const wide = kind.gates * hidden;
  const shapes = [
    [batch, time, features],
    [features, directions * wide],
    [directions, hidden, wide],
    ...(kind.biased ? [[directions * wide]] : []),
  ];
  const parts = shapes.map((shape, n) => {
    const size = shape.reduce((product, side) => product * side, 1);
    // All sequences alike.
    const values = n === 0 ? randomValues(time * features, 1) : randomValues(size, n + 1);
    return tensor(
      Float32Array.from({ length: size }, (_, i) => values[i % values.length] as number),
      shape,
    );
  });
  const steps = tensor(lengths, [batch], 'int32') as Tensor1D;
  const on =
    (operation: typeof recurrentStates | typeof recurrentFinal) =>
    (...[inputs, inputWeights, recurrentWeights, bias]: Tensor[]): Tensor =>
      operation(kind, {
        inputs: inputs as Tensor3D,
        lengths: steps,
        inputWeights: inputWeights as Tensor2D,
        recurrentWeights: recurrentWeights as Tensor3D,
        ...(bias && { bias: bias as Tensor1D }),
      });
  return { parts, states: on(recurrentStates), final: on(recurrentFinal) };
}

describe.runIf(hasWebgpuEnvironment()).each(layers)('the %s on WebGPU', { tags: ['webgpu'] }, (_name, kind) => {
  beforeAll(() => openTestBackend('webgpu'));
  afterAll(async () => {
    await setBackend('cpu');
    closeDevice();
  });

  test.each([
    ['states', 6, 4],
    ['final', 6, 4],
    ['final', 300, 5], // one more, to sum the slices of the weights' gradient
  ] as const)('takes two dispatches for the %s of %d sequences and %d back', async (of, batch, expected) => {
    const shape = { batch, time: 5, features: 7, hidden: 9, directions: 2 };
    const { parts, [of]: run } = layer(
      kind,
      shape,
      Array.from({ length: batch }, (_, b) => b % 6),
    );
    const upstream = run(...parts);
    const { dispatches: forward } = await countDispatches(() => void run(...parts));
    const gradient = grads(run);
    const { dispatches: both } = await countDispatches(() => void gradient(parts, upstream));
    expect(forward).toBe(2);
    expect(both - forward).toBe(expected);
  });

  test.each([
    ['time', { batch: 2, time: 0 }],
    ['batch', { batch: 0, time: 3 }],
  ])('takes a %s of nothing', async (_side, sides) => {
    const shape = { ...sides, features: 3, hidden: 4, directions: 2 };
    const { parts, states, final } = layer(kind, shape, Array(shape.batch).fill(0));
    const results = [states(...parts), final(...parts)];
    for (const run of [states, final]) {
      const gradient = grads(run);
      results.push(...(gradient(parts, run(...parts)) as Tensor[]));
    }
    for (const result of results) {
      expect(Array.from(await result.data()), `[${result.shape}]`).toEqual(Array(result.size).fill(0));
    }
  });

  test('takes more workgroups than a device has in one dimension', async () => {
    const shape = { batch: 90, time: 2, features: 1, hidden: 1, directions: 2 };
    const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const limits = vi.spyOn((openedDevice() as OpenDevice).device, 'limits', 'get');
    limits.mockReturnValue({ ...smallest, maxComputeWorkgroupsPerDimension: 7 } as GPUSupportedLimits);
    const { parts, final } = layer(kind, shape, Array(90).fill(2));
    const [ofInputs] = grads(final)(parts, final(...parts)) as [Tensor];
    expect(dispatch.mock.calls.some(([, inY]) => (inY ?? 1) > 1)).toBe(true);
    vi.restoreAllMocks();
    for (const values of [await final(...parts).data(), await ofInputs.data()]) {
      expect(values[0]).not.toBe(0);
      expect(values.every((value, n) => value === values[n % 2])).toBe(true);
    }
  });
});

describe('the sequences that a workgroup walks side by side', () => {
  const walk = (batch: number, hidden: number) =>
    walkOf(lstm, { batch, time: 1, features: 1, hidden, directions: 1 }, smallest as GPUSupportedLimits);

  test('are as many as fit into its memory and are there', () => {
    expect([1, 2, 3, 32].map((batch) => walk(batch, 128).together)).toEqual([1, 2, 4, 4]);
    expect([256, 257, 512, 513, 1024].map((hidden) => walk(32, hidden).together)).toEqual([4, 2, 2, 1, 1]);
  });

  test('are refused where not even one fits', () => {
    expect(() => walk(32, 1025)).toThrow('1025 hidden units does not fit this graphics processor, which takes 1024');
  });
});
