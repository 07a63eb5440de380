/**
 * One training from beginning to end: the loop, scored on dev after every epoch, its events told as the run's. A run has
 * one such stage or several (each initialisation, the random baseline).
 */

import { scoreTagger } from '../models/scoreTagger.ts';
import type { Tagger } from '../models/tagger.ts';
import type { Corpus } from '../protocol/corpus.ts';
import type { RunEvent, RunStage } from '../protocol/engine.ts';
import type { Hyperparameters } from '../protocol/hyperparameters.ts';
import type { Scores } from '../protocol/scores.ts';
import { type Example, examplesOf } from '../text/examples.ts';
import type { Random } from '../text/random.ts';
import type { RunControl } from '../training/control.ts';
import { type TrainingOutcome, train } from '../training/loop.ts';

export interface StageSettings {
  readonly stage: RunStage;
  readonly hyperparameters: Hyperparameters;
  readonly random: Random;
  readonly control: RunControl;
  readonly emit: (event: RunEvent) => void;
  /** Only the output layer learns. */
  readonly freeze: boolean;
  /** What nobody looked for is summed over; otherwise it counts as O. */
  readonly leaveOpen: boolean;
}

export async function trainStage(
  tagger: Tagger,
  trainCorpus: Corpus,
  devCorpus: Corpus,
  { stage, hyperparameters, random, control, emit, freeze, leaveOpen }: StageSettings,
): Promise<TrainingOutcome> {
  return train({
    tagger,
    learning: freeze ? tagger.output.parameters : tagger.parameters,
    examples: examplesFor(tagger, trainCorpus, leaveOpen),
    hyperparameters,
    random,
    score: () => scoreTagger(tagger, devCorpus, () => control.breathe()),
    control,
    report: (event) => emit(event.type === 'warning' ? event : { stage, ...event }),
  });
}

function examplesFor(tagger: Tagger, corpus: Corpus, leaveOpen: boolean): Example[] {
  const { scheme, categories } = tagger.description;
  return examplesOf(corpus, { tags: tagger.output.tags, scheme, categories }, leaveOpen);
}

/** Scores with the run's progress told under `label`. */
export async function scoreWithProgress(
  tagger: Tagger,
  corpus: Corpus,
  label: string,
  { control, emit }: Pick<StageSettings, 'control' | 'emit'>,
): Promise<Scores> {
  emit({ type: 'phase', label, fraction: 0 });
  return scoreTagger(tagger, corpus, async (fraction) => {
    emit({ type: 'phase', label, fraction });
    await control.breathe();
  });
}
