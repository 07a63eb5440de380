import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { fill, memory, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasWebgpuEnvironment } from '../../../scripts/webgpu-environment.ts';
import { openTestBackend } from '../testing.ts';
import { trimBufferPool } from './bufferPool.ts';
import { closeDevice, openedDevice } from './device.ts';

const bytes = () => memory() as unknown as { numBytesInGPU: number; numBytesAllocatedInGPU: number };

describe.runIf(hasWebgpuEnvironment())('the buffer pool', { timeout: 60_000, tags: ['webgpu'] }, () => {
  let backend: WebGPUBackend;

  beforeAll(async () => {
    await openTestBackend('webgpu');
    backend = openedDevice()?.backend as WebGPUBackend;
  });
  afterAll(async () => {
    await setBackend('cpu');
    closeDevice();
  });

  test('stays within twice the most that was in use, over tensors of many sizes', async () => {
    const pool = backend.bufferManager;
    const { acquireBuffer } = pool;
    let mostInUse = 0;
    let mostAllocated = 0;
    pool.acquireBuffer = (...wanted) => {
      const buffer = acquireBuffer.apply(pool, wanted);
      mostInUse = Math.max(mostInUse, bytes().numBytesInGPU);
      mostAllocated = Math.max(mostAllocated, bytes().numBytesAllocatedInGPU);
      return buffer;
    };
    for (let size = 1; size <= 150; size++) {
      const passing = fill([1 + ((size * 37) % 150) * 100], size);
      expect((await passing.data())[0]).toBe(size);
      passing.dispose();
    }
    pool.acquireBuffer = acquireBuffer;
    expect(mostInUse).toBeLessThan(125_000); // a tensor of 60,000 bytes, and its copy for reading
    expect(mostAllocated).toBeLessThanOrEqual(2 * mostInUse);
  });

  test('destroys the least recently requested sizes first', async () => {
    const made = async (size: number) => {
      const passing = fill([size], 1);
      await passing.data();
      passing.dispose();
    };
    const freeOf = (size: number) => {
      const { freeBuffers } = backend.bufferManager as unknown as { freeBuffers: Map<string, GPUBuffer[]> };
      return [...freeBuffers].filter(([key, free]) => key.startsWith(`${4 * size}_`) && free.length > 0).length > 0;
    };
    trimBufferPool(backend);
    for (const size of [11_001, 11_002, 11_001]) await made(size);
    expect([freeOf(11_001), freeOf(11_002)]).toEqual([true, true]);
    for (let size = 3000; freeOf(11_002); size++) await made(size);
    expect(freeOf(11_001)).toBe(true);
  });

  test('destroys its free buffers on request, and computing continues', async () => {
    const kept = fill([1000], 1);
    const passing = fill([7000], 2);
    await Promise.all([kept.data(), passing.data()]);
    passing.dispose();
    const before = bytes().numBytesAllocatedInGPU;
    const freed = trimBufferPool(backend);
    expect(freed).toBeGreaterThanOrEqual(28_000);
    expect(bytes().numBytesAllocatedInGPU).toBe(before - freed);
    expect(bytes().numBytesAllocatedInGPU).toBe(bytes().numBytesInGPU);
    const again = fill([7000], 3);
    expect((await again.data())[6999]).toBe(3);
    expect((await kept.data())[0]).toBe(1);
    kept.dispose();
    again.dispose();
  });
});
