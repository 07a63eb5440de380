/**
 * The training loop. It knows no architecture and no paper: something that gives a loss for examples, a way to score,
 * and somebody to tell. Keeps the best epoch by dev F1 and stops when none better comes.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Dropout } from '../layers/dropout.ts';
import type { Parameters } from '../layers/parameters.ts';
import { restoreSnapshot, takeSnapshot } from '../layers/snapshot.ts';
import type { EpochRecord, RunResult } from '../protocol/engine.ts';
import type { Problem } from '../protocol/errors.ts';
import type { Hyperparameters } from '../protocol/hyperparameters.ts';
import type { Scores } from '../protocol/scores.ts';
import { trainingBatches } from '../text/batches.ts';
import type { Example } from '../text/examples.ts';
import type { Random } from '../text/random.ts';
import type { RunControl } from './control.ts';
import { epochWarnings, lossNotFinite } from './health.ts';
import { atConstantRate, Optimizer } from './optimizer.ts';

export interface Trainable {
  readonly parameters: Parameters;
  /** Mean loss of a batch, a scalar. */
  loss(examples: readonly Example[], mode: Dropout): Tensor;
}

export type TrainingEvent =
  | {
      readonly type: 'step';
      readonly epoch: number;
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
      readonly sentencesPerSecond: number;
      readonly secondsLeft: number;
    }
  | ({ readonly type: 'epoch'; readonly best: boolean } & EpochRecord)
  | { readonly type: 'warning'; readonly problem: Problem };

export interface TrainingOptions {
  readonly tagger: Trainable;
  /** What the optimizer changes: all of the tagger's parameters, or some. */
  readonly learning: Parameters;
  readonly examples: readonly Example[];
  readonly hyperparameters: Hyperparameters;
  readonly random: Random;
  /** On the dev sentences. */
  readonly score: () => Promise<Scores>;
  readonly control: RunControl;
  readonly report: (event: TrainingEvent) => void;
}

export interface TrainingOutcome {
  readonly epochs: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly stopped: RunResult['stopped'];
}

/** Losses are read from the device this often; reading each one would wait for the device at every step. */
const reportEveryMilliseconds = 200;

/**
 * Trains until the last epoch, until `patience` epochs brought nothing better, or until stopped; then puts the best
 * epoch's parameters back. A run stopped within its first epoch keeps what it has.
 * @throws GraftError when the loss is no longer a number.
 */
export async function train(options: TrainingOptions): Promise<TrainingOutcome> {
  const { tagger, learning, hyperparameters, random, control, report } = options;
  const optimizer = new Optimizer(atConstantRate(learning, hyperparameters.learningRate), hyperparameters);
  const dropout: Dropout = { rate: hyperparameters.dropout, random: random.fork('dropout') };
  const order = random.fork('order');
  const epochs: EpochRecord[] = [];
  let best: { epoch: number; f1: number; parameters: Awaited<ReturnType<typeof takeSnapshot>> } | null = null;
  let stopped: RunResult['stopped'] = 'last epoch';
  try {
    for (let epoch = 1; epoch <= hyperparameters.epochs; epoch++) {
      const began = performance.now();
      const loss = await trainEpoch(epoch, options, optimizer, dropout, order);
      if (loss === null) {
        stopped = 'by the user';
        if (best) break;
      }
      const dev = await options.score();
      const record = { epoch, loss: loss ?? Number.NaN, dev, seconds: (performance.now() - began) / 1000 };
      const isBest = !best || dev.overall.f1 > best.f1;
      if (isBest) best = { epoch, f1: dev.overall.f1, parameters: await takeSnapshot(tagger.parameters) };
      if (loss !== null) {
        epochs.push(record);
        report({ type: 'epoch', best: isBest, ...record });
        for (const problem of epochWarnings(epochs, hyperparameters)) report({ type: 'warning', problem });
      }
      if (control.stopped) stopped = 'by the user';
      else if (best && epoch - best.epoch >= hyperparameters.patience) stopped = 'no better F1';
      else continue;
      break;
    }
  } finally {
    optimizer.dispose();
  }
  if (best) restoreSnapshot(tagger.parameters, best.parameters);
  return { epochs, bestEpoch: best?.epoch ?? 0, stopped };
}

/** One pass; returns the mean loss a sentence, or null if it was stopped before its end. */
async function trainEpoch(
  epoch: number,
  { tagger, examples, hyperparameters, control, report }: TrainingOptions,
  optimizer: Optimizer,
  dropout: Dropout,
  order: Random,
): Promise<number | null> {
  const batches = trainingBatches(
    examples.map(({ words }) => words.length),
    hyperparameters.batchSize,
    order,
  );
  const meter = new LossMeter(examples.length, hyperparameters.epochs - epoch);
  for (const [index, batch] of batches.entries()) {
    const chosen = batch.map((sentence) => examples[sentence] as Example);
    meter.add(
      optimizer.step(() => tagger.loss(chosen, dropout)),
      chosen.length,
    );
    await control.breathe();
    if (control.stopped) {
      meter.dispose();
      return null;
    }
    const step = index + 1;
    if (meter.due || step === batches.length) {
      const figures = await meter.read();
      if (!Number.isFinite(figures.loss)) throw lossNotFinite(epoch, hyperparameters);
      report({ type: 'step', epoch, step, steps: batches.length, ...figures });
    }
  }
  return meter.mean;
}

/** Gathers losses on the device and reads them now and then. */
class LossMeter {
  private waiting: { loss: Tensor; sentences: number }[] = [];
  private readonly began = performance.now();
  private lastRead = performance.now();
  private total = 0;
  private sentences = 0;

  constructor(
    private readonly sentencesInEpoch: number,
    private readonly epochsLeft: number,
  ) {}

  get due(): boolean {
    return performance.now() - this.lastRead >= reportEveryMilliseconds;
  }

  /** Over all that was read. */
  get mean(): number {
    return this.total / this.sentences;
  }

  add(loss: Tensor, sentences: number): void {
    this.waiting.push({ loss, sentences });
  }

  async read(): Promise<{ loss: number; sentencesPerSecond: number; secondsLeft: number }> {
    let [total, sentences] = [0, 0];
    for (const each of this.waiting) {
      total += ((await each.loss.data())[0] ?? Number.NaN) * each.sentences;
      sentences += each.sentences;
      each.loss.dispose();
    }
    this.waiting = [];
    this.lastRead = performance.now();
    this.total += total;
    this.sentences += sentences;
    const sentencesPerSecond = this.sentences / ((performance.now() - this.began) / 1000);
    const left = this.sentencesInEpoch - this.sentences + this.epochsLeft * this.sentencesInEpoch;
    return { loss: total / sentences, sentencesPerSecond, secondsLeft: left / sentencesPerSecond };
  }

  dispose(): void {
    for (const { loss } of this.waiting) loss.dispose();
    this.waiting = [];
  }
}
