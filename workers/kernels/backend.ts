/**
 * Chooses the backend: WebGPU, WASM or plain JavaScript on the CPU. It opens the backends, rejects software adapters
 * and wrong gradients, times the others, and says what it chose and why. The environment passes in what differs between
 * a browser and Node.
 */
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { engine, env, getBackend, memory, ready, setBackend } from '@tensorflow/tfjs-core';
import type { BackendInfo, BackendName, MemoryInfo } from '../protocol/backend.ts';
import type { BackendPreference } from '../protocol/configuration.ts';
import { GraftError } from '../protocol/errors.ts';
import { onDeviceError } from './deviceErrors.ts';
import { findWrongGradient, timeTrainingStep } from './probe.ts';
import { registerHostKernels } from './register.ts';
import { letGoUsedUp } from './wasm/memory.ts';
import { endThreads } from './wasm/threads.ts';
import { trimBufferPool } from './webgpu/bufferPool.ts';
import { closeDevice, findAdapter, openDevice, openedDevice } from './webgpu/device.ts';
import { registerWebgpuKernels } from './webgpu/register.ts';

export interface BackendEnvironment {
  /** The place of tfjs's `.wasm` files: a folder ending in `/`, or a path for each by its name. */
  readonly wasmPaths: Parameters<typeof setWasmPaths>[0];
  /** Loads our WASM kernels after tfjs's WASM is open. Gives their description and their number of threads. */
  readonly loadWasmKernels?: () => Promise<{ readonly description: string; readonly threads: number }>;
  /** The browser's `navigator.gpu` or Node's counterpart. The GPU classes and `navigator.gpu` must also be global. */
  readonly gpu?: GPU | null;
  /** Lets `auto` use an adapter that computes on the CPU, for tests. */
  readonly allowSoftware?: boolean;
}

export interface OpenBackend extends BackendInfo {
  /** Threads of our kernels; 1 on a GPU, where it has no meaning. */
  readonly threads: number;
  /** Milliseconds of a small training step, for each backend that was timed. */
  readonly calibration: Readonly<Partial<Record<BackendName, number>>>;
}

/** A backend that works, before the choice. */
interface Candidate {
  readonly name: BackendName;
  readonly device: string;
  readonly software: boolean;
  readonly threads: number;
}

type Considered = BackendInfo['considered'][number];

/**
 * More dispatches a submit than tfjs's 15 save recording time. Our training step has about 60 dispatches; one submit in
 * the middle lets the GPU start while the rest is recorded.
 */
const dispatchesPerSubmit = 64;

/**
 * Opens the backend that the user prefers, or the best one. `auto` skips software adapters and backends with wrong
 * gradients. For a backend by name, it throws a GraftError (`webgpu-unavailable`, `webgpu-wrong`, `wasm-unavailable`).
 * All tensors of a backend opened before may be lost.
 */
export async function createBackend(
  preference: BackendPreference,
  environment: BackendEnvironment,
): Promise<OpenBackend> {
  // Without this tfjs prints a greeting on stderr in Node.
  env().set('PROD', true);
  registerHostKernels();
  registerWebgpuKernels();
  env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', dispatchesPerSubmit);
  closeDevice();
  endThreads();
  if (preference === 'auto') return chooseBackend(environment);
  const opened = await openers[preference](environment, true);
  if (typeof opened === 'string') throw unavailable(preference, opened);
  const reason = opened.software
    ? `Chosen by you, though ${opened.device} computes on the processor: expect it to be many times slower than WASM.`
    : 'Chosen by you.';
  return { ...opened, reason, calibration: {}, considered: [{ name: preference, note: 'chosen by you' }] };
}

async function chooseBackend(environment: BackendEnvironment): Promise<OpenBackend> {
  const considered: Considered[] = [];
  const gpu = await openers.webgpu(environment, environment.allowSoftware ?? false);
  const gpuTime = typeof gpu === 'string' ? undefined : await timeTrainingStep();
  const wasm = await openers.wasm(environment, false);

  if (typeof gpu === 'string') {
    considered.push({ name: 'webgpu', note: gpu });
    if (typeof wasm !== 'string') {
      considered.push({ name: 'wasm', note: 'chosen' });
      return { ...wasm, reason: `WASM, since ${gpu}.`, calibration: {}, considered };
    }
    considered.push({ name: 'wasm', note: wasm }, { name: 'cpu', note: 'chosen' });
    const cpu = (await openers.cpu(environment, false)) as Candidate;
    const reason = `The plain processor, which is slow, since ${gpu} and ${wasm}.`;
    return { ...cpu, reason, calibration: {}, considered };
  }

  const webgpuMilliseconds = round(gpuTime as number);
  if (typeof wasm === 'string') {
    considered.push({ name: 'webgpu', milliseconds: webgpuMilliseconds, note: 'chosen' }, { name: 'wasm', note: wasm });
    await activate('webgpu');
    return { ...gpu, reason: `WebGPU, since ${wasm}.`, calibration: { webgpu: webgpuMilliseconds }, considered };
  }

  const wasmMilliseconds = round(await timeTrainingStep());
  const calibration = { webgpu: webgpuMilliseconds, wasm: wasmMilliseconds };
  const chosen = webgpuMilliseconds <= wasmMilliseconds ? gpu : wasm;
  const other = chosen === gpu ? 'wasm' : 'webgpu';
  considered.push(
    { name: chosen.name, milliseconds: calibration[chosen.name as 'webgpu' | 'wasm'], note: 'chosen' },
    { name: other, milliseconds: calibration[other], note: 'slower' },
  );
  const reason =
    `${titles[chosen.name]}, the faster one: a small training step took ` +
    `${webgpuMilliseconds} ms on WebGPU (${gpu.device}) and ${wasmMilliseconds} ms on WASM.`;
  if (chosen === gpu) {
    endThreads();
    await activate('webgpu');
  } else closeDevice();
  return { ...chosen, reason, calibration, considered };
}

const titles: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'The plain processor' };

/** Each makes its backend the current one, or gives the reason why not, as a clause of a sentence. */
const openers: Readonly<
  Record<BackendName, (environment: BackendEnvironment, allowSoftware: boolean) => Promise<Candidate | string>>
> = {
  webgpu: openWebgpu,
  wasm: openWasm,
  cpu: async () => {
    await activate('cpu');
    return { name: 'cpu', device: 'JavaScript', software: true, threads: 1 };
  },
};

async function openWebgpu({ gpu }: BackendEnvironment, allowSoftware: boolean): Promise<Candidate | string> {
  if (!gpu) return 'there is no WebGPU here';
  const errors: string[] = [];
  const endWatch = onDeviceError(({ problem }) => errors.push(problem.message));
  try {
    const found = await findAdapter(gpu);
    if (!found) return 'WebGPU finds no graphics processor';
    if (found.software && !allowSoftware) {
      return `WebGPU's adapter (${found.description}) computes on the processor, many times slower than WASM`;
    }
    const { description, software } = await openDevice(found.adapter);
    await activate('webgpu');
    const wrong = (await findWrongGradient()) ?? errors[0] ?? null;
    if (wrong === null) return { name: 'webgpu', device: description, software, threads: 1 };
    closeDevice();
    return `WebGPU on ${description} computes wrongly (${wrong})`;
  } catch (thrown) {
    closeDevice();
    return `WebGPU could not be opened (${thrown instanceof Error ? thrown.message : String(thrown)})`;
  } finally {
    endWatch();
  }
}

async function openWasm({ wasmPaths, loadWasmKernels }: BackendEnvironment): Promise<Candidate | string> {
  try {
    // The rest that tfjs computes is not worth threads of its own beside our kernels' threads.
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    letGoUsedUp();
    // tfjs reads the paths once, when it makes its backend.
    if (!engine().registry.wasm) setWasmPaths(wasmPaths);
    await activate('wasm');
    const kernels = (await loadWasmKernels?.()) ?? { description: '1 thread', threads: 1 };
    return { name: 'wasm', device: kernels.description, software: false, threads: kernels.threads };
  } catch (thrown) {
    return `WASM could not be opened (${thrown instanceof Error ? thrown.message : String(thrown)})`;
  }
}

async function activate(name: BackendName): Promise<void> {
  if (!(await setBackend(name))) throw new Error(`tfjs could not start its ${name} backend`);
  await ready();
}

function unavailable(preference: BackendName, why: string): GraftError {
  const code =
    preference !== 'webgpu' ? `${preference}-unavailable` : /wrongly/.test(why) ? 'webgpu-wrong' : 'webgpu-unavailable';
  return new GraftError({
    code,
    message: `${titles[preference]} cannot be used: ${why}.`,
    remedy: `Choose another backend, or leave the choice to Graft (auto).`,
  });
}

/** Destroys the device's free buffers: after a training they are much more than tagging needs. */
export function giveBackMemory(): void {
  const opened = openedDevice();
  if (opened) trimBufferPool(opened.backend);
}

/** WebAssembly addresses no more. */
const wasmBytes = 2 ** 32;

/** What the current backend still takes, in bytes: in one tensor, and in all. Of its own memory no GPU tells. */
export function roomLeft(): { readonly tensor: number; readonly all: number } {
  const limits = getBackend() === 'webgpu' ? openedDevice()?.device.limits : undefined;
  if (limits) return { tensor: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize), all: Infinity };
  const all = getBackend() === 'wasm' ? wasmBytes - memory().numBytes : Infinity;
  return { tensor: all, all };
}

const round = (milliseconds: number) => Math.round(milliseconds * 10) / 10;

/** Memory of the current backend; on WebGPU with tfjs's free buffers. */
export function memoryInfo(): MemoryInfo {
  const { numTensors, numBytes, numBytesAllocatedInGPU } = memory() as ReturnType<typeof memory> & {
    numBytesAllocatedInGPU?: number;
  };
  return { tensors: numTensors, bytes: numBytes, allocatedBytes: numBytesAllocatedInGPU ?? numBytes };
}
