/** Where Node finds tfjs's WASM: its package, and the copy with a shared memory that is built with our kernels. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
  'dist',
);
const shared = fileURLToPath(new URL('../workers/kernels/wasm/build/tfjs-simd-shared.wasm', import.meta.url));

/** tfjs insists on a path for each of its three. Its own threads are switched off, and the last is never opened. */
export const nodeWasmPaths = {
  'tfjs-backend-wasm.wasm': join(folder, 'tfjs-backend-wasm.wasm'),
  'tfjs-backend-wasm-simd.wasm': shared,
  'tfjs-backend-wasm-threaded-simd.wasm': shared,
};
