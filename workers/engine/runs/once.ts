/** A run that makes one model, whichever kind it is. */
import type { ModelState } from '../../models/state.ts';
import type { SingleConfiguration } from '../../protocol/configuration.ts';
import type { Splits } from '../../protocol/corpus.ts';
import { adaptRun } from './adapt.ts';
import type { RunContext, RunOutcome } from './context.ts';
import { trainRun } from './train.ts';

/** @param source what is adapted; null when training from random weights. */
export function runOnce(
  context: RunContext,
  splits: Splits,
  source: ModelState | null,
  configuration: SingleConfiguration,
): Promise<RunOutcome> {
  if (configuration.task === 'train') return trainRun(context, splits, configuration);
  return adaptRun(context, splits, source as ModelState, configuration);
}
