/**
 * The memory of tfjs's WASM module when it is used up. The module is then of no use any more: it is reported as a device that is lost,
 * and let go, so that the next one that is opened begins with an empty memory.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { engine } from '@tensorflow/tfjs-core';
import { memoryUsedUp, reportDeviceError } from '../deviceErrors.ts';

/** The part of emscripten's module that allocates. */
export interface Allocator {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

let usedUp: BackendWasm | null = null;

/** From now on an allocation that fails is reported, and thrown. tfjs would go on with the address 0, or the module abort. */
export function watchMemory(backend: BackendWasm, allocator: Allocator): void {
  // emscripten puts both in their places when they are called first.
  allocator._free(allocator._malloc(8));
  const allocate = allocator._malloc.bind(allocator);
  allocator._malloc = (bytes) => {
    const address = orNothing(() => allocate(bytes));
    if (address !== 0 || bytes === 0) return address;
    const { numBytes } = engine().memory();
    usedUp = backend;
    silence(backend, allocator);
    throw reportDeviceError({
      code: memoryUsedUp,
      message: `The memory for computing is used up: ${gigabytes(numBytes)} are in use, and ${gigabytes(bytes)} more were wanted.`,
      remedy: 'Take smaller batches, freeze layers, or adapt by LoRA.',
    });
  };
}

/** 0 where the module aborts. */
function orNothing(allocate: () => number): number {
  try {
    return allocate();
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) return 0;
    throw thrown;
  }
}

/** What is given back to a module that aborted would fail; its memory goes as a whole. */
function silence(backend: BackendWasm, allocator: Allocator): void {
  allocator._free = () => {};
  backend.wasm.tfjs.disposeData = () => {};
}

/** To be called before a WASM backend is opened: where the memory of the one before is used up, tfjs makes another. */
export function letGoUsedUp(): void {
  if (usedUp && engine().registry.wasm === usedUp) delete engine().registry.wasm;
  usedUp = null;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
