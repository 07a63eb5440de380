/** What people ask of a run's result: the stage that the model came from, and what it was held against. */
import type { RunResult, StageResult } from '../protocol/engine.ts';

/** @param id of one that the result has. */
export function stageOf({ stages }: RunResult, id: string): StageResult {
  return stages.find((stage) => stage.id === id) as StageResult;
}

/** The stage from which the model came. */
export function mainStage(result: RunResult): StageResult {
  return stageOf(result, result.main);
}

/** Where a run was repeated, the stages of the seed whose model was kept; else all. */
function keptStages({ stages, main, repetitions }: RunResult): readonly StageResult[] {
  const kept = repetitions.find((each) => each.main === main);
  return kept ? stages.filter(({ id }) => kept.stages.includes(id)) : stages;
}

/** The training from random weights, if there was one. */
export function comparisonStage(result: RunResult): StageResult | undefined {
  return keptStages(result).find(({ role }) => role === 'comparison');
}

/** F1 on the dev sentences of a stage's best epoch. */
export function bestDevF1({ records, bestEpoch }: StageResult): number {
  return records[bestEpoch - 1]?.dev.overall.f1 ?? 0;
}

/** Best dev F1 by initialisation, where several were tried; else null. */
export function initialisationsTried(result: RunResult): Record<string, number> | null {
  const trials = keptStages(result).filter(({ role }) => role === 'main');
  return trials.length > 1 ? Object.fromEntries(trials.map((trial) => [trial.id, bestDevF1(trial)])) : null;
}

/** A corpus may have no test sentences; scores of nothing are not reported as zeros. */
export function wasTested({ tests }: RunResult): boolean {
  return tests.main.tokens > 0;
}
