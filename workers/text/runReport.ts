/**
 * What a run gave, as the command line's `--json` and the page's export write it. Apart from the field `seconds`, the
 * same configuration on the same machine gives the same report byte for byte: no dates, no paths, no timings within.
 */
import { type RunConfiguration, singleRunOf } from '../protocol/configuration.ts';
import type { CorpusSummary, EpochRecord, Repetition, RunResult, StageResult } from '../protocol/engine.ts';
import type { Evaluation } from '../protocol/evaluation.ts';
import { differenceScores } from './conlleval.ts';
import { isOverlapWarning } from './overlaps.ts';
import { comparisonStage, initialisationsTried, mainStage, stageOf, wasTested } from './runResult.ts';

type ReportedCorpus = Pick<CorpusSummary, 'name' | 'kind' | 'categories' | 'parts' | 'problems'>;

/** @param corpus null where it was removed since. */
export function runReport(result: RunResult, configuration: RunConfiguration, corpus: ReportedCorpus | null): object {
  const { tests, yardstick, mixed, consulted, repetitions, vectors, seconds, backend, seed, pseudoLabels } = result;
  const main = mainStage(result);
  const comparison = comparisonStage(result);
  return {
    test: wasTested(result) ? tests.main : null,
    epochs: main.records.map(epochReport),
    ...(singleRunOf(configuration).task === 'adapt' && {
      init: tests.init ?? null,
      random: comparison && tests.random ? { test: tests.random, epochs: comparison.records.map(epochReport) } : null,
      /** Sub − Init over the categories that the source model knew. */
      difference: tests.init ? differenceScores(tests.init, tests.main) : null,
      initialisations: initialisationsTried(result),
      pseudoLabels,
      ...(yardstick && { yardstick }),
      ...(mixed && { mixed }),
      ...(consulted && { consulted }),
    }),
    ...(vectors && { vectors }),
    ...(repetitions.length > 0 && { repetitions: repetitions.map((each) => repetitionReport(each, result)) }),
    bestEpoch: main.bestEpoch,
    stopped: main.stopped,
    /** How each stage was trained, the comparison too. */
    stages: result.stages.map(stageReport),
    seconds,
    backend,
    seed,
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

/** What stands in more than one part is said one by one here, since the terminal sums it up. */
function reported({ name, kind, categories, parts, problems }: ReportedCorpus): object {
  const overlaps = problems.filter(isOverlapWarning).map(({ message }) => message);
  return { name, kind, categories, parts, ...(overlaps.length > 0 && { overlaps }) };
}

function epochReport({ epoch, loss, dev, devLoss, sources, yardstick }: EpochRecord): object {
  return { epoch, loss, dev, devLoss, ...(sources && { sources }), ...(yardstick && { yardstick }) };
}

/** A trial of a search has no epochs: there are many, and each is another training, not the same one again. */
function repetitionReport(repetition: Repetition, result: RunResult): object {
  if (repetition.chosen) return repetition;
  return { ...repetition, epochs: stageOf(result, repetition.main).records.map(epochReport) };
}

function stageReport({ id, label, role, sentences, settings, records, bestEpoch, stopped }: StageResult): object {
  return { id, label, role, sentences, settings, epochs: records.length, bestEpoch, stopped };
}
