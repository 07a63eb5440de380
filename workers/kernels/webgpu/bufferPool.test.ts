import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { fill, memory, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasWebgpuEnvironment } from '../../../scripts/webgpu-environment.ts';
import { openTestBackend } from '../testing.ts';
import { trimBufferPool } from './bufferPool.ts';
import { closeDevice, openedDevice } from './device.ts';

const bytes = () => memory() as unknown as { numBytesInGPU: number; numBytesAllocatedInGPU: number };

describe.runIf(hasWebgpuEnvironment())('the buffer pool', { timeout: 60_000 }, () => {
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
    let mostInUse = 0;
    let mostAllocated = 0;
    for (let size = 1; size <= 150; size++) {
      const passing = fill([1 + ((size * 37) % 150) * 100], size);
      expect((await passing.data())[0]).toBe(size);
      mostInUse = Math.max(mostInUse, bytes().numBytesInGPU);
      mostAllocated = Math.max(mostAllocated, bytes().numBytesAllocatedInGPU);
      passing.dispose();
    }
    // Reading needs a second buffer of the same size for a moment.
    expect(mostAllocated).toBeLessThanOrEqual(2 * 2 * mostInUse);
    expect(bytes().numBytesAllocatedInGPU).toBeLessThan(250_000);
  });

  test('gives back what is kept for reuse when told to, and goes on computing', async () => {
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
