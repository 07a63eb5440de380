/** A run of the stand-in studio as often as it is asked for: once, with several seeds, or with what a search drew. */
import type { RunConfiguration, SingleConfiguration } from '../../workers/protocol/configuration.ts';
import type { Repetition, RunTests, StageResult } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { type Trial, withTrial } from '../../workers/text/randomSearch.ts';
import { repetitionScopes } from '../../workers/text/repetitions.ts';
import { bestDevF1 } from '../../workers/text/runResult.ts';
import type { FakeControl } from './fakeStage.ts';

/** What one of the runs came to. */
export interface FakeOutcome {
  readonly configuration: SingleConfiguration;
  readonly stages: readonly StageResult[];
  readonly main: string;
  readonly tests: RunTests;
}

interface FakeRepetitions {
  /** The best on dev. */
  readonly kept: FakeOutcome;
  readonly stages: readonly StageResult[];
  readonly repetitions: readonly Repetition[];
}

/** @param once does one of the runs, and rejects where it was stopped before an epoch had ended. */
export async function fakeRepetitions(
  configuration: RunConfiguration,
  control: FakeControl,
  once: (run: SingleConfiguration, scope: string, quality: number) => Promise<FakeOutcome>,
): Promise<FakeRepetitions> {
  if (!('run' in configuration)) {
    const kept = await once(configuration, '', 1);
    return { kept, stages: kept.stages, repetitions: [] };
  }
  const { run } = configuration;
  const outcomes: FakeOutcome[] = [];
  const repetitions: Repetition[] = [];
  for (const [index, scope] of repetitionScopes(configuration).entries()) {
    if (control.stopped && outcomes.length > 0) break;
    const chosen = configuration.task === 'search' ? (configuration.trials[index] as Trial) : null;
    const seed = configuration.task === 'repeat' ? (configuration.seeds[index] as number) : run.seed;
    const drawn = chosen && run.task === 'train' ? withTrial(run, chosen) : run;
    const quality = 0.85 + 0.13 * Math.sin(2 * index + 1);
    const outcome = await once({ ...drawn, seed }, scope, quality).catch((thrown: unknown) => {
      if (outcomes.length > 0 && problemFrom(thrown).code === 'run-stopped') return null;
      throw thrown;
    });
    if (!outcome) break;
    outcomes.push(outcome);
    const { main, tests, stages } = outcome;
    repetitions.push({ seed, main, stages: stages.map(({ id }) => id), tests, ...(chosen && { chosen }) });
  }
  const [kept] = [...outcomes].sort((a, b) => devF1(b) - devF1(a));
  return { kept: kept as FakeOutcome, stages: outcomes.flatMap(({ stages }) => stages), repetitions };
}

function devF1({ stages, main }: FakeOutcome): number {
  return Math.max(...stages.filter(({ id }) => id === main).map(bestDevF1));
}
