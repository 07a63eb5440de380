/** The engine in this process, on what Node has: tfjs's WASM from the disk, and the GPU where there is a driver. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createEngine } from '../workers/engine/engine.ts';
import { createBackend, type OpenBackend } from '../workers/kernels/backend.ts';
import { onDeviceError } from '../workers/kernels/deviceErrors.ts';
import { loadKernels } from '../workers/kernels/wasm/load.ts';
import type { BackendPreference } from '../workers/protocol/configuration.ts';
import type { CorpusService, Engine } from '../workers/protocol/engine.ts';
import { startNodeThread } from './kernelThreads.ts';
import { hasGpuLoader } from './vulkan.ts';
import { nodeWasmPaths } from './wasmPaths.ts';
import { openNodeGpu } from './webgpu.ts';

export function createNodeEngine(corpora: Pick<CorpusService, 'splits'>): Engine {
  return createEngine({ corpora, openBackend: openNodeBackend, onDeviceError });
}

/** Opens a backend on what Node has; see `createBackend` for what it throws. */
export async function openNodeBackend(preference: BackendPreference): Promise<OpenBackend> {
  const wanted = preference === 'webgpu' || (preference === 'auto' && hasGpuLoader());
  const gpu = wanted ? await openNodeGpu() : null;
  return createBackend(preference, { wasmPaths: nodeWasmPaths, loadWasmKernels, gpu });
}

/** All of the processor's cores compute; the terminal leaves them nothing else to do. */
const loadWasmKernels = () =>
  loadKernels({
    read: (name) => readFile(new URL(`../workers/kernels/wasm/build/${name}`, import.meta.url)),
    threads: availableParallelism(),
    startThread: startNodeThread,
  });
