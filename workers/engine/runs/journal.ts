/**
 * What a run has to show for itself so far: its finished stages, and the checkpoint of the one under way. A run that is
 * begun again with its journal works out anew what is deterministic, takes the finished stages from here, and goes on
 * from the checkpoint. Kept in memory, for a GPU that may be lost; in the terminal on the disk as well.
 */
import type { ModelState } from '../../models/state.ts';
import type { BackendName } from '../../protocol/backend.ts';
import { type RunConfiguration, runConfigurationSchema } from '../../protocol/configuration.ts';
import type { StageResult } from '../../protocol/engine.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import { settingsSchema, type TrainingSettings } from '../../protocol/settings.ts';
import type { TrainingState } from '../../training/state.ts';
import { checkSameRun, KeptJournal, unpackJournal } from './journalFile.ts';
import type { DevFigures } from './learner.ts';

export interface FinishedStage {
  readonly result: StageResult;
  /** Null where another stage's model was better. */
  readonly model: ModelState | null;
}

interface Contents {
  /** 2: dev figures may tell of several corpora. */
  readonly version: 2;
  readonly configuration: RunConfiguration;
  readonly inputs: Readonly<Record<string, string>>;
  /** On which it was begun. */
  readonly backend: BackendName;
  /** Spent on the run by the time of writing. */
  readonly seconds: number;
  readonly finished: Readonly<Record<string, FinishedStage>>;
  readonly underWay: { readonly stage: string; readonly state: TrainingState<DevFigures> } | null;
}

export class RunJournal extends KeptJournal<Contents> {
  /** @throws GraftError where the journal that was kept is damaged, or is that of another run. */
  constructor(configuration: RunConfiguration, backend: BackendName, keeping?: JournalKeeping) {
    const inputs = keeping?.inputs ?? {};
    super(
      { version: 2, configuration, inputs, backend, seconds: 0, finished: {}, underWay: null },
      keeping,
      (bytes) => {
        const kept = withLaterSettings(unpackJournal(bytes, isOfRun));
        checkSameRun({ inputs: kept.inputs, settings: kept.configuration }, { inputs, settings: configuration });
        return kept;
      },
    );
  }

  finished(stage: string): FinishedStage | undefined {
    return this.contents.finished[stage];
  }

  checkpointOf(stage: string): TrainingState<DevFigures> | undefined {
    const { underWay } = this.contents;
    return underWay?.stage === stage ? underWay.state : undefined;
  }

  async checkpoint(stage: string, state: TrainingState<DevFigures>): Promise<void> {
    await this.write({ ...this.contents, underWay: { stage, state } });
  }

  async finish(stage: string, finished: FinishedStage): Promise<void> {
    await this.write({
      ...this.contents,
      finished: { ...this.contents.finished, [stage]: finished },
      underWay: null,
    });
  }

  /** Another stage's model was better: its numbers are not needed any more. */
  forgetModel(stage: string): void {
    const entry = this.contents.finished[stage];
    if (entry)
      this.contents = { ...this.contents, finished: { ...this.contents.finished, [stage]: { ...entry, model: null } } };
  }
}

const isOfRun = (contents: Partial<Contents>): contents is Contents => contents.version === 2;

/** A setting that there was not when the journal was written has its default. */
function withLaterSettings(contents: Contents): Contents {
  const completed = <Set extends { readonly settings: TrainingSettings }>(set: Set): Set => ({
    ...set,
    settings: settingsSchema.parse(set.settings),
  });
  const finished = Object.entries(contents.finished).map(([stage, { result, model }]) => [
    stage,
    { result: completed(result), model: model && completed(model) },
  ]);
  return {
    ...contents,
    configuration: runConfigurationSchema.parse(contents.configuration),
    finished: Object.fromEntries(finished),
  };
}
