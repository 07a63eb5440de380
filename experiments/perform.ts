/** An experiment from its corpora to its report. */
import type { CorpusService } from '../workers/protocol/engine.ts';
import { CorpusReader, type Sample } from './corpora.ts';
import type { Experiment } from './experiment.ts';
import { type Equipment, Lab } from './lab.ts';
import type { Finished } from './report.ts';

/** What a quick run takes of each corpus. */
const quickSample: Sample = { train: 120, dev: 40, test: 60 };

export interface Request {
  readonly experiment: Experiment;
  /** The folder that holds the corpora. */
  readonly data: string;
  readonly quick: boolean;
}

/** @throws GraftError where a corpus is missing, a run fails, or the user wanted an end. */
export async function perform(
  { experiment, data, quick }: Request,
  corpora: CorpusService,
  equipment: Equipment,
): Promise<Finished> {
  const plan = await experiment.plan(new CorpusReader(corpora, data, quick ? quickSample : null, equipment.say), quick);
  return { experiment, quick, plan, outcomes: await new Lab(equipment).perform(plan.trials) };
}
