/** Training steps and epochs of the stand-in studio, and how they are paused and stopped. */
import type { EpochRecord, RunEvent, Stage, StageResult } from '../../workers/protocol/engine.ts';
import type { TrainingSettings } from '../../workers/protocol/settings.ts';

const stepsInEpoch = 20;

export type Tell = (event: RunEvent) => void;

/** Pause, resume and stop between two steps. */
export class FakeControl {
  paused = false;
  stopped = false;

  constructor(
    readonly runId: string,
    private readonly tell: Tell,
    private readonly stepMilliseconds: number,
  ) {}

  /** One step's time; longer while paused. */
  async step(): Promise<void> {
    const { runId } = this;
    const wait = () => new Promise((resolve) => setTimeout(resolve, this.stepMilliseconds));
    await wait();
    if (!this.paused || this.stopped) return;
    this.tell({ type: 'paused', runId });
    while (this.paused && !this.stopped) await wait();
    this.tell({ type: 'resumed', runId });
  }
}

/** Null where it was stopped before its first epoch's end. */
export async function fakeStage(
  stage: Stage,
  settings: TrainingSettings,
  control: FakeControl,
  tell: Tell,
  scored: (progress: number) => Pick<EpochRecord, 'dev' | 'sources' | 'yardstick'>,
): Promise<StageResult | null> {
  const { epochs } = settings;
  const place = { runId: control.runId, stage: stage.id, task: 'target' } as const;
  tell({ type: 'stage', runId: control.runId, stage });
  const records: EpochRecord[] = [];
  let bestEpoch = 0;
  for (let epoch = 1; epoch <= epochs && !control.stopped; epoch++) {
    for (let step = 1; step <= stepsInEpoch && !control.stopped; step++) {
      await control.step();
      const done = epoch - 1 + step / stepsInEpoch;
      const loss = 3.2 * Math.exp(-done / 3) + 0.35 + 0.12 * Math.sin(step * 1.7 + epoch);
      const speed = { sentencesPerSecond: 1140, secondsLeft: (epochs - done) * 2.1 };
      tell({ type: 'step', ...place, epoch, step, steps: stepsInEpoch, loss, ...speed });
    }
    if (control.stopped) break;
    const loss = 3.2 * Math.exp(-epoch / 3) + 0.35;
    const record = { epoch, loss, ...scored(epoch / epochs), devLoss: loss + 0.2, seconds: 2.1 };
    const best = record.dev.overall.f1 > (records[bestEpoch - 1]?.dev.overall.f1 ?? -1);
    if (best) bestEpoch = epoch;
    records.push(record);
    tell({ type: 'epoch', ...place, best, ...record });
  }
  if (bestEpoch === 0) return null;
  return { ...stage, settings, records, bestEpoch, stopped: control.stopped ? 'by the user' : 'last epoch' };
}
