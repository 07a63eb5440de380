/** What the backends are called wherever the user reads of them. */
import type { BackendName } from '../workers/protocol/engine.ts';

export const backendTitles: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' };
