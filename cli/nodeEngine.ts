/** The engine in this process, on what Node has: tfjs's WASM from the disk, and the GPU where there is a driver. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { createEngine } from '../workers/engine/engine.ts';
import { createBackend, type OpenBackend } from '../workers/kernels/backend.ts';
import { bestVariant, loadKernelModule, variantTitles } from '../workers/kernels/wasm/module.ts';
import { onDeviceError } from '../workers/kernels/webgpu/device.ts';
import type { BackendPreference } from '../workers/protocol/configuration.ts';
import type { CorpusService, Engine } from '../workers/protocol/engine.ts';
import { hasGpuLoader } from './vulkan.ts';
import { openNodeGpu } from './webgpu.ts';

export function createNodeEngine(corpora: CorpusService): Engine {
  return createEngine({ corpora, openBackend: openNodeBackend, onDeviceError });
}

/** Opens a backend on what Node has; see `createBackend` for what it throws. */
export async function openNodeBackend(preference: BackendPreference): Promise<OpenBackend> {
  const packageFile = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  const wanted = preference === 'webgpu' || (preference === 'auto' && hasGpuLoader());
  const gpu = wanted ? await openNodeGpu() : null;
  return createBackend(preference, { wasmPaths: join(dirname(packageFile), 'dist') + sep, loadWasmKernels, gpu });
}

/** `npm run build:kernels` makes what is read here. */
async function loadWasmKernels() {
  const variant = bestVariant();
  await loadKernelModule(
    await readFile(new URL(`../workers/kernels/wasm/build/kernels-${variant}.wasm`, import.meta.url)),
  );
  return { description: variantTitles[variant], threads: 1 };
}
