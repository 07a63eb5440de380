/** Sentences tagged a second by a transformer, beside transformers.js with the ONNX folder of the same model. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tagger } from '../../workers/models/tagger.ts';
import { tagSentences } from '../../workers/models/tagSentences.ts';
import { onnxFolder } from '../../workers/onnx/onnxFolder.ts';
import { bertTagger } from '../../workers/protocol/architectures/bertTagger.ts';
import { taggingBatches } from '../../workers/text/batches.ts';
import { LineProcess } from '../lineProcess.ts';
import { type Row, timesFaster } from '../table.ts';
import { type Contestant, median, takeTurns, timed } from '../timing.ts';
import { transformerTagger } from '../transformer.ts';
import { overEncoder } from './overEncoder.ts';

const batchSize = 16;
const dtypes = ['fp32', 'q8'] as const;

const script = join(import.meta.dirname, '../transformersJs.ts');
const peer = join(import.meta.dirname, '../../test/peers/node_modules/@huggingface/transformers');

/** The model's ONNX folder, in a temporary one. */
async function writtenFolder(tagger: Tagger): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'graft-bench-'));
  const state = await tagger.state('bench', { settings: bertTagger.settings, history: [] });
  for (const { path, bytes } of onnxFolder(state)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

export const transformerTagging = overEncoder({
  title: 'transformer’s tagging beside transformers.js',
  measure: 'Tagging with a transformer',
  async rows(encoder, { quick, workload }, measure): Promise<Row[]> {
    const row = { backend: 'wasm', reads: 'times faster', target: null } as const;
    if (!existsSync(peer)) {
      const note = 'transformers.js is not there: `npm install --ignore-scripts` in test/peers gets it.';
      return [{ ...row, measure, ours: null, peer: null, result: null, note }];
    }
    const sentences = workload.tagging.slice(0, quick ? 64 : 640).map(({ words }) => words);
    const lengths = sentences.map(({ length }) => length);
    const texts = taggingBatches(lengths, batchSize).map((batch) => batch.map((n) => (sentences[n] ?? []).join(' ')));
    const tagger = transformerTagger(encoder);
    const folder = await writtenFolder(tagger);
    const peers: LineProcess[] = [];
    try {
      const turns: Record<string, Contestant> = { ours: () => timed(() => tagSentences(tagger, sentences)) };
      for (const dtype of dtypes) {
        const words = ['--import', 'tsx', script, folder, dtype, `${availableParallelism()}`];
        const started = await LineProcess.start(process.execPath, words);
        peers.push(started);
        turns[dtype] = async () => {
          let milliseconds = 0;
          for (const batch of texts) milliseconds += (await started.ask(batch)) as number;
          return milliseconds;
        };
      }
      for (const turn of Object.values(turns)) await turn(0);
      const times = await takeTurns(turns, quick ? 2 : 5);
      const speed = (name: string) => ({
        value: (1000 * sentences.length) / median(times[name] as number[]),
        unit: 'sentences/s',
      });
      const [{ version, runtime }] = peers.map(({ greeting }) => greeting) as [{ version: string; runtime: string }];
      const note = `${sentences.length} sentences of ${workload.title}, sorted by length, theirs in batches of ${batchSize}; MiniLM’s sizes and a softmax. transformers.js ${version} on onnxruntime-web ${runtime}, both from our own ONNX folder; ours computes in fp32.`;
      return dtypes.map((dtype) => {
        const theirs = { name: `transformers.js, ${dtype},`, ...speed(dtype) };
        const result = timesFaster(speed('ours'), theirs);
        return { ...row, measure: `${measure}, beside ${dtype}`, ours: speed('ours'), peer: theirs, result, note };
      });
    } finally {
      for (const each of peers) each.end();
      tagger.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  },
});
