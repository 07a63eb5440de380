/** The seeds or trials of a run that is repeated, as far as they have come. */
import type { EpochRecord, Repetition, RunTests } from '../../workers/protocol/engine.ts';
import type { Scores } from '../../workers/protocol/scores.ts';
import { better, mainStageSoFar, type RunState, type StageState, scopesOf } from './runState.ts';

export interface RepetitionSoFar {
  /** From 1. */
  readonly number: number;
  readonly seed: number;
  /** What a trial drew. */
  readonly chosen: NonNullable<Repetition['chosen']>;
  /** The best of its main stages, or the one under way. */
  readonly stage: StageState;
  /** On the dev sentences at the best epoch; null as long as none has ended. */
  readonly dev: Scores | null;
  /** Null as long as the run goes on. */
  readonly tests: RunTests | null;
  /** The run was stopped in it, or failed. */
  readonly cutOff: boolean;
  readonly underWay: boolean;
  /** The model came from it. */
  readonly kept: boolean;
}

/** In their order, those that have begun; none where the run is not repeated. */
export function repetitionsSoFar(run: RunState): RepetitionSoFar[] {
  const configuration = run.request?.configuration;
  if (!configuration || !('run' in configuration)) return [];
  return scopesOf(run).flatMap((scope, index) => {
    const own = run.stages.filter(({ id, role }) => role === 'main' && id.startsWith(scope));
    const done = run.result?.repetitions.find(({ main }) => main.startsWith(scope));
    // What was stopped before its first epoch's end came to nothing.
    if (run.result && !done) return [];
    const stage = own.find(({ id }) => id === (done?.main ?? run.stage)) ?? own.reduce(better, null);
    if (!stage) return [];
    const stopped = run.result?.stages.find(({ id }) => id === stage.id)?.stopped === 'by the user';
    const isLast = !run.result && (run.stage?.startsWith(scope) ?? false);
    const failed = run.status === 'failed';
    return {
      number: index + 1,
      seed: configuration.task === 'repeat' ? (configuration.seeds[index] as number) : configuration.run.seed,
      chosen: configuration.task === 'search' ? (configuration.trials[index] ?? {}) : {},
      stage,
      dev: stage.records.find(({ epoch }) => epoch === stage.bestEpoch)?.dev ?? null,
      tests: done?.tests ?? null,
      cutOff: stopped || (failed && isLast),
      underWay: isLast && !failed,
      kept: done !== undefined && done.main === run.result?.main,
    };
  });
}

/**
 * The epochs of the seeds that are not the shown one, which a chart draws behind it. None of a search: its trials are
 * different trainings.
 */
export function otherSeedsSoFar(run: RunState): readonly (readonly EpochRecord[])[] {
  if (run.request?.configuration.task !== 'repeat') return [];
  const shown = mainStageSoFar(run);
  return repetitionsSoFar(run).flatMap(({ stage }) => (stage.id === shown?.id ? [] : [stage.records]));
}
