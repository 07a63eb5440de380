/** The training step of a tagger over a transformer beside PyTorch: of full rows, and of a corpus's own batches. */
import { trainingBatches } from '../../workers/text/batches.ts';
import { createRandom } from '../../workers/text/random.ts';
import { type Row, timesFaster } from '../table.ts';
import { type Contestant, lowest, median, takeTurns } from '../timing.ts';
import { type BenchEncoder, fullRows, ourTransformer, pieceBatch, shareOfPieces } from '../transformer.ts';
import { startTransformerPeers, type TransformerPeer } from '../transformerPeer.ts';
import type { TaggedSentence } from '../workload.ts';
import { overEncoder } from './overEncoder.ts';

const pieces = 64;
const corpusBatchSize = 32;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** What is timed: some batches, and what of them is compared. */
interface Work {
  readonly measure: string;
  readonly batches: readonly (readonly TaggedSentence[])[];
  readonly aim: number;
  readonly how: string;
}

/** Median milliseconds of a step, ours and PyTorch's at its best, which a first turn of each tells. Turns are of all batches. */
async function besidePyTorch(
  { measure, batches, aim, how }: Work,
  encoder: BenchEncoder,
  rounds: number,
): Promise<Row> {
  const row = { measure, backend: 'wasm', reads: 'times faster', target: { atLeast: aim, aim } } as const;
  const found = await startTransformerPeers();
  const peers = typeof found === 'string' ? [] : found;
  const read = batches.map((batch) => pieceBatch(batch, encoder.tokenizer, encoder.specification.maximumLength));
  const ours = ourTransformer(encoder);
  const ofPeer =
    (peer: TransformerPeer): Contestant =>
    async () =>
      sum(await peer.step(read));
  try {
    const turns: Record<string, Contestant> = { ours: () => ours.train(batches) };
    await turns.ours?.(0);
    const trials = Object.fromEntries(peers.map((peer) => [peer.name, ofPeer(peer)]));
    const first = mapped(await takeTurns(trials, 1), ([milliseconds = Number.NaN]) => milliseconds / batches.length);
    const best = peers.length > 0 ? peers.find(({ name }) => name === lowest(first)) : undefined;
    if (best) turns[best.name] = ofPeer(best);
    const times = mapped(await takeTurns(turns, rounds), (all) => median(all) / batches.length);
    const mine = { value: times.ours ?? Number.NaN, unit: 'ms' };
    const share = `${Math.round(100 * shareOfPieces(read))} % of the padded rows are pieces`;
    const each = Object.entries(first).map(
      ([name, milliseconds]) => `${name}, first turn: ${milliseconds.toFixed(0)} ms`,
    );
    const note = [`${how}; ${share}`, ...(typeof found === 'string' ? [found] : each)].join('; ');
    if (!best) return { ...row, ours: mine, peer: null, result: null, note };
    const peer = { name: `${best.name},`, value: times[best.name] as number, unit: 'ms' };
    return { ...row, ours: mine, peer, result: timesFaster(mine, peer), note };
  } finally {
    ours.dispose();
    for (const peer of peers) peer.end();
  }
}

const mapped = (times: Readonly<Record<string, number[]>>, figure: (all: readonly number[]) => number) =>
  Object.fromEntries(Object.entries(times).map(([name, all]) => [name, figure(all)]));

const sizes = 'MiniLM’s 6 layers, 384 wide, and a softmax; AdamW, clipping at 1, dropout 0.1';

export const transformerStep = overEncoder({
  title: 'transformer step beside PyTorch, full rows',
  measure: `Transformer training step, full rows of ${pieces} pieces`,
  async rows(encoder, { quick, workload }, measure) {
    const rows: Row[] = [];
    for (const batch of [16, 32]) {
      const batches = [fullRows(workload, encoder.tokenizer, batch, pieces)];
      const work = { measure: `${measure} (B=${batch})`, batches, aim: 0.6, how: sizes };
      rows.push(await besidePyTorch(work, encoder, quick ? 2 : 8));
    }
    return rows;
  },
});

export const transformerCorpusStep = overEncoder({
  title: 'transformer step beside PyTorch, a corpus’s batches',
  measure: `Transformer training step, a corpus’s own batches (B=${corpusBatchSize})`,
  async rows(encoder, { quick, workload }, measure) {
    const { training, title } = workload;
    const lengths = training.map(({ words }) => words.length);
    const batching = { batching: 'sentences', batchSize: corpusBatchSize, batchTokens: 0, rounds: 1 } as const;
    const batches = trainingBatches(lengths, batching, createRandom(3))
      .slice(0, quick ? 3 : 20)
      .map((batch) => batch.map((sentence) => training[sentence] as TaggedSentence));
    const how = `${sizes}; ${batches.length} batches of ${title}, sorted by words within twenty`;
    return [await besidePyTorch({ measure, batches, aim: 0.8, how }, encoder, quick ? 2 : 4)];
  },
});
