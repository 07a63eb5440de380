/** What the recurrent layers on WebGPU promise besides right numbers: dispatches, buffers, limits. */

import { customGrad, grads, setBackend, type Tensor, type Tensor1D, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasWebgpuEnvironment } from '../../../scripts/webgpu-environment.ts';
import { countDispatches } from '../dispatches.ts';
import { gru } from '../gru/operation.ts';
import { lstm } from '../lstm/operation.ts';
import { openTestBackend, randomValues } from '../testing.ts';
import { closeDevice, type OpenDevice, openedDevice } from '../webgpu/device.ts';
import { type RecurrentInputs, type RecurrentKind, type RecurrentOutput, recurrent } from './operation.ts';
import type { RecurrentShape } from './shape.ts';
import { tilingOf } from './webgpuRecurrence.ts';

/** The limits that every WebGPU device has. */
const smallest = { maxComputeWorkgroupStorageSize: 16_384, maxComputeInvocationsPerWorkgroup: 256 };

const layers = [
  ['LSTM', lstm],
  ['GRU', gru],
] as const;

/** A layer from zeros or from initial states, on random parts that are equal for all sequences. */
function layer(
  kind: RecurrentKind,
  { batch, time, features, hidden, directions }: RecurrentShape,
  lengths: number[],
  fromInitial = false,
) {
  const gateColumns = kind.gates * hidden;
  const state = [batch, directions * hidden];
  const shapes: Record<string, number[]> = {
    inputs: [batch, time, features],
    inputWeights: [features, directions * gateColumns],
    recurrentWeights: [directions, hidden, gateColumns],
    ...(kind.biased && { bias: [directions * gateColumns] }),
    ...(fromInitial && { initialState: state }),
    ...(fromInitial && kind.cells && { initialCell: state }),
  };
  const names = Object.keys(shapes);
  const parts = Object.entries(shapes).map(([name, shape], n) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const ofOne = name === 'inputs' || name.startsWith('initial') ? size / batch : size;
    const values = randomValues(ofOne, n + 1);
    return tensor(
      Float32Array.from({ length: size }, (_, i) => values[i % ofOne] as number),
      shape,
    );
  });
  const steps = tensor(lengths, [batch], 'int32') as Tensor1D;
  const run =
    (...outputs: RecurrentOutput[]) =>
    (...given: Tensor[]): Tensor[] => {
      const named = Object.fromEntries(names.map((name, n) => [name, given[n]])) as unknown as RecurrentInputs;
      return recurrent(kind, { ...named, lengths: steps }, outputs);
    };
  return { parts, run };
}

/** All outputs of a layer. */
const outputsOf = ({ cells }: RecurrentKind): RecurrentOutput[] => [
  'states',
  'final',
  ...(cells ? (['finalCell'] as const) : []),
];

/** The gradients of a layer's parts from those of its outputs, by the layer's own dispatches alone. */
function backward(run: (...parts: Tensor[]) => Tensor[], parts: Tensor[], upstream: Tensor[]): Tensor[] {
  const joined = customGrad((...outputs) => ({
    value: (outputs[0] as Tensor).clone(),
    gradFunc: () => upstream.map((gradient) => gradient.clone()),
  }));
  return grads((...given: Tensor[]) => joined(...run(...given)))(parts, upstream[0]) as Tensor[];
}

describe.runIf(hasWebgpuEnvironment()).each(layers)('the %s on WebGPU', { tags: ['webgpu'] }, (_name, kind) => {
  beforeAll(() => openTestBackend('webgpu'));
  afterAll(async () => {
    await setBackend('cpu');
    closeDevice();
  });

  test.each([
    ['states', 6, false, 4],
    ['final', 6, false, 4],
    ['final', 300, false, 5], // one more, to sum the slices of the weights' gradient
    ['everything', 6, true, 4],
    ['everything', 300, true, 5],
  ] as const)(
    'takes two dispatches for %s of %d sequences (from initial states: %s) and %d back',
    async (of, batch, fromInitial, expected) => {
      const shape = { batch, time: 5, features: 7, hidden: 9, directions: 2 };
      const lengths = Array.from({ length: batch }, (_, b) => b % 6);
      const { parts, run } = layer(kind, shape, lengths, fromInitial);
      const outputs = of === 'everything' ? outputsOf(kind) : [of];
      const upstream = run(...outputs)(...parts);
      const { dispatches: forward } = await countDispatches(() => void run(...outputs)(...parts));
      expect(forward).toBe(2);
      const back = await countDispatches(() => void backward(run(...outputs), parts, upstream));
      expect(back.dispatches - forward).toBe(expected);
    },
  );

  test('binds no more buffers than every device has', async () => {
    const { device } = openedDevice() as OpenDevice;
    const layouts = vi.spyOn(device, 'createBindGroupLayout');
    // Sizes that no other test has, so that the programs are compiled here.
    const shape = { batch: 300, time: 5, features: 7, hidden: 11, directions: 2 };
    for (const fromInitial of [false, true]) {
      const { parts, run } = layer(kind, shape, Array(300).fill(5), fromInitial);
      backward(run(...outputsOf(kind)), parts, run(...outputsOf(kind))(...parts));
    }
    const counts = layouts.mock.calls.map(
      ([{ entries }]) => [...entries].filter(({ buffer }) => buffer?.type !== 'uniform').length,
    );
    vi.restoreAllMocks();
    expect(counts.length).toBeGreaterThan(3);
    expect(Math.max(...counts)).toBeLessThanOrEqual(8);
  });

  test.each([
    ['time', { batch: 2, time: 0 }],
    ['batch', { batch: 0, time: 3 }],
  ])('takes a %s of nothing', async (_side, sides) => {
    const shape = { ...sides, features: 3, hidden: 4, directions: 2 };
    const { parts, run } = layer(kind, shape, Array(shape.batch).fill(0));
    const results: Tensor[] = [];
    for (const output of outputsOf(kind)) {
      const [upstream] = run(output)(...parts) as [Tensor];
      results.push(upstream, ...backward(run(output), parts, [upstream]));
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
    const { parts, run } = layer(kind, shape, Array(90).fill(2));
    const [final] = run('final')(...parts) as [Tensor];
    const [ofInputs] = backward(run('final'), parts, [final]) as [Tensor];
    expect(dispatch.mock.calls.some(([, inY]) => (inY ?? 1) > 1)).toBe(true);
    vi.restoreAllMocks();
    for (const values of [await final.data(), await ofInputs.data()]) {
      expect(values[0]).not.toBe(0);
      expect(values.every((value, n) => value === values[n % 2])).toBe(true);
    }
  });
});

describe('the sequences of a workgroup', () => {
  const tiling = (batch: number, hidden: number) =>
    tilingOf(lstm, { batch, time: 1, features: 1, hidden, directions: 1 }, smallest as GPUSupportedLimits);

  test('are as many as the batch has and its memory holds', () => {
    expect([1, 2, 3, 32].map((batch) => tiling(batch, 128).tileSize)).toEqual([1, 2, 4, 4]);
    expect([256, 257, 512, 513, 1024].map((hidden) => tiling(32, hidden).tileSize)).toEqual([4, 2, 2, 1, 1]);
  });

  test('are refused where not even one fits', () => {
    expect(() => tiling(32, 1025)).toThrow('1025 hidden units does not fit this graphics processor, which takes 1024');
  });
});
