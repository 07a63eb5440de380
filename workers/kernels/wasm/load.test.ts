import { readFileSync } from 'node:fs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { matMul, setBackend, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it, test } from 'vitest';
import { startNodeThread } from '../../../cli/kernelThreads.ts';
import '../../../cli/wasmFeatures.ts';
import { registerHostKernels } from '../register.ts';
import { loadKernels, threadsBesidePage } from './load.ts';

describe('threads beside a page', () => {
  it('leave it a core where there are more than two', () => {
    expect([1, 2, 3, 4, 16].map(threadsBesidePage)).toEqual([1, 2, 2, 3, 15]);
  });
});

test('there is one thread in a memory that cannot be shared, as on a page that is not isolated', async () => {
  registerHostKernels();
  setWasmPaths(new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname);
  await setBackend('wasm');
  const read: string[] = [];
  const { threads } = await loadKernels({
    read: async (name) => {
      read.push(name);
      return readFileSync(new URL(`build/${name}`, import.meta.url));
    },
    threads: 3,
    startThread: startNodeThread,
  });
  expect(threads).toBe(1);
  expect(read.filter((name) => name.includes('shared'))).toEqual([]);
  const product = matMul(tensor([1, 2, 3, 4], [2, 2]), tensor([1, 0, 0, 1], [2, 2]));
  expect([...(await product.data())]).toEqual([1, 2, 3, 4]);
});
