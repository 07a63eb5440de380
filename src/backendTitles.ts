/** What the backends are called wherever the user reads of them. */
import type { BackendName } from '../workers/protocol/backend.ts';

export const backendTitles: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' };
