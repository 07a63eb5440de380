/** The kernels' effect on the page's demo: the word BiLSTM at its sizes, and its fraction of the adaptation's time. */
import { readFileSync } from 'node:fs';
import { unpackBundle } from '../../workers/bundle/bundle.ts';
import { trainingBatches } from '../../workers/text/batches.ts';
import { wordsOf } from '../../workers/text/examples.ts';
import { readCorpus } from '../../workers/text/formats/read.ts';
import { createRandom } from '../../workers/text/random.ts';
import { type Row, timesFaster } from '../table.ts';
import type { Measure } from './bench.ts';
import { timeLayersStep } from './layersStep.ts';

const folder = new URL('../../public/demo/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));

/** A step of the demo as it is on average, and how many of them make an epoch. */
function demoSteps() {
  const { specification, settings } = unpackBundle('source-model.graft', bytesOf('source-model.graft'));
  const { corpus } = readCorpus({ name: 'target-train.jsonl', bytes: bytesOf('target-train.jsonl') }, {});
  const lengths = corpus.documents.flatMap((document) =>
    document.sentences.map((sentence) => wordsOf(document, sentence).length),
  );
  if (specification.encoder.kind !== 'bilstm') throw new Error('The demo’s model is no BiLSTM.');
  const { wordEmbedding, characterHidden, wordHidden } = specification.encoder;
  const { batchSize } = settings;
  const batches = trainingBatches(lengths, settings, createRandom(1));
  const longest = batches.map((batch) => Math.max(...batch.map((sentence) => lengths[sentence] ?? 0)));
  const time = Math.round(longest.reduce((sum, length) => sum + length, 0) / batches.length);
  const shape = { batch: batchSize, time, features: wordEmbedding + 2 * characterHidden, hidden: wordHidden };
  return { shape, steps: batches.length };
}

export const demo: Measure = {
  title: 'the demo beside tf.layers',
  besidePyTorch: false,
  async measure({ quick }): Promise<Row[]> {
    const { shape, steps } = demoSteps();
    const { ours, stock } = await timeLayersStep('wasm', quick ? 3 : 9, shape);
    const figures = { ours: { value: ours, unit: 'ms' }, peer: { value: stock, unit: 'ms' } };
    const epoch = (milliseconds: number) => `${((milliseconds * steps) / 1000).toFixed(1)} s`;
    return [
      {
        measure: `The demo's word BiLSTM, a step (B=${shape.batch}, T=${shape.time}, D=${shape.features}, H=${shape.hidden})`,
        backend: 'wasm',
        ours: figures.ours,
        peer: { name: 'tf.layers', ...figures.peer },
        result: timesFaster(figures.ours, figures.peer),
        reads: 'times faster',
        target: null,
        note: `An epoch of the demo has ${steps} steps: of this layer alone ${epoch(ours)}, with tf.layers ${epoch(stock)}.`,
      },
    ];
  },
};
