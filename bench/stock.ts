/**
 * tf.layers on stock tfjs, in a process of its own: where our kernels are registered, they replace tfjs's products too.
 * Answers every line with the milliseconds of one training step.
 *
 *     node --import tsx bench/stock.ts wasm|webgpu '{"batch": …, "time": …, "features": …, "hidden": …}'
 */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { openNodeGpu } from '../cli/webgpu.ts';
import { type LayersShape, layersInputs } from './layersShape.ts';
import { timed } from './timing.ts';
import { tags } from './workload.ts';

const [backend = 'wasm', given = ''] = process.argv.slice(2);
if (backend === 'webgpu') await openNodeGpu();
// tfjs looks for the GPU at import.
const tf = await import('@tensorflow/tfjs');
if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
else {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const packageFile = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  setWasmPaths(join(dirname(packageFile), 'dist') + sep);
}
if (!(await tf.setBackend(backend))) throw new Error(`tfjs could not start its ${backend} backend.`);

const shape = JSON.parse(given) as LayersShape;
const { time, features, hidden } = shape;
const { inputs, gold } = layersInputs(shape);
const model = tf.sequential();
// tfjs's orthogonal initialiser is slow and warns; the speed of a step does not depend on it.
const layer = tf.layers.lstm({ units: hidden, returnSequences: true, recurrentInitializer: 'glorotUniform' });
model.add(tf.layers.bidirectional({ layer, mergeMode: 'concat', inputShape: [time, features] }));
model.add(tf.layers.dense({ units: tags.length, activation: 'softmax' }));
model.compile({ optimizer: tf.train.adam(0.002), loss: 'categoricalCrossentropy' });
const step = () => model.trainOnBatch(inputs, gold);

process.stdout.write(`${JSON.stringify({ backend: tf.getBackend() })}\n`);
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await timed(step))}\n`);
}
process.exit(0);
