/**
 * What a run gave, as the command line's `--json` and the page's export write it. Apart from the field `seconds`, the
 * same configuration on the same machine gives the same report byte for byte: no dates, no paths, no timings within.
 */
import type { RunConfiguration } from '../protocol/configuration.ts';
import type { CorpusSummary, EpochRecord, Evaluation, RunResult } from '../protocol/engine.ts';
import { differenceScores } from './conlleval.ts';

type ReportedCorpus = Pick<CorpusSummary, 'name' | 'kind' | 'categories' | 'parts'>;

/** A corpus may have no test sentences; scores of nothing are not reported as zeros. */
export function wasTested({ test }: RunResult): boolean {
  return test.tokens > 0;
}

/** @param corpus null where it was removed since. */
export function runReport(result: RunResult, configuration: RunConfiguration, corpus: ReportedCorpus | null): object {
  const { init, random, test } = result;
  return {
    test: wasTested(result) ? test : null,
    epochs: result.epochs.map(epochReport),
    ...(configuration.adaptation && {
      init,
      random: random && { test: random.test, epochs: random.epochs.map(epochReport) },
      /** Sub − Init over the categories that the source model knew. */
      difference: init && differenceScores(init, test),
      initialisations: result.initialisations,
      pseudoLabels: result.pseudoLabels,
    }),
    bestEpoch: result.bestEpoch,
    stopped: result.stopped,
    seconds: result.seconds,
    backend: result.backend,
    seed: result.seed,
    configuration,
    corpus: corpus && reported(corpus),
    parameters: result.model.parameters,
  };
}

/** What an evaluation gave. */
export function evaluationReport({ scores, confusion }: Evaluation, corpus: ReportedCorpus): object {
  return { test: scores, confusion, corpus: reported(corpus) };
}

export function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function reported({ name, kind, categories, parts }: ReportedCorpus): ReportedCorpus {
  return { name, kind, categories, parts };
}

function epochReport({ epoch, loss, dev }: EpochRecord): object {
  return { epoch, loss, dev };
}
