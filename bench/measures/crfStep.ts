/** The whole step of a tagger beside PyTorch's at its best: the BiLSTM-CRF with its character BiLSTM, and others. */
import { type BenchArchitecture, ourTagger } from '../ours.ts';
import type { Peer, PeerModel } from '../peer.ts';
import { type Row, timesFaster } from '../table.ts';
import { type Contestant, lowest, median, takeTurns } from '../timing.ts';
import { stepSentences, type TaggedSentence, type Workload } from '../workload.ts';
import type { Measure } from './bench.ts';

const stepsATurn = 5;
const warmUp = 3;

/**
 * Median milliseconds of a step, `ours`, those of the peers by their names, and those of further taggers of ours by theirs;
 * all take turns. The peers train what the first of ours is.
 */
export async function timeStep(
  [model, ...further]: readonly [PeerModel, ...BenchArchitecture[]],
  workload: Workload,
  peers: readonly Peer[],
  rounds: number,
): Promise<Record<string, number>> {
  const sentences = stepSentences(workload);
  const batch = sentences.map((index) => workload.training[index] as TaggedSentence);
  const own = [model, ...further].map((each, n) => ({
    name: n === 0 ? 'ours' : each,
    tagger: ourTagger(workload, each),
  }));
  const times: Record<string, number[]> = {};
  const keep = (name: string, some: readonly number[]) => {
    times[name] = [...(times[name] ?? []), ...some];
    return median(some);
  };
  const turns: Record<string, Contestant> = {};
  try {
    for (const { name, tagger } of own) {
      for (let step = 0; step < warmUp; step++) await tagger.train([batch]);
      turns[name] = async () => {
        const some: number[] = [];
        for (let step = 0; step < stepsATurn; step++) some.push(await tagger.train([batch]));
        return keep(name, some);
      };
    }
    for (const peer of peers) {
      await peer.ask({ do: 'step', model, sentences, count: warmUp });
      turns[peer.name] = async () =>
        keep(peer.name, await peer.ask({ do: 'step', model, sentences, count: stepsATurn }));
    }
    await takeTurns(turns, rounds);
  } finally {
    for (const { tagger } of own) tagger.dispose();
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

interface StepOf {
  readonly title: string;
  readonly model: PeerModel;
  /** A tagger of ours that it may take at most so many times the time of. */
  readonly beside?: { readonly model: BenchArchitecture; readonly name: string; readonly atMost: number };
  readonly measure: string;
  readonly aim: number;
  /** How both are trained, and what differs. */
  readonly how: string;
}

const stepBeside = ({ title, model, beside, measure, aim, how }: StepOf): Measure => ({
  title,
  besidePyTorch: true,
  async measure({ quick, workload, peers }): Promise<Row[]> {
    const all = typeof peers === 'string' ? [] : peers.all;
    const times = await timeStep(beside ? [model, beside.model] : [model], workload, all, quick ? 3 : 8);
    const { ours = Number.NaN } = times;
    const theirs = Object.fromEntries(all.map(({ name }) => [name, times[name] ?? Number.NaN]));
    const row = {
      measure,
      backend: 'wasm',
      ours: { value: ours, unit: 'ms' },
      reads: 'times faster',
      target: { atLeast: 1, aim },
    } as const;
    const further: Row[] = [];
    if (beside) {
      const peer = { name: `${beside.name},`, value: times[beside.model] ?? Number.NaN, unit: 'ms' };
      const target = { atLeast: beside.atMost, aim: beside.atMost };
      const note = `${workload.title}; ${how}`;
      further.push({ ...row, peer, result: ours / peer.value, reads: 'times the time', target, note });
    }
    if (typeof peers === 'string') return [{ ...row, peer: null, result: null, note: peers }, ...further];
    const best = lowest(theirs);
    const peer = { name: `${best},`, value: theirs[best] as number, unit: 'ms' };
    const each = Object.entries(theirs).map(([name, milliseconds]) => `${name}: ${milliseconds.toFixed(1)} ms`);
    const note = `${workload.title}; ${how} Ours looks its words up within the step, PyTorch before it. ${each.join('; ')}.`;
    return [{ ...row, peer, result: timesFaster(row.ours, peer), note }, ...further];
  },
});

export const crfStep = stepBeside({
  title: 'BiLSTM-CRF step beside PyTorch',
  model: 'bilstm-crf',
  measure: 'BiLSTM-CRF training step with characters (B=32, T=30)',
  aim: 3,
  how: 'Adam, clipping at 5, dropout 0.5.',
});

export const bilstmCnnStep = stepBeside({
  title: 'BiLSTM-CNN step beside PyTorch',
  model: 'bilstm-cnn',
  measure: 'BiLSTM-CNN training step (B=32, T=30)',
  aim: 2,
  how: 'Nadam, clipping at 5, dropout 0.5. PyTorch convolves the characters of every token.',
});

export const hierarchicalGruStep = stepBeside({
  title: 'Hierarchical GRU step beside PyTorch',
  model: 'hierarchical-gru',
  measure: 'Hierarchical GRU training step (B=32, T=30)',
  aim: 2,
  how: 'AdaGrad, clipping at 5, dropout 0.5, softmax margin. PyTorch’s own GRU has its reset gate behind the recurrent product: the same work.',
});

export const seq2seqStep = stepBeside({
  title: 'Seq2Seq step beside PyTorch and the BLSTM',
  model: 'seq2seq',
  beside: { model: 'blstm', name: 'our BLSTM of the same sizes', atMost: 2 },
  measure: 'Seq2Seq training step with characters (B=32, T=30)',
  aim: 2,
  how: 'Characters 15, words 72, decoder 72, attention 32; Adam, clipping at 50, dropout 0.4. PyTorch’s decoder takes its LSTM cell at each step.',
});
