/** How Node starts a thread for the WASM kernels. */
import { Worker } from 'node:worker_threads';
import type { StartThread } from '../workers/kernels/wasm/threads.ts';

export const startNodeThread: StartThread = (start) => {
  const worker = new Worker(new URL('./kernelThread.js', import.meta.url), { execArgv: [] });
  worker.postMessage(start);
  // A thread sleeps for good when there is nothing to do, which must not keep the process.
  worker.unref();
  return { end: () => void worker.terminate() };
};
