/**
 * Our own WASM module, in the memory of tfjs's. Kernels read and write tensors in place. Workspaces come from tfjs's
 * allocator. The module itself holds no data, so that it overwrites nothing there.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type DataType, engine, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Allocator, watchMemory } from './memory.ts';

/** Every export takes addresses and sizes, and computes in place. */
interface KernelExports {
  readonly [name: string]: (...parameters: number[]) => number;
}

interface KernelModule {
  readonly code: WebAssembly.Module;
  readonly backend: BackendWasm;
  readonly tfjs: TfjsModule;
  readonly memory: WebAssembly.Memory;
  readonly exports: KernelExports;
}

let current: KernelModule | null = null;
const watched = new WeakSet<BackendWasm>();

/** Alignment of workspaces. Vector loads need none, but are faster with it. */
export const alignment = 64;

/**
 * The part of emscripten's module behind tfjs's backend that is used here. The variant with threads exports no memory.
 */
interface TfjsModule extends Allocator {
  readonly asm: { readonly memory?: WebAssembly.Memory };
}

/**
 * Instantiates a module of scripts/build-kernels.ts in the memory of tfjs's backend, which must be open. Replaces the
 * current one.
 */
export async function loadKernelModule(bytes: BufferSource): Promise<void> {
  const { backend, tfjs, memory } = openBackend();
  if (!watched.has(backend)) watchMemory(backend, tfjs);
  watched.add(backend);
  const abort = () => {
    throw new Error('A WASM kernel aborted.');
  };
  const { instance, module } = await WebAssembly.instantiate(bytes, { env: { memory, abort } });
  current = { code: module, backend, tfjs, memory, exports: instance.exports as unknown as KernelExports };
}

function openBackend() {
  const backend = engine().findBackend('wasm') as BackendWasm | undefined;
  if (!backend) throw new Error("The WASM kernels share the memory of tfjs's WASM backend, which is not open.");
  const tfjs = backend.wasm as unknown as TfjsModule;
  const { memory } = tfjs.asm;
  if (!memory) throw new Error("The WASM kernels cannot use the memory of this variant of tfjs's WASM backend.");
  return { backend, tfjs, memory };
}

/** Whether threads can work in the memory of tfjs's backend, which must be open. */
export const hasSharedMemory = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && openBackend().memory.buffer instanceof SharedArrayBuffer;

/** What a thread needs to compute in the same memory. */
export function moduleForThreads(): { code: WebAssembly.Module; memory: WebAssembly.Memory } {
  const { code, memory } = moduleInUse();
  return { code, memory };
}

/** Whether the module is loaded. Otherwise the references run. */
export function hasKernelModule(): boolean {
  return current !== null;
}

/** Calls an export that returns a number, from numbers (such as a workspace's size) or from a tensor. */
export function callNumber(name: string, ...parameters: (number | TensorInfo)[]): number {
  return callExport(
    name,
    parameters.map((parameter) => (typeof parameter === 'number' ? parameter : addressOf(parameter))),
  );
}

export interface KernelCall {
  readonly name: string;
  /** An absent input has address 0. */
  readonly inputs: readonly (TensorInfo | undefined)[];
  readonly outputs: readonly { readonly shape: number[]; readonly dtype?: DataType }[];
  /** The size of the workspace, if the kernel has one. */
  readonly workBytes?: number;
  readonly sizes: readonly number[];
}

/** Calls an export with the addresses of inputs, outputs and workspace, then the sizes. Gives the new outputs. */
export function callKernel({ name, inputs, outputs, workBytes, sizes }: KernelCall): TensorInfo[] {
  const results = outputs.map(({ shape, dtype }) => makeOutput(shape, dtype));
  const places = [...inputs, ...results].map((tensor) => (tensor ? addressOf(tensor) : 0));
  if (workBytes === undefined) callExport(name, [...places, ...sizes]);
  else withWorkspace(workBytes, (work) => callExport(name, [...places, work, ...sizes]));
  return results;
}

/** A new tensor, not initialised. */
export function makeOutput(shape: number[], dtype: DataType = 'float32'): TensorInfo {
  return moduleInUse().backend.makeOutput(shape, dtype);
}

/** Calls `body` with the aligned address of a temporary buffer of this size, and frees it afterwards. */
export function withWorkspace(bytes: number, body: (address: number) => void): void {
  const { tfjs } = moduleInUse();
  // The address is signed, and a multiple of 4.
  const work = tfjs._malloc(bytes + alignment - 4) >>> 0;
  try {
    body(Math.ceil(work / alignment) * alignment);
  } finally {
    tfjs._free(work);
  }
}

/** The address of a tensor; the allocator's is signed. */
export const addressOf = ({ dataId }: TensorInfo): number => moduleInUse().backend.getMemoryOffset(dataId) >>> 0;

/** The numbers of an int32 tensor, as a view. */
export const integersOf = (tensor: TensorInfo): Int32Array =>
  new Int32Array(moduleInUse().memory.buffer, addressOf(tensor), util.sizeFromShape(tensor.shape));

function moduleInUse(): KernelModule {
  if (!current) throw new Error('The WASM kernels were not loaded.');
  return current;
}

export function callExport(name: string, parameters: readonly number[]): number {
  const call = moduleInUse().exports[name];
  if (!call) throw new Error(`The WASM kernels have no ${name}; build them again.`);
  return call(...parameters);
}
