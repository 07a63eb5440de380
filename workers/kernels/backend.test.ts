import {
  engine,
  fill,
  getKernel,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { openNodeGpu } from '../../cli/webgpu.ts';
import { hasWebgpuEnvironment } from '../../scripts/webgpu-environment.ts';
import type { GraftError } from '../protocol/errors.ts';
import { type BackendEnvironment, createBackend, memoryInfo } from './backend.ts';
import { onDeviceError } from './deviceErrors.ts';
import { lstm } from './lstm/operation.ts';
import { hasSoftwareDriver } from './testing.ts';
import { closeDevice, openedDevice } from './webgpu/device.ts';

const wasmPaths = new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname;
const withoutGpu: BackendEnvironment = { wasmPaths };

const failureOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown as GraftError,
  );
  return error?.problem;
};

describe('without a graphics processor', () => {
  test('chooses WASM by itself and says why', async () => {
    const backend = await createBackend('auto', withoutGpu);
    expect(backend).toMatchObject({ name: 'wasm', software: false, reason: 'WASM, since there is no WebGPU here.' });
    expect(backend.considered.map(({ name }) => name)).toEqual(['webgpu', 'wasm']);
    expect(engine().backendName).toBe('wasm');
  });

  test('opens the plain processor when asked to', async () => {
    expect(await createBackend('cpu', withoutGpu)).toMatchObject({ name: 'cpu', software: true, threads: 1 });
    expect(engine().backendName).toBe('cpu');
  });

  test('refuses WebGPU by name rather than to give something else', async () => {
    expect(await failureOf(createBackend('webgpu', withoutGpu))).toMatchObject({
      code: 'webgpu-unavailable',
      message: 'WebGPU cannot be used: there is no WebGPU here.',
    });
  });

  test('says what the WASM kernels said of themselves', async () => {
    const loadWasmKernels = async () => ({ description: 'WebAssembly with SIMD', threads: 2 });
    expect(await createBackend('wasm', { ...withoutGpu, loadWasmKernels })).toMatchObject({
      device: 'WebAssembly with SIMD',
      threads: 2,
      reason: 'Chosen by you.',
    });
  });

  test('falls back to the plain processor where WASM cannot be opened', async () => {
    const loadWasmKernels = () => Promise.reject(new Error('the module is broken'));
    const backend = await createBackend('auto', { ...withoutGpu, loadWasmKernels });
    expect(backend.name).toBe('cpu');
    expect(backend.reason).toContain('the module is broken');
    expect(await failureOf(createBackend('wasm', { ...withoutGpu, loadWasmKernels }))).toMatchObject({
      code: 'wasm-unavailable',
    });
  });

  test('counts tensors and bytes', async () => {
    await createBackend('wasm', withoutGpu);
    const before = memoryInfo();
    const tensor = fill([10, 10], 1);
    expect(memoryInfo()).toMatchObject({ tensors: before.tensors + 1, bytes: before.bytes + 400 });
    tensor.dispose();
  });
});

/** Replaces a WebGPU kernel. Gives the function that restores it. */
function replaceKernel(
  kernelName: string,
  kernelFunc: (config: KernelConfig) => KernelConfig['kernelFunc'],
): () => void {
  const original = getKernel(kernelName, 'webgpu');
  unregisterKernel(kernelName, 'webgpu');
  registerKernel({ kernelName, backendName: 'webgpu', kernelFunc: kernelFunc(original) });
  return () => {
    unregisterKernel(kernelName, 'webgpu');
    registerKernel(original);
  };
}

const environment = async (): Promise<BackendEnvironment> => ({ wasmPaths, gpu: await openNodeGpu() });

describe.runIf(hasSoftwareDriver())('with a software WebGPU', { timeout: 60_000, tags: ['webgpu'] }, () => {
  afterEach(() => closeDevice());

  test('passes over an adapter that computes on the processor', async () => {
    const backend = await createBackend('auto', await environment());
    expect(backend.name).toBe('wasm');
    expect(backend.reason).toMatch(/^WASM, since WebGPU's adapter \(.*SwiftShader.*\) computes on the processor/);
  });

  test('opens it when it is asked for by name, and says what it is', async () => {
    const backend = await createBackend('webgpu', await environment());
    expect(backend).toMatchObject({ name: 'webgpu', software: true });
    expect(backend.reason).toContain('computes on the processor');
    expect(engine().backendName).toBe('webgpu');
    expect(openedDevice()?.device.limits.maxStorageBuffersPerShaderStage).toBeGreaterThan(8);
  });
});

describe.runIf(hasWebgpuEnvironment() && !hasSoftwareDriver())(
  'with a graphics processor',
  { timeout: 60_000, tags: ['webgpu'] },
  () => {
    afterEach(() => closeDevice());

    test('times it beside WASM and takes the faster', async () => {
      const backend = await createBackend('auto', await environment());
      const { webgpu, wasm } = backend.calibration as { webgpu: number; wasm: number };
      expect(backend).toMatchObject({ name: webgpu <= wasm ? 'webgpu' : 'wasm', software: false });
    });
  },
);

describe.runIf(hasWebgpuEnvironment())('with a WebGPU driver', { timeout: 60_000, tags: ['webgpu'] }, () => {
  afterEach(() => closeDevice());

  test('times both where both may be chosen, and takes the faster', async () => {
    const backend = await createBackend('auto', { ...(await environment()), allowSoftware: true });
    const { webgpu, wasm } = backend.calibration as { webgpu: number; wasm: number };
    expect(backend.name).toBe(webgpu <= wasm ? 'webgpu' : 'wasm');
    expect(backend.considered.map(({ milliseconds }) => milliseconds).sort()).toEqual([webgpu, wasm].sort());
    expect(engine().backendName).toBe(backend.name);
  });

  test('does not trust a GPU whose recurrent gradients are zeros', async () => {
    const given = await environment();
    await createBackend('webgpu', given);
    const restore = replaceKernel(lstm.gradient, (original) => (call) => {
      const outputs = original.kernelFunc(call) as TensorInfo[];
      return outputs.map(({ shape }) => fill(shape, 0));
    });
    try {
      const backend = await createBackend('auto', { ...given, allowSoftware: true });
      expect(backend.name).toBe('wasm');
      expect(backend.reason).toMatch(/computes wrongly \(the gradient of an LSTM's inputs is 0 where it should be/);
      expect(await failureOf(createBackend('webgpu', given))).toMatchObject({ code: 'webgpu-wrong' });
    } finally {
      restore();
    }
  });

  test('reports errors of the device until the subscription ends', async () => {
    await createBackend('webgpu', await environment());
    const device = openedDevice()?.device as GPUDevice;
    const heard: string[] = [];
    const end = onDeviceError(({ problem }) => heard.push(problem.code));
    device.createBuffer({ size: 4, usage: 0xffff });
    await device.queue.onSubmittedWorkDone();
    expect(heard).toEqual(['gpu-error']);
    end();
    device.createBuffer({ size: 4, usage: 0xffff });
    await device.queue.onSubmittedWorkDone();
    expect(heard).toEqual(['gpu-error']);
  });
});
