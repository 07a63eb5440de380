/**
 * The training loop. It knows no architecture, no corpus and no paper: something that gives steps and a score, and
 * somebody to tell. Keeps the best epoch and stops when none better comes. What it holds is a plain `TrainingState`, from
 * which it goes on as if it had not been cut off.
 */
import { mul, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { Dropout } from '../layers/dropout.ts';
import type { Parameters } from '../layers/parameters.ts';
import { restoreSnapshot, takeSnapshot } from '../layers/snapshot.ts';
import type { Problem } from '../protocol/errors.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { Random } from '../text/random.ts';
import type { RunControl } from './control.ts';
import { lossNotFinite } from './health.ts';
import { LossMeter } from './lossMeter.ts';
import { Optimizer } from './optimizer.ts';
import { initialProgress, patienceEnded, withEpoch } from './patience.ts';
import type { Pull } from './pull.ts';
import { parameterGroups, rateOver } from './rates.ts';
import type { TrainingState } from './state.ts';

/** One training step: so many sentences, and their mean loss, a scalar. */
export interface TrainingStep {
  readonly size: number;
  /** Over how many its loss is the mean, sentences or tokens; absent for its size. */
  readonly weight?: number;
  loss(mode: Dropout): Tensor;
  /** The same sentences in at most so many steps; absent where they cannot be divided. */
  parts?(most: number): readonly TrainingStep[];
}

/** How good the parameters are. */
export interface Measured<Figures> {
  readonly figures: Figures;
  /** On sentences that are not learned from. */
  readonly loss: number;
  /** By this the best epoch is chosen. */
  readonly criterion: number;
  readonly better: 'higher' | 'lower';
  /** False as long as nothing of what is sought is found at all. */
  readonly found: boolean;
  /** Whether no better criterion is possible. */
  readonly perfect: boolean;
}

export interface Trainable<Figures> {
  /** What learns. */
  readonly parameters: Parameters;
  /** How many layers lie above that of each parameter; those that are not listed are in the uppermost. */
  readonly depths: ReadonlyMap<Variable, number>;
  /** What has the output's own rate; where it is absent, nothing has. */
  readonly outputVariables?: ReadonlySet<Variable>;
  /** What draws them back to what they were. */
  readonly pull?: Pull;
  /** One epoch in the order that the stream gives: the same for the same stream. */
  steps(order: Random): readonly TrainingStep[];
  score(): Promise<Measured<Figures>>;
}

export interface LoopRecord<Figures> {
  readonly epoch: number;
  /** Mean training loss a sentence. */
  readonly loss: number;
  readonly measured: Measured<Figures>;
  readonly seconds: number;
}

export type LoopEvent<Figures> =
  | {
      readonly type: 'step';
      readonly epoch: number;
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
      readonly sentencesPerSecond: number;
      readonly secondsLeft: number;
    }
  | { readonly type: 'epoch'; readonly best: boolean; readonly record: LoopRecord<Figures> }
  | { readonly type: 'warning'; readonly problem: Problem };

export interface LoopOptions<Figures> {
  readonly trainable: Trainable<Figures>;
  readonly settings: TrainingSettings;
  readonly random: Random;
  readonly control: RunControl;
  readonly report: (event: LoopEvent<Figures>) => void;
  /** What the epochs so far give reason to warn of. */
  readonly watch?: (records: readonly LoopRecord<Figures>[]) => readonly Problem[];
  /** Where an earlier call was cut off; the parameters are then set to what they were. */
  readonly from?: TrainingState<Figures>;
  /** Told the state after each epoch, and in long epochs now and then. */
  readonly checkpoint?: (state: TrainingState<Figures>) => Promise<void>;
  /** Seconds between checkpoints within an epoch. */
  readonly checkpointEvery?: number;
  /** In so many parts a step is computed, one after another, and their gradients summed: less memory, and as much learned. */
  readonly stepParts?: number;
}

export interface LoopOutcome<Figures> {
  readonly records: readonly LoopRecord<Figures>[];
  /** 0 where it was stopped before the first epoch's end. */
  readonly bestEpoch: number;
  readonly stopped: 'last epoch' | 'no better F1' | 'by the user';
}

const usualCheckpointSeconds = 60;

/**
 * Trains until the last epoch, until patience ends, or until stopped; then puts the best epoch's parameters back. Stopped
 * within its first epoch it leaves the parameters as they are.
 * @throws GraftError when the loss is no longer a number.
 */
export async function train<Figures>(options: LoopOptions<Figures>): Promise<LoopOutcome<Figures>> {
  const loop = new TrainingLoop(options);
  try {
    return await loop.run();
  } finally {
    loop.dispose();
  }
}

class TrainingLoop<Figures> {
  private readonly optimizer: Optimizer;
  private readonly dropout: Dropout;
  private readonly order: Random;
  private progress = initialProgress<Figures>();
  /** The epoch under way. */
  private epoch = 1;
  private stepsInEpoch = 1;
  private lastCheckpoint = performance.now();
  /** Where to go on within the first epoch of this call. */
  private resumed: TrainingState<Figures>['underWay'] = null;

  constructor(private readonly options: LoopOptions<Figures>) {
    const { trainable, settings, random, from } = options;
    const rate = rateOver(settings, () => this.stepsInEpoch * settings.epochs);
    this.optimizer = new Optimizer(parameterGroups(trainable, settings, rate), settings, trainable.pull);
    this.dropout = { rate: settings.dropout, random: random.fork('dropout') };
    this.order = random.fork('order');
    if (!from) return;
    this.optimizer.restore(from.optimizer);
    this.dropout.random.restore(from.streams.dropout);
    this.order.restore(from.streams.order);
    restoreSnapshot(trainable.parameters, from.parameters);
    this.progress = from.progress;
    this.epoch = from.progress.records.length + 1;
    this.resumed = from.underWay;
  }

  async run(): Promise<LoopOutcome<Figures>> {
    const { trainable, settings, control, report, watch } = this.options;
    let stopped: LoopOutcome<Figures>['stopped'] = 'last epoch';
    for (; this.epoch <= settings.epochs; this.epoch++) {
      if (patienceEnded(this.progress, settings.patience)) {
        stopped = 'no better F1';
        break;
      }
      const began = performance.now();
      const loss = await this.trainEpoch();
      if (loss === null) {
        stopped = 'by the user';
        break;
      }
      const measured = await trainable.score();
      const seconds = (performance.now() - began) / 1000;
      const record = { epoch: this.epoch, loss, measured, seconds };
      const { progress, best } = withEpoch(this.progress, record);
      this.progress = best ? { ...progress, bestParameters: await takeSnapshot(trainable.parameters) } : progress;
      // Kept before it is told: whoever was told of an epoch finds it again.
      await this.checkpoint(null);
      report({ type: 'epoch', best, record });
      for (const problem of watch?.(progress.records) ?? []) report({ type: 'warning', problem });
      if (control.stopped) {
        stopped = 'by the user';
        break;
      }
    }
    const { records, bestEpoch, bestParameters } = this.progress;
    if (bestParameters) restoreSnapshot(trainable.parameters, bestParameters);
    return { records, bestEpoch, stopped };
  }

  /** One pass; gives the mean loss a sentence, or null if it was stopped before its end. */
  private async trainEpoch(): Promise<number | null> {
    const { trainable, settings, control, report } = this.options;
    const { epoch, resumed } = this;
    this.resumed = null;
    const orderBefore = this.order.state();
    const steps = trainable.steps(this.order);
    this.stepsInEpoch = steps.length;
    const sentences = steps.reduce((sum, { size }) => sum + size, 0);
    const meter = new LossMeter(sentences, settings.epochs - epoch, resumed?.losses);
    try {
      for (let done = resumed?.steps ?? 0; done < steps.length; ) {
        const step = steps[done++] as TrainingStep;
        meter.add(this.optimizer.step(...this.lossesOf(step)), step.size);
        await control.betweenSteps();
        if (control.stopped && done < steps.length) return null;
        if (meter.due || this.checkpointDue || done === steps.length) {
          const figures = await meter.read();
          if (!Number.isFinite(figures.loss)) throw lossNotFinite(epoch, settings);
          report({ type: 'step', epoch, step: done, steps: steps.length, ...figures });
          if (this.checkpointDue && done < steps.length) {
            await this.checkpoint({ steps: done, losses: meter.losses, order: orderBefore });
          }
        }
      }
      return meter.mean;
    } finally {
      meter.dispose();
    }
  }

  private lossesOf(step: TrainingStep): (() => Tensor)[] {
    const { stepParts = 1 } = this.options;
    const parts = stepParts > 1 ? (step.parts?.(stepParts) ?? []) : [];
    if (parts.length < 2) return [() => step.loss(this.dropout)];
    const weightOf = ({ size, weight = size }: TrainingStep) => weight;
    return parts.map((part) => () => mul(part.loss(this.dropout), weightOf(part) / weightOf(step)));
  }

  private get checkpointDue(): boolean {
    const { checkpoint, checkpointEvery = usualCheckpointSeconds } = this.options;
    return checkpoint !== undefined && performance.now() - this.lastCheckpoint >= 1000 * checkpointEvery;
  }

  private async checkpoint(underWay: (TrainingState<Figures>['underWay'] & { order: number[] }) | null): Promise<void> {
    const { trainable, checkpoint } = this.options;
    if (!checkpoint) return;
    await checkpoint({
      progress: this.progress,
      underWay: underWay && { steps: underWay.steps, losses: underWay.losses },
      // An epoch under way is dealt again from where its order began.
      streams: { order: underWay?.order ?? this.order.state(), dropout: this.dropout.random.state() },
      optimizer: await this.optimizer.state(),
      parameters: await takeSnapshot(trainable.parameters),
    });
    this.lastCheckpoint = performance.now();
  }

  dispose(): void {
    this.optimizer.dispose();
  }
}
