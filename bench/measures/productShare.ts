/**
 * The efficiency of the word BiLSTM: the floating-point operations of its products over the time of its kernel,
 * compared with the rate of the same products alone.
 */
import { engine, fill, randomUniform, type Tensor } from '@tensorflow/tfjs-core';
import { lstm as kind } from '../../workers/kernels/lstm/operation.ts';
import { bestVariant } from '../../workers/kernels/wasm/load.ts';
import { layersShape } from '../layersShape.ts';
import { compileProduct } from '../productModule.ts';
import { type Product, type ProductThreads, startProductThreads } from '../productThread.ts';
import type { Row } from '../table.ts';
import { median, takeTurns, timed } from '../timing.ts';
import type { Measure } from './bench.ts';

const { batch, time, features, hidden } = layersShape;
const gates = 4 * hidden;
const rows = batch * time;
const directions = 2;

/** All products of a BiLSTM, forward and backward, both directions. */
const products: readonly Product[] = [
  { rows, depth: features, columns: gates, transposed: false, times: 1 }, // inputs · input weights
  { rows: batch, depth: hidden, columns: gates, transposed: false, times: time - 1 }, // states · recurrent weights
  { rows: batch, depth: gates, columns: hidden, transposed: false, times: time - 1 }, // gradient of the previous state
  { rows, depth: gates, columns: features, transposed: false, times: 1 }, // gradient of the inputs
  { rows: features, depth: rows, columns: gates, transposed: true, times: 1 }, // gradient of the input weights
  { rows: hidden, depth: rows - batch, columns: gates, transposed: true, times: 1 }, // of the recurrent weights
].map((product) => ({ ...product, times: product.times * directions }));

const operations = ({ rows: high, depth, columns, times }: Product) => 2 * high * depth * columns * times;
const allOperations = products.reduce((sum, product) => sum + operations(product), 0);

/** Milliseconds of the products alone. */
async function timeProducts(threads: ProductThreads, millisecondsEach: number): Promise<number> {
  let total = 0;
  for (const product of products) total += operations(product) / (await threads.rate(product, millisecondsEach));
  return total;
}

interface Lstm {
  /** Forward and backward. */
  run(): void;
  dispose(): void;
}

function wordLstm(): Lstm {
  const width = directions * hidden;
  const inputs = {
    inputs: randomUniform([batch, time, features], -1, 1, 'float32', 1),
    lengths: fill([batch], time, 'int32'),
    inputWeights: randomUniform([features, 4 * width], -0.1, 0.1, 'float32', 2),
    recurrentWeights: randomUniform([directions, hidden, gates], -0.1, 0.1, 'float32', 3),
  };
  const bias = randomUniform([4 * width], -0.1, 0.1, 'float32', 4);
  const statesGradient = randomUniform([batch, time, width], -1, 1, 'float32', 5);
  return {
    run() {
      const outputs = engine().runKernel(kind.forward, { ...inputs, bias }, { differentiated: true }) as Tensor[];
      const [states, , gates, cached] = outputs as [Tensor, Tensor, Tensor, Tensor];
      const gradient = { ...inputs, states, gates, cached, statesGradient };
      const gradients = engine().runKernel(kind.gradient, gradient) as Tensor[];
      for (const each of [...outputs, ...gradients]) each.dispose();
    },
    dispose() {
      for (const each of [...Object.values(inputs), bias, statesGradient]) each.dispose();
    },
  };
}

export const productShare: Measure = {
  title: 'word BiLSTM beside the matrix product alone',
  besidePyTorch: false,
  async measure({ quick, backend }): Promise<Row[]> {
    const threads = startProductThreads(await compileProduct(bestVariant()), backend.threads);
    const lstm = wordLstm();
    try {
      for (let n = 0; n < 5; n++) lstm.run();
      const times: number[] = [];
      const { products: alone } = await takeTurns(
        {
          async lstm() {
            for (let n = 0; n < 5; n++) times.push(await timed(lstm.run));
            return times.at(-1) as number;
          },
          products: () => timeProducts(threads, quick ? 20 : 60),
        },
        quick ? 4 : 10,
      );
      const rate = (milliseconds: number) => ({ value: allOperations / milliseconds / 1e6, unit: 'GFLOP/s' });
      const [ours, limit] = [rate(median(times)), rate(median(alone))];
      return [
        {
          measure: `Word BiLSTM's products, forward and backward (B=${batch}, T=${time}, D=${features}, H=${hidden})`,
          backend: 'wasm',
          ours,
          peer: { name: 'our product alone', ...limit },
          result: ours.value / limit.value,
          reads: 'share',
          target: { atLeast: 0.6, aim: 0.85 },
          note: `${(allOperations / 1e9).toFixed(2)} GFLOP of products over the time of the whole kernels (gates, packing and copies included), beside the same products at the same shapes, right sides already packed, ${backend.threads === 1 ? 'one thread' : `${backend.threads} threads at once`}.`,
        },
      ];
    } finally {
      lstm.dispose();
      await threads.end();
    }
  },
};
