/** A run of one stage from random weights: it is trained, and its model tested. */
import { scoreTagger } from '../../models/scoreTagger.ts';
import type { SingleConfiguration } from '../../protocol/configuration.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import type { VectorCoverage } from '../../protocol/vectorCoverage.ts';
import { type RunContext, type RunOutcome, reporting, stoppedEarly } from './context.ts';
import { runStage, type StagePlan, withTagger } from './stage.ts';

interface Told {
  readonly configuration: SingleConfiguration;
  readonly test: Corpus;
  /** Absent where no vectors were read. */
  readonly coverage: VectorCoverage | undefined;
}

/** @throws GraftError where it was stopped before it had learned anything. */
export async function onlyStage(
  context: RunContext,
  { configuration, test, coverage }: Told,
  plan: StagePlan,
): Promise<RunOutcome> {
  const trained = await runStage(context, plan);
  if (!trained?.model) throw stoppedEarly();
  const { model, result } = trained;
  const main = await withTagger(model, (tagger) => scoreTagger(tagger, test, reporting(context, 'Testing')));
  return {
    ...{ model, stages: [result], main: result.id, tests: { main } },
    ...{ repetitions: [], configuration, pseudoLabels: {}, ...(coverage && { vectors: coverage }) },
  };
}
