/** What the attention decoder on WebGPU promises besides right numbers: dispatches, buffers, limits. */
import { grads, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasWebgpuEnvironment } from '../../../scripts/webgpu-environment.ts';
import { countDispatches } from '../dispatches.ts';
import { openTestBackend } from '../testing.ts';
import { closeDevice, type OpenDevice, openedDevice } from '../webgpu/device.ts';
import { attentionDecoder, attentionDecoderTags } from './operation.ts';
import type { DecoderShape } from './shape.ts';
import { decoderValues, lengthsTensor, names, partsOf, shapesOf, sizeOf, tagTensors, tagValues } from './testing.ts';
import { sizesOf } from './webgpuStep.ts';

/** A decoder on random parts. */
function decoder(shape: DecoderShape, lengths: number[]) {
  const values = decoderValues(shape, 1);
  const parts = names.map((name) => tensor(values[name], shapesOf(shape)[name]));
  const steps = lengthsTensor(lengths);
  const states = [shape.batch, shape.time, shape.hidden];
  const upstream = tensor(decoderValues(shape, 2).labels.subarray(0, sizeOf(states)), states);
  const outputs = tagTensors(shape, tagValues(shape, 5, 1));
  const { labels: _, ...given } = partsOf(parts, steps);
  return {
    run: () => attentionDecoder(partsOf(parts, steps)),
    backward: () => grads((...each: Tensor[]) => attentionDecoder(partsOf(each, steps)))(parts, upstream),
    tag: () => attentionDecoderTags({ ...given, ...outputs }),
  };
}

describe.runIf(hasWebgpuEnvironment())('the attention decoder on WebGPU', { timeout: 60_000, tags: ['webgpu'] }, () => {
  beforeAll(() => openTestBackend('webgpu'));
  afterAll(async () => {
    await setBackend('cpu');
    closeDevice();
  });

  test.each([3, 40])('takes as many dispatches for %s steps as for any other number', async (time) => {
    const { run, backward, tag } = decoder({ batch: 2, time, features: 6, hidden: 5, attention: 4 }, [time, 1]);
    expect((await countDispatches(() => void run())).dispatches).toBe(2);
    expect((await countDispatches(() => void tag())).dispatches).toBe(3);
    expect((await countDispatches(() => void backward())).dispatches).toBe(2 + 4);
  });

  test('binds no more buffers than every device has', () => {
    const { device } = openedDevice() as OpenDevice;
    const layouts = vi.spyOn(device, 'createBindGroupLayout');
    // Sizes that no other test has, so that the programs are compiled here.
    const { backward, tag } = decoder({ batch: 3, time: 5, features: 7, hidden: 11, attention: 9 }, [5, 5, 1]);
    backward();
    tag();
    const counts = layouts.mock.calls.map(
      ([{ entries }]) => [...entries].filter(({ buffer }) => buffer?.type !== 'uniform').length,
    );
    vi.restoreAllMocks();
    expect(counts.length).toBeGreaterThan(2);
    expect(Math.max(...counts)).toBeLessThanOrEqual(8);
  });

  test.each([
    ['time', { batch: 2, time: 0 }],
    ['batch', { batch: 0, time: 3 }],
  ])('takes a %s of nothing', async (_side, sides) => {
    const shape = { ...sides, features: 3, hidden: 4, attention: 2 };
    const { run, backward } = decoder(shape, Array(shape.batch).fill(0));
    for (const result of [run(), ...backward()]) {
      expect(Array.from(await result.data()), `[${result.shape}]`).toEqual(Array(result.size).fill(0));
    }
  });
});

test('a decoder that a workgroup cannot hold is refused', () => {
  const smallest = { maxComputeWorkgroupStorageSize: 16_384, maxComputeInvocationsPerWorkgroup: 256 };
  const sizes = (hidden: number, attention: number) =>
    sizesOf({ batch: 1, time: 1, features: 1, hidden, attention }, smallest as GPUSupportedLimits);
  expect(sizes(72, 72).lanes).toBe(256);
  expect(sizes(2, 3).lanes).toBe(16);
  expect(sizes(700, 300).lanes).toBe(256);
  expect(() => sizes(700, 400)).toThrow(
    '700 hidden units and an attention of 400 does not fit this graphics processor',
  );
});
