import { add, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasWebgpuEnvironment } from '../../../scripts/webgpu-environment.ts';
import { activation } from '../activation/operation.ts';
import { openTestBackend } from '../testing.ts';
import { closeDevice, openedDevice } from './device.ts';

async function dataOf(result: Tensor): Promise<number[]> {
  const values = Array.from(await result.data());
  result.dispose();
  return values;
}

describe.runIf(hasWebgpuEnvironment())('an upload', { timeout: 60_000, tags: ['webgpu'] }, () => {
  let created = 0;

  beforeAll(async () => {
    await openTestBackend('webgpu');
    const { device } = openedDevice() as { device: GPUDevice };
    const { createBuffer } = device;
    device.createBuffer = (descriptor) => {
      created++;
      return createBuffer.call(device, descriptor);
    };
  });
  afterAll(async () => {
    await setBackend('cpu');
    closeDevice();
  });

  test.each(['float32', 'int32', 'bool'] as const)('uploads %s unchanged', async (dtype) => {
    // More numbers than tfjs adds up on the CPU.
    const numbers = Array.from({ length: 2001 }, (_, n) => (dtype === 'bool' ? n % 2 : n - 7));
    const [given, nothing] = [tensor(numbers, [2001], dtype), tensor(0, [], 'int32')];
    expect(await dataOf(add(given, nothing))).toEqual(numbers);
    given.dispose();
    nothing.dispose();
  });

  test('makes no buffer where a free one fits', async () => {
    const pass = async () => {
      const given = tensor(new Float32Array(3000).fill(1));
      const result = activation(given, 'gelu');
      given.dispose();
      await dataOf(result);
    };
    await pass();
    const before = created;
    await pass();
    expect(created).toBe(before);
  });

  test('does not overwrite a buffer that pending work still reads', async () => {
    const results = [1, 2, 3, 4].map((value) => {
      const given = tensor(new Float32Array(5000).fill(value));
      const result = activation(given, 'gelu');
      given.dispose();
      return result;
    });
    const first = await Promise.all(results.map(async (result) => (await dataOf(result))[4999] as number));
    [0.8413447, 1.9544997, 2.9959503, 3.9998733].forEach((value, n) => {
      expect(first[n]).toBeCloseTo(value, 5);
    });
  });
});
