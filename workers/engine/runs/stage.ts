/**
 * One training from its beginning to its end: the loop, scored on dev after every epoch, its events told as the run's. It
 * gives the model as plain data. Where the journal knows the stage, it is taken from there, or goes on from its checkpoint.
 */

import type { ModelState } from '../../models/state.ts';
import { Tagger } from '../../models/tagger.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { EpochRecord, Stage, StageResult } from '../../protocol/engine.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import type { Random } from '../../text/random.ts';
import { epochWarnings } from '../../training/health.ts';
import { type LoopEvent, type LoopRecord, train } from '../../training/loop.ts';
import type { RunContext } from './context.ts';
import type { DevFigures, Learner } from './learner.ts';

export interface StagePlan {
  readonly stage: Stage;
  readonly settings: TrainingSettings;
  readonly random: Random;
  /** What else the epochs so far give reason to warn of, each once. */
  readonly watch?: (records: readonly EpochRecord[]) => readonly Problem[];
  /** What learns, before its first step: the same each time. */
  readonly begin: () => Promise<Learner>;
}

export interface TrainedStage {
  readonly result: StageResult;
  /** Null where another stage's model was better and this one is known from the journal. */
  readonly model: ModelState | null;
}

const task = 'target';

/** @returns null where it was stopped before its first epoch's end. */
export async function runStage(context: RunContext, unscoped: StagePlan): Promise<TrainedStage | null> {
  const { journal, emit, scope } = context;
  const { id, label } = unscoped.stage;
  const stage = { ...unscoped.stage, id: `${scope}${id}`, label: `${scope}${label}`.replace(/: $/, '') };
  const plan = { ...unscoped, stage };
  emit({ type: 'stage', stage });
  const finished = journal.finished(stage.id);
  if (finished) {
    const { result, model } = finished;
    emit({ type: 'restored', stage: stage.id, task, records: result.records, bestEpoch: result.bestEpoch });
    return { result, model };
  }
  const trained = await trainStage(context, plan);
  // One that was stopped is not finished: given again, the run goes on from the stage's last checkpoint.
  if (trained && trained.result.stopped !== 'by the user') await journal.finish(stage.id, trained);
  return trained;
}

async function trainStage(context: RunContext, plan: StagePlan): Promise<TrainedStage | null> {
  const { journal, control, emit, stepParts } = context;
  const { stage, settings, random } = plan;
  const learner = await plan.begin();
  try {
    const from = journal.checkpointOf(stage.id);
    if (from) {
      const records = from.progress.records.map(epochRecord);
      emit({ type: 'restored', stage: stage.id, task, records, bestEpoch: from.progress.bestEpoch });
    }
    const outcome = await train({
      trainable: learner.trainable,
      settings,
      random,
      control,
      report: (event) => reportEvent(event, stage.id, context),
      watch: (records) => {
        const told = records.map(epochRecord);
        return [...epochWarnings(told, settings, stage.sentences), ...(plan.watch?.(told) ?? [])];
      },
      checkpoint: (state) => journal.checkpoint(stage.id, state),
      stepParts,
      ...(from && { from }),
    });
    if (outcome.bestEpoch === 0) return null;
    const { bestEpoch, stopped } = outcome;
    const records = outcome.records.map(epochRecord);
    const result = { ...stage, settings, records, bestEpoch, stopped };
    const { tagger } = learner;
    return { result, model: await tagger.state(tagger.description.name, { settings, history: [] }) };
  } finally {
    learner.dispose();
  }
}

function reportEvent(event: LoopEvent<DevFigures>, stage: string, { emit }: RunContext): void {
  if (event.type === 'warning') emit(event);
  else if (event.type === 'step') emit({ stage, task, ...event });
  else emit({ type: 'epoch', stage, task, best: event.best, ...epochRecord(event.record) });
}

function epochRecord({ epoch, loss, measured, seconds }: LoopRecord<DevFigures>): EpochRecord {
  return { epoch, loss, ...measured.figures, devLoss: measured.loss, seconds };
}

/** Does something with a tagger that is built for it alone. */
export async function withTagger<Result>(
  state: ModelState,
  work: (tagger: Tagger) => Promise<Result>,
): Promise<Result> {
  const tagger = Tagger.fromState(state);
  try {
    return await work(tagger);
  } finally {
    tagger.dispose();
  }
}

export function countSentences(corpus: Corpus): number {
  return corpus.documents.reduce((sum, { sentences }) => sum + sentences.length, 0);
}
