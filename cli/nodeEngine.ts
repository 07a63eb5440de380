/** The engine in this process, on what Node has: tfjs's WASM from the disk, and the GPU where there is a driver. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { createEngine } from '../workers/engine/engine.ts';
import { createBackend } from '../workers/kernels/backend.ts';
import { onDeviceError } from '../workers/kernels/webgpu/device.ts';
import type { CorpusService, Engine } from '../workers/protocol/engine.ts';
import { openNodeGpu } from './webgpu.ts';

export function createNodeEngine(corpora: CorpusService): Engine {
  const packageFile = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  return createEngine({
    corpora,
    async openBackend(preference) {
      const gpu = preference === 'auto' || preference === 'webgpu' ? await openNodeGpu() : null;
      return createBackend(preference, { wasmPaths: join(dirname(packageFile), 'dist') + sep, gpu });
    },
    onDeviceError,
  });
}
