/** What every kind of run has at hand, and what it leaves. */
import type { ModelState } from '../../models/state.ts';
import type { SingleConfiguration } from '../../protocol/configuration.ts';
import type { Repetition, RunEvent, RunRequest, RunTests, StageResult } from '../../protocol/engine.ts';
import { GraftError } from '../../protocol/errors.ts';
import type { VectorCoverage } from '../../protocol/vectorCoverage.ts';
import type { DrawnBack, YardstickScores } from '../../protocol/yardstick.ts';
import type { Random } from '../../text/random.ts';
import type { RunControl } from '../../training/control.ts';
import type { NamedEncoder } from '../encoderShelf.ts';
import type { RunJournal } from './journal.ts';

type WithoutRunId<Event> = Event extends unknown ? Omit<Event, 'runId'> : never;

export interface RunContext {
  readonly request: RunRequest;
  /** What a new model's encoder begins with; absent where it begins at random. */
  readonly given: NamedEncoder | undefined;
  /** Leads the ids and the labels of the stages, such as `seed 2: `; empty where a run is not repeated. */
  readonly scope: string;
  readonly random: Random;
  readonly control: RunControl;
  readonly journal: RunJournal;
  /** In so many parts a step is computed: 1, and twice as many each time that the memory was used up. */
  readonly stepParts: number;
  /** Tells of the run; its id is added. */
  readonly emit: (event: WithoutRunId<RunEvent>) => void;
}

/** What a run leaves. */
export interface RunOutcome extends DrawnBack {
  readonly model: ModelState;
  readonly stages: readonly StageResult[];
  /** The stage from which the model came. */
  readonly main: string;
  readonly tests: RunTests;
  readonly repetitions: readonly Repetition[];
  /** What made the model: of a repeated run the one that was kept. */
  readonly configuration: SingleConfiguration;
  readonly pseudoLabels: Readonly<Record<string, number>>;
  /** Absent where the adaptation had none. */
  readonly yardstick?: YardstickScores;
  /** Absent where no vectors were read. */
  readonly vectors?: VectorCoverage;
}

/** A run that was stopped before it had anything to keep. */
export function stoppedEarly(): GraftError {
  return new GraftError({
    code: 'run-stopped',
    message: 'The run was stopped before its first epoch had ended: there is no model to keep.',
    remedy: 'Start it again and let one epoch end. What was there before is as it was.',
  });
}

/** Tells how far something has come, and lets the run be paused meanwhile. */
export function reporting({ emit, control }: Pick<RunContext, 'emit' | 'control'>, label: string) {
  emit({ type: 'phase', label, fraction: 0 });
  return async (fraction: number) => {
    emit({ type: 'phase', label, fraction });
    await control.betweenSteps();
  };
}
