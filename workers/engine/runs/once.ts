/** A run that makes one model, whichever kind it is. */
import type { ModelState } from '../../models/state.ts';
import type { SingleConfiguration } from '../../protocol/configuration.ts';
import type { Corpus, Splits } from '../../protocol/corpus.ts';
import { adaptRun } from './adapt.ts';
import type { RunContext, RunOutcome } from './context.ts';
import { jointRun } from './joint.ts';
import { trainRun } from './train.ts';

/** The corpora of a run by their roles. */
export interface RunCorpora {
  readonly target: Splits;
  /** Learned together with the target. */
  readonly sources: readonly Splits[];
  /** By which an adaptation is seen to keep what its source model knew. */
  readonly yardstick?: Corpus;
}

/** @param source what is adapted; null when training from random weights. */
export function runOnce(
  context: RunContext,
  { target, sources, yardstick }: RunCorpora,
  source: ModelState | null,
  configuration: SingleConfiguration,
): Promise<RunOutcome> {
  switch (configuration.task) {
    case 'train':
      return trainRun(context, target, configuration);
    case 'joint':
      return jointRun(context, target, sources, configuration);
    case 'adapt':
      return adaptRun(context, { target, yardstick }, source as ModelState, configuration);
  }
}
