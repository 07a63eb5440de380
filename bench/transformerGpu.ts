/**
 * Dispatches of a transformer's training step on WebGPU, in a process of its own (see gpu.ts), for several numbers of layers.
 * Prints one line of JSON. The number hangs on layers and parameters, not on how wide they are or how large the batch is: so
 * that a software adapter can count it, both are small.
 */
import '../cli/wasmFeatures.ts';
import { openNodeBackend } from '../cli/nodeEngine.ts';
import { countDispatches, type DispatchCount } from '../workers/kernels/dispatches.ts';
import { fullRows, loadEncoder, ourTransformer } from './transformer.ts';
import { countedLayers, smallLayers } from './transformerLayers.ts';
import { loadWorkload } from './workload.ts';

export interface TransformerGpuFigures {
  readonly device: string;
  /** By `countedLayers`. */
  readonly counted: readonly DispatchCount[];
}

const encoder = loadEncoder();
if (typeof encoder === 'string') throw new Error(encoder);
const { device } = await openNodeBackend('webgpu');
const { hidden, heads, inner, batch: size, pieces } = smallLayers;
const batch = fullRows(loadWorkload(), encoder.tokenizer, size, pieces);
const counted: DispatchCount[] = [];
for (const layers of countedLayers) {
  const sizes = { layers, heads, hiddenSize: hidden, embeddingSize: hidden, intermediateSize: inner };
  const ours = ourTransformer(encoder, { sizes });
  await ours.train([batch]);
  counted.push(
    await countDispatches(async () => {
      const loss = ours.step(batch);
      // Reading submits what is recorded.
      await loss.data();
      loss.dispose();
    }),
  );
  ours.dispose();
}
const figures: TransformerGpuFigures = { device, counted };
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
