/**
 * What runs over raw text share: the loop, the loss on text that is not learned from before the first step and after each
 * epoch, and where to go on when the device is lost in the middle.
 */
import type { NoFigures } from '../../pretraining/passageTraining.ts';
import { fineTuningSettings } from '../../protocol/architectures/fineTuning.ts';
import type { BackendInfo } from '../../protocol/backend.ts';
import type { GraftError, Problem } from '../../protocol/errors.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import type { PretrainingSettings, RawTextEvent, RawTextStep } from '../../protocol/pretraining.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import type { Random } from '../../text/random.ts';
import type { RunControl } from '../../training/control.ts';
import { type LoopEvent, type LoopRecord, type Trainable, train } from '../../training/loop.ts';
import type { Device } from '../device.ts';
import { stoppedBefore } from './pretrainChecks.ts';
import { goesOn, otherBackend } from './run.ts';
import { TextJournal, type TextTrainingState } from './textJournal.ts';

type WithoutRunId<Event> = Event extends unknown ? Omit<Event, 'runId'> : never;
/** Tells an event of this run. */
export type Emit<Event> = (event: WithoutRunId<Event>) => void;

export interface LossRecord {
  /** 0 is before the first one. */
  readonly epoch: number;
  /** On text that is not learned from. */
  readonly loss: number;
  /** On what is learned from, in that epoch; null before the first one. */
  readonly training: number | null;
  readonly seconds: number;
}

export type TextTrainingEvent =
  | (RawTextStep & { readonly loss: number })
  | ({ readonly type: 'measured'; readonly best: boolean } & LossRecord)
  | { readonly type: 'warning'; readonly problem: Problem };

interface TextTraining {
  readonly trainable: Trainable<NoFigures>;
  readonly settings: TrainingSettings;
  readonly random: Random;
  readonly control: RunControl;
  /** What the run is called where it is refused, such as `pretraining`. */
  readonly what: string;
  readonly report: (event: TextTrainingEvent) => void;
}

export interface TextTrained {
  /** The first one was measured before the first step. */
  readonly records: readonly LossRecord[];
  /** Of the parameters as they are now. */
  readonly loss: number;
  readonly stopped: 'last epoch' | 'by the user';
}

/**
 * Puts the best epoch's parameters back; stopped within the first, what was learned by then stays.
 * @param journal null where nothing has to be kept. @throws GraftError where it is stopped before the first step.
 */
export async function trainOnText(run: TextTraining, journal: TextJournal | null): Promise<TextTrained> {
  const { trainable, settings, random, control, what, report } = run;
  const measured = async (epoch: number): Promise<LossRecord> => {
    const began = performance.now();
    const { loss } = await trainable.score();
    return { epoch, loss, training: null, seconds: (performance.now() - began) / 1000 };
  };
  const state = journal?.state;
  const before = state?.before ?? (await measured(0));
  if (!state) report({ type: 'measured', best: false, ...before });
  if (control.stopped) throw stoppedBefore(what);
  const outcome = await train<NoFigures>({
    trainable,
    settings,
    random,
    control,
    report: (event) => report(told(event)),
    ...(journal && { checkpoint: (training) => journal.keep({ before, training }) }),
    ...(state && { from: state.training }),
  });
  const epochs = outcome.records.map(recordOf);
  if (outcome.bestEpoch === 0) {
    const partial = await measured(1);
    epochs.push(partial);
    report({ type: 'measured', best: true, ...partial });
  }
  const { loss } = epochs[Math.max(outcome.bestEpoch, 1) - 1] as LossRecord;
  return {
    records: [before, ...epochs],
    loss,
    stopped: outcome.stopped === 'by the user' ? 'by the user' : 'last epoch',
  };
}

/** What raw text is learned with: the rate falls to 0 at the last epoch, so that nothing ends before. */
export function loopSettings(
  {
    epochs,
    batchSize,
    learningRate,
    warmup,
    dropout,
    weightDecay,
  }: Omit<PretrainingSettings, 'masking' | 'steps' | 'passageLength'>,
  outputRate: number,
): TrainingSettings {
  const chosen = { epochs, batchSize, learningRate, warmup, dropout, weightDecay, outputRate };
  return { ...fineTuningSettings, ...chosen, patience: epochs };
}

/** What was measured by then. */
export const recordsOf = ({ before, training }: TextTrainingState): LossRecord[] => [
  before,
  ...training.progress.records.map(recordOf),
];

const recordOf = ({ epoch, loss, measured, seconds }: LoopRecord<NoFigures>): LossRecord => ({
  epoch,
  loss: measured.loss,
  training: loss,
  seconds,
});

function told(event: LoopEvent<NoFigures>): TextTrainingEvent {
  if (event.type === 'warning') return event;
  if (event.type === 'epoch') return { type: 'measured', best: event.best, ...recordOf(event.record) };
  const { sentencesPerSecond, ...rest } = event;
  return { ...rest, passagesPerSecond: sentencesPerSecond };
}

interface TextRun {
  readonly control: RunControl;
  readonly device: Device;
  readonly emit: Emit<RawTextEvent>;
  readonly journal: TextJournal;
}

/** The journal of a run that begins, or goes on. @throws GraftError where what was kept is another run's. */
export async function openTextJournal(
  request: ConstructorParameters<typeof TextJournal>[0],
  keeping: JournalKeeping | undefined,
  { device, emit }: Pick<TextRun, 'device' | 'emit'>,
): Promise<TextJournal> {
  const opened = await device.open();
  const journal = new TextJournal(request, opened.name, keeping);
  if (journal.backend !== opened.name) emit({ type: 'warning', problem: otherBackend(journal.backend, opened) });
  return journal;
}

/** Does the work, and where the device is lost goes on with it on the next one. */
export async function survivingLoss<Result>(
  { control, device, emit, journal }: TextRun,
  work: (journal: TextJournal | null) => Promise<Result>,
): Promise<Result> {
  const endWatch = device.onLoss((error) => control.fail(error));
  const onLost = (error: GraftError, backend: BackendInfo) => {
    emit({ type: 'backend', backend });
    emit({ type: 'warning', problem: goesOn(error, backend) });
  };
  try {
    return await device.survive(async () => {
      control.mend();
      const { name } = await device.open();
      // On a device that cannot be lost nothing has to be kept in memory.
      return work(journal.isKept || name === 'webgpu' ? journal : null);
    }, onLost);
  } finally {
    endWatch();
  }
}
