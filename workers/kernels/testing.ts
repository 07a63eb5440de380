/**
 * Helpers of the kernels' tests: running tests on every backend, comparing with a tolerance, values from a seed, and
 * the PyTorch fixtures.
 */
import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { engine, setBackend, type Tensor, type TensorLike, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../cli/wasmFeatures.ts';
import { startNodeThread } from '../../cli/kernelThreads.ts';
import { nodeWasmPaths } from '../../cli/wasmPaths.ts';
import { openNodeGpu } from '../../cli/webgpu.ts';
import { hasWebgpuEnvironment } from '../../scripts/webgpu-environment.ts';
import { onDeviceError } from './deviceErrors.ts';
import { scramble } from './dropout/reference.ts';
import { registerHostKernels } from './register.ts';
import { loadKernels } from './wasm/load.ts';
import { findAdapter, openDevice } from './webgpu/device.ts';
import { registerWebgpuKernels } from './webgpu/register.ts';

/** `wasm` with relaxed SIMD, `wasm-simd` without, `wasm-threads` on several threads. */
export type TestBackend = 'cpu' | 'wasm' | 'wasm-simd' | 'wasm-threads' | 'webgpu';

const testBackends: readonly TestBackend[] = ['cpu', 'wasm', 'wasm-simd', 'wasm-threads', 'webgpu'];

/** WebGPU is available where the process was started with a driver for it, as `npm test` does. */
const isAvailable = (backend: TestBackend) => backend !== 'webgpu' || hasWebgpuEnvironment();

/** Whether the driver computes on the processor: Chromium's SwiftShader or Mesa's lavapipe. */
export const hasSoftwareDriver = (): boolean =>
  hasWebgpuEnvironment() && /swiftshader|lvp_/.test(process.env.VK_DRIVER_FILES ?? '');

const root = new URL('../../', import.meta.url);

export async function openTestBackend(backend: TestBackend): Promise<void> {
  registerHostKernels();
  if (backend.startsWith('wasm')) return openTestWasm(backend);
  if (backend === 'webgpu') await openTestDevice();
  expect(await setBackend(backend)).toBe(true);
}

async function openTestWasm(backend: TestBackend): Promise<void> {
  if (!engine().registry.wasm) setWasmPaths(nodeWasmPaths);
  expect(await setBackend('wasm')).toBe(true);
  const wanted = backend === 'wasm-threads' ? 3 : 1;
  const { threads } = await loadKernels({
    read: async (name) => readFileSync(new URL(`workers/kernels/wasm/build/${name}`, root)),
    threads: wanted,
    startThread: startNodeThread,
    variant: backend === 'wasm-simd' ? 'simd' : 'relaxed',
  });
  expect(threads).toBe(wanted);
}

const deviceErrors: string[] = [];

async function openTestDevice(): Promise<void> {
  registerWebgpuKernels();
  const gpu = await openNodeGpu();
  const found = gpu && (await findAdapter(gpu));
  if (!found) throw new Error('WebGPU did not open although a driver is named (VK_DRIVER_FILES)');
  onDeviceError(({ message }) => deviceErrors.push(message));
  await openDevice(found.adapter);
}

/** Declares the tests of `body` once for each backend. Tests of an unavailable backend count as skipped. */
export function onEachBackend(body: (backend: TestBackend) => void): void {
  for (const backend of testBackends) {
    const tags = backend === 'webgpu' ? ['webgpu'] : [];
    describe.runIf(isAvailable(backend))(`on ${backend}`, { tags }, () => {
      let before = 0;
      beforeAll(async () => {
        await openTestBackend(backend);
        before = engine().memory().numTensors;
      });
      afterAll(() => {
        expect(engine().memory().numTensors, 'tensors left behind').toBe(before);
        expect(deviceErrors, 'errors that the graphics processor reported').toEqual([]);
      });
      body(backend);
    });
  }
}

/**
 * Declares a test of a backend against the reference. On cpu it declares nothing, since the reference itself runs
 * there. There the tests against PyTorch and plain computations apply.
 */
export function testBesideReference(backend: TestBackend, name: string, body: () => Promise<void>): void {
  if (backend !== 'cpu') test(name, body);
}

/**
 * WGSL allows an error of 3 + 2·|x| units in the last place for an exponential. Sums over many steps add up such
 * errors.
 */
export const toleranceOf = (backend: TestBackend): number => (backend === 'webgpu' ? 1e-3 : 1e-4);

/**
 * Every element must be within `tolerance` of the expected one, relative to the larger of its own size and a tenth of
 * the largest expected. So small elements of a tensor have the tolerance of a sum's rounding.
 */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-4, what = ''): void {
  expect(actual.length, `${what} size`).toBe(expected.length);
  let largest = 0;
  for (let n = 0; n < expected.length; n++) largest = Math.max(largest, Math.abs(expected[n] as number));
  for (let n = 0; n < expected.length; n++) {
    const [a, e] = [actual[n] as number, expected[n] as number];
    const bound = tolerance * Math.max(Math.abs(e), largest / 10, 1e-6);
    if (!(Math.abs(a - e) <= bound)) expect.fail(`${what}[${n}] is ${a}, expected ${e} within ${bound}`);
  }
}

/** `count` values in [−scale, scale), the same for the same seed. */
export function randomValues(count: number, seed: number, scale = 1): Float32Array {
  return Float32Array.from({ length: count }, (_, n) => scale * ((2 * scramble(scramble(n) ^ seed)) / 2 ** 32 - 1));
}

/** A tensor of the fixtures. */
export interface Written {
  shape: number[];
  values: number[];
}

/** A file of test/parity/fixtures; its layout is described in the script that made it, beside that folder. */
export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`test/parity/fixtures/${name}.json`, root), 'utf8')) as T;
}

/** A fixture's tensor on the current backend. */
export const tensorOf = <T extends Tensor>({ shape, values }: Written, dtype: 'float32' | 'int32' = 'float32'): T =>
  tensor(values as TensorLike, shape, dtype) as T;
