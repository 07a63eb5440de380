/**
 * Dispatches of a transformer's training step on WebGPU beside those of tfjs's own operations; counted for a few layers, and from
 * these worked out for BERT-base, whose memory is worked out as well.
 */
import { trainingMemory } from '../../workers/text/trainingMemory.ts';
import type { Row } from '../table.ts';
import type { TransformerGpuFigures } from '../transformerGpu.ts';
import { baseLayers, countedLayers, workedOut } from '../transformerLayers.ts';
import { overEncoder } from './overEncoder.ts';
import { onWebgpu } from './webgpuProcess.ts';

/** Of BERT-base (Devlin et al. 2019), and of the step that is asked about. */
const base = { layers: baseLayers, hiddenSize: 768, embeddingSize: 768, intermediateSize: 3072, heads: 12 } as const;
const [batchSize, pieces] = [16, 128];

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;

export const transformerDispatches = overEncoder({
  title: 'transformer’s dispatches on WebGPU',
  measure: 'Transformer training step, dispatches',
  async rows({ specification }, _, measure): Promise<Row[]> {
    const row = { backend: 'webgpu', reads: 'times the time' } as const;
    const ours = onWebgpu<TransformerGpuFigures>('transformerGpu.ts');
    const stock = onWebgpu<number[]>('stockTransformer.ts');
    const reason = typeof ours === 'string' ? ours : typeof stock === 'string' ? stock : null;
    if (typeof ours === 'string' || typeof stock === 'string') {
      const nothing = { ours: null, peer: null, result: null, target: null } as const;
      return [{ ...row, measure, ...nothing, note: reason ?? '' }];
    }
    const counts = ours.counted.map(({ dispatches }) => dispatches);
    const most = counts.length - 1;
    const [mine, theirs] = [workedOut(counts, base.layers), workedOut(stock, base.layers)];
    const rowOf = (layers: string, count: number, other: number, note: string): Row => ({
      ...row,
      measure: `${measure}, ${layers}`,
      ours: { value: count, unit: 'dispatches' },
      peer: { name: 'tfjs’s own operations', value: other, unit: 'dispatches' },
      result: count / other,
      target: { atLeast: 0.2, aim: 0.2 },
      note,
    });
    const { counted, device } = ours;
    const submits = counted[most]?.submits ?? 0;
    const found = `${device}; counted for ${countedLayers.join(', ')} layers: ${counts.join(', ')}, tfjs ${stock.join(', ')}`;
    const memory = trainingMemory(
      { ...specification, ...base, vocabularySize: 30_522 },
      { optimizer: 'adamw', frozenLayers: 0, loraRank: 0, loraPlaces: 'attention' },
      { rows: batchSize * pieces, pieces: 0, differentPieces: batchSize * pieces },
    );
    const held = `${gigabytes(memory.total)} of memory, of which the batch holds ${gigabytes(memory.activations)}`;
    return [
      rowOf(`${countedLayers[most]} layers`, counts[most] ?? 0, stock[most] ?? 0, `${found}; ${submits} submits.`),
      rowOf(
        `BERT-base’s ${base.layers} layers, worked out`,
        mine.all,
        theirs.all,
        `${mine.perLayer} a layer, tfjs ${theirs.perLayer}; each layer took about the same. Batch ${batchSize} of ${pieces} pieces: ${held}, worked out too (workers/text/trainingMemory.ts).`,
      ),
    ];
  },
});
