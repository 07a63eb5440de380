/** A thread that computes one product repeatedly; as many run at once as the backend has threads. */
import { Worker } from 'node:worker_threads';

export interface Product {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** Whether the left side is transposed, as in the weights' gradients. */
  readonly transposed: boolean;
  /** How often the workload computes it. */
  readonly times: number;
}

/** Plain JavaScript as text: a thread needs no loader for it. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const memory = new WebAssembly.Memory({ initial: 16 });
const abort = () => { throw new Error('The product gave up.'); };
const begin = WebAssembly.instantiate(workerData, { env: { memory, abort } });
parentPort.on('message', async ({ product: { rows, depth, columns, transposed }, milliseconds }) => {
  const { prepare, multiply, bytes } = (await begin).instance.exports;
  const at = 4096;
  const missing = at + bytes(rows, depth, columns) - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));
  const operands = new Float32Array(memory.buffer, at, rows * depth + depth * columns);
  for (let n = 0; n < operands.length; n++) operands[n] = Math.sin(n);
  prepare(at, rows, depth, columns, transposed ? 1 : 0);
  const repeats = Math.max(1, Math.round(2e7 / (2 * rows * depth * columns)));
  multiply(at, rows, depth, columns, transposed ? 1 : 0, repeats);
  const rates = [];
  const begun = performance.now();
  while (performance.now() - begun < milliseconds) {
    const start = performance.now();
    multiply(at, rows, depth, columns, transposed ? 1 : 0, repeats);
    rates.push((repeats * 2 * rows * depth * columns) / (performance.now() - start));
  }
  rates.sort((a, b) => a - b);
  parentPort.postMessage(rates[rates.length >> 1]);
});
`;

export interface ProductThreads {
  /** Floating-point operations a millisecond, of all threads together, each measured for the given milliseconds. */
  rate(product: Product, milliseconds: number): Promise<number>;
  end(): Promise<void>;
}

export function startProductThreads(binary: Uint8Array, threads: number): ProductThreads {
  const workers = Array.from(
    { length: threads },
    () => new Worker(program, { eval: true, workerData: binary, execArgv: [] }),
  );
  const ask = (worker: Worker, message: object) =>
    new Promise<number>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (rate: number) => {
        worker.off('error', reject);
        resolve(rate);
      });
      worker.postMessage(message);
    });
  return {
    async rate(product, milliseconds) {
      const rates = await Promise.all(workers.map((worker) => ask(worker, { product, milliseconds })));
      return rates.reduce((sum, rate) => sum + rate, 0);
    },
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
