/** A thread for the WASM kernels in Node. Plain JavaScript, since Node starts a thread without a loader. */
import { parentPort } from 'node:worker_threads';
import { serveKernels } from '../workers/kernels/wasm/thread.js';

parentPort?.once('message', serveKernels);
