/** Sentences tagged a second, beside PyTorch with a model of the same sizes. */
import { taggingBatches } from '../../workers/text/batches.ts';
import { ourTagger } from '../ours.ts';
import type { Peer } from '../peer.ts';
import { type Row, timesFaster } from '../table.ts';
import { type Contestant, median, takeTurns } from '../timing.ts';
import type { Measure } from './bench.ts';
import { bestPeer } from './bestPeer.ts';

const batchSize = 64;
const trialBatches = 4;

export const tagging: Measure = {
  title: 'tagging beside PyTorch',
  besidePyTorch: true,
  async measure({ quick, workload, peers }): Promise<Row[]> {
    const sentences = workload.tagging.slice(0, quick ? 640 : undefined);
    const batches = taggingBatches(
      sentences.map(({ words }) => words.length),
      batchSize,
    );
    const ours = ourTagger(workload);
    const theirTurn =
      (peer: Peer, some: readonly number[][]): Contestant =>
      async () =>
        median(await peer.ask({ do: 'tag', model: 'bilstm-crf', batches: some }));
    const trial = batches.slice(-trialBatches);
    const best = typeof peers === 'string' ? null : await bestPeer(peers, (peer) => theirTurn(peer, trial));
    const contestants: Record<string, Contestant> = { ours: () => ours.tag(sentences) };
    if (best) contestants.theirs = theirTurn(best, batches);
    for (const contestant of Object.values(contestants)) await contestant(0);
    const times = await takeTurns(contestants, quick ? 3 : 5).finally(() => ours.dispose());
    const milliseconds = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
    const speed = (name: string) => (1000 * sentences.length) / (milliseconds[name] as number);
    const row = {
      measure: 'Tagging',
      backend: 'wasm',
      ours: { value: speed('ours'), unit: 'sentences/s' },
      reads: 'times faster',
      target: { atLeast: 1, aim: 3 },
    } as const;
    if (typeof peers === 'string') return [{ ...row, peer: null, result: null, note: peers }];
    const peer = { name: `${best?.name},`, value: speed('theirs'), unit: 'sentences/s' };
    const note = `${sentences.length} sentences, ${workload.title}, Viterbi in batches of ${batchSize}; ours gives each tag's probability as well.`;
    return [{ ...row, peer, result: timesFaster(row.ours, peer), note }];
  },
};
