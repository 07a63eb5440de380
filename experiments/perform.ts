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
  /** Trains nothing: the report is of what is finished. */
  readonly soFar: boolean;
}

/** @throws GraftError where a corpus is missing, a run fails, or the user wanted an end. */
export async function perform(
  { experiment, data, quick, soFar }: Request,
  corpora: CorpusService,
  equipment: Equipment,
): Promise<Finished> {
  const reader = new CorpusReader(corpora, data, quick ? quickSample : null, equipment.say);
  const plan = await experiment.plan(reader, quick, equipment.pretrained ?? null);
  const lab = new Lab(equipment, plan.pretrainings);
  const outcomes = await (soFar ? lab.finished(plan.trials) : lab.perform(plan.trials));
  return { experiment, quick, plan, outcomes, pretrained: await lab.pretrained() };
}
