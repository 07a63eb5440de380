/** What the backends are called where the user reads of them. */
import type { BackendName } from '../../../workers/protocol/engine.ts';

export const backendLabels: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};
