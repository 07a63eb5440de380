/** An epoch over CoNLL-2003's training part, or a sample of its batches, beside PyTorch on the same batches. */
import { trainingBatches } from '../../workers/text/batches.ts';
import { createRandom } from '../../workers/text/random.ts';
import { ourTagger } from '../ours.ts';
import type { Peer } from '../peer.ts';
import { type Row, timesFaster } from '../table.ts';
import { type Contestant, takeTurns } from '../timing.ts';
import { epochSentences, type TaggedSentence } from '../workload.ts';
import type { Measure } from './bench.ts';
import { bestPeer } from './bestPeer.ts';

const batchSize = 32;
const sampledBatches = 60;
const batchesATurn = 20;

/** Milliseconds do not transfer to another machine; the ratio of 20 s (target) to 55 s (reference) does. */
const besideTarget = { atLeast: 1, aim: 55 / 20 };

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

export const epoch: Measure = {
  title: 'CoNLL-2003 epoch',
  besidePyTorch: true,
  async measure({ quick, workload, peers }): Promise<Row[]> {
    const { training } = workload;
    const lengths = training.map(({ words }) => words.length);
    const all = trainingBatches(
      lengths,
      { batching: 'sentences', batchSize, batchTokens: 0, rounds: 1 },
      createRandom(3),
    );
    // The last batch of an epoch may be small, so a sample takes full ones.
    const batches = quick ? all.filter(({ length }) => length === batchSize).slice(0, sampledBatches) : all;
    const turns: number[][][] = [];
    for (let at = 0; at < batches.length; at += batchesATurn) turns.push(batches.slice(at, at + batchesATurn));

    const ours = ourTagger(workload);
    const ourTurn: Contestant = (turn) =>
      ours.train((turns[turn] ?? []).map((batch) => batch.map((at) => training[at] as TaggedSentence)));
    const theirTurn =
      (peer: Peer): Contestant =>
      async (turn) =>
        total(await peer.ask({ do: 'train', model: 'bilstm-crf', batches: turns[turn] ?? [] }));
    const best = typeof peers === 'string' ? null : await bestPeer(peers, theirTurn);
    await ourTurn(0);
    const contestants: Record<string, Contestant> = { ours: ourTurn, ...(best && { theirs: theirTurn(best) }) };
    const times = await takeTurns(contestants, turns.length).finally(() => ours.dispose());

    const scale = epochSentences / total(batches.map(({ length }) => length)) / 1000;
    const mine = scale * total(times.ours ?? []);
    const row = { backend: 'wasm', ours: { value: mine, unit: 's' } } as const;
    const how = quick ? `Reckoned from ${batches.length} batches` : 'All batches trained';
    const note = `${how}, ${workload.title}, batch ${batchSize}, words looked up and padded by each side for itself.`;
    const measure = `CoNLL-2003 epoch (${epochSentences.toLocaleString('en')} sentences)`;
    const rows: Row[] = [
      {
        ...row,
        measure: `${measure}, seconds`,
        peer: { name: 'the reference, elsewhere,', value: 55, unit: 's' },
        result: mine,
        reads: 'seconds',
        target: { atLeast: 55, aim: 20 },
        note,
      },
    ];
    const beside = {
      ...row,
      measure: `${measure}, beside PyTorch`,
      reads: 'times faster',
      target: besideTarget,
    } as const;
    if (typeof peers === 'string') return [...rows, { ...beside, peer: null, result: null, note: peers }];
    const peer = { name: `${best?.name},`, value: scale * total(times.theirs ?? []), unit: 's' };
    return [...rows, { ...beside, peer, result: timesFaster(row.ours, peer), note }];
  },
};
