/** A thread for the WASM kernels in the browser. */
import { serveKernels } from './kernels/wasm/thread.js';

addEventListener('message', ({ data }) => serveKernels(data), { once: true });
