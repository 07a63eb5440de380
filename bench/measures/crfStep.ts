/** The whole step of a tagger beside PyTorch's at its best: the BiLSTM-CRF with its character BiLSTM, and others. */
import { type BenchArchitecture, OurTagger } from '../ours.ts';
import type { Peer } from '../peer.ts';
import { type Row, timesFaster } from '../table.ts';
import { lowest, median, takeTurns } from '../timing.ts';
import { stepSentences, type TaggedSentence, type Workload } from '../workload.ts';
import type { Measure } from './bench.ts';

const stepsATurn = 5;
const warmUp = 3;

/** Median milliseconds of a step, `ours` and those of the peers by their names; all take turns. */
export async function timeStep(
  model: BenchArchitecture,
  workload: Workload,
  peers: readonly Peer[],
  rounds: number,
): Promise<Record<string, number>> {
  const sentences = stepSentences(workload);
  const batch = sentences.map((index) => workload.training[index] as TaggedSentence);
  const ours = new OurTagger(workload, model);
  const times: Record<string, number[]> = {};
  const keep = (name: string, some: readonly number[]) => {
    times[name] = [...(times[name] ?? []), ...some];
    return median(some);
  };
  try {
    for (let step = 0; step < warmUp; step++) await ours.train([batch]);
    for (const peer of peers) await peer.ask({ do: 'step', model, sentences, count: warmUp });
    const ourTurn = async () => {
      const some: number[] = [];
      for (let step = 0; step < stepsATurn; step++) some.push(await ours.train([batch]));
      return keep('ours', some);
    };
    const theirTurns = peers.map((peer) => {
      const turn = async () => keep(peer.name, await peer.ask({ do: 'step', model, sentences, count: stepsATurn }));
      return [peer.name, turn] as const;
    });
    await takeTurns({ ours: ourTurn, ...Object.fromEntries(theirTurns) }, rounds);
  } finally {
    ours.dispose();
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

interface StepOf {
  readonly title: string;
  readonly model: BenchArchitecture;
  readonly measure: string;
  readonly aim: number;
  /** How both are trained, and what differs. */
  readonly how: string;
}

const stepBeside = ({ title, model, measure, aim, how }: StepOf): Measure => ({
  title,
  besidePyTorch: true,
  async measure({ quick, workload, peers }): Promise<Row[]> {
    const all = typeof peers === 'string' ? [] : peers.all;
    const { ours = Number.NaN, ...theirs } = await timeStep(model, workload, all, quick ? 3 : 8);
    const row = {
      measure,
      backend: 'wasm',
      ours: { value: ours, unit: 'ms' },
      reads: 'times faster',
      target: { atLeast: 1, aim },
    } as const;
    if (typeof peers === 'string') return [{ ...row, peer: null, result: null, note: peers }];
    const best = lowest(theirs);
    const peer = { name: `${best},`, value: theirs[best] as number, unit: 'ms' };
    const each = Object.entries(theirs).map(([name, milliseconds]) => `${name}: ${milliseconds.toFixed(1)} ms`);
    const note = `${workload.title}; ${how} Ours looks its words up within the step, PyTorch before it. ${each.join('; ')}.`;
    return [{ ...row, peer, result: timesFaster(row.ours, peer), note }];
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
