/**
 * What a run has to show for itself so far: its finished stages, and the checkpoint of the one under way. A run that is
 * begun again with its journal works out anew what is deterministic, takes the finished stages from here, and goes on
 * from the checkpoint. Kept in memory, for a GPU that may be lost; in the terminal on the disk as well.
 */
import { readSafetensors, safetensorsMetadata } from '../../bundle/safetensors.ts';
import type { ModelState } from '../../models/state.ts';
import type { BackendName } from '../../protocol/backend.ts';
import { type RunConfiguration, runConfigurationSchema } from '../../protocol/configuration.ts';
import type { StageResult } from '../../protocol/engine.ts';
import { GraftError } from '../../protocol/errors.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import { settingsSchema, type TrainingSettings } from '../../protocol/settings.ts';
import { writeSafetensors } from '../../text/safetensors.ts';
import type { TrainingState } from '../../training/state.ts';
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

export class RunJournal {
  private contents: Contents;
  private readonly began = performance.now();
  /** Spent by earlier calls. */
  private readonly secondsBefore: number = 0;

  /** @throws GraftError where the journal that was kept is damaged, or is that of another run. */
  constructor(
    configuration: RunConfiguration,
    backend: BackendName,
    private readonly keeping?: JournalKeeping,
  ) {
    const inputs = keeping?.inputs ?? {};
    this.contents = { version: 2, configuration, inputs, backend, seconds: 0, finished: {}, underWay: null };
    if (!keeping?.journal) return;
    const kept = unpack(keeping.journal);
    const difference = differenceOf(kept, this.contents);
    if (difference) throw otherRun(difference);
    this.contents = kept;
    this.secondsBefore = kept.seconds;
  }

  /** The backend on which the run was begun. */
  get backend(): BackendName {
    return this.contents.backend;
  }

  /** Spent on the run so far, by earlier calls too. */
  get seconds(): number {
    return this.secondsBefore + (performance.now() - this.began) / 1000;
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

  private async write(contents: Contents): Promise<void> {
    this.contents = { ...contents, seconds: this.seconds };
    if (this.keeping) await this.keeping.save(pack(this.contents));
  }
}

/** Numbers as tensors of a safetensors file, the rest as JSON in its metadata, with each array's name in its place. */
function pack(contents: Contents): Uint8Array {
  const arrays: Record<string, { shape: number[]; values: Float32Array }> = {};
  const text = JSON.stringify(contents, (_, value: unknown) => {
    if (!(value instanceof Float32Array)) return value;
    const name = `array ${Object.keys(arrays).length}`;
    arrays[name] = { shape: [value.length], values: value };
    return { [arrayKey]: name };
  });
  return writeSafetensors(arrays, { journal: text });
}

/** No name that people give begins so. */
const arrayKey = '\u0000array';

function unpack(bytes: Uint8Array): Contents {
  try {
    const arrays = readSafetensors(bytes, 'journal');
    const contents: Contents = JSON.parse(safetensorsMetadata(bytes).journal ?? '', (_, value) => {
      const name = value?.[arrayKey];
      if (name === undefined) return value;
      const array = arrays[name];
      if (!array) throw new Error(`no ${name}`);
      return array.values;
    });
    if (contents.version === 2) return withLaterSettings(contents);
  } catch {
    // Said below.
  }
  throw new GraftError({
    code: 'journal-damaged',
    message: 'The journal of the earlier run cannot be read: it is damaged, or another version of Graft wrote it.',
    remedy: 'Begin the run anew (--restart).',
  });
}

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

/** The first place at which two runs differ in what they read or how they are set, in words. */
function differenceOf(kept: Contents, wanted: Contents): string | null {
  return differentInput(kept.inputs, wanted.inputs) ?? firstDifference(kept.configuration, wanted.configuration, '');
}

function differentInput(
  kept: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): string | null {
  for (const name of new Set([...Object.keys(kept), ...Object.keys(wanted)])) {
    if (kept[name] === wanted[name]) continue;
    if (wanted[name] === undefined) return `${name} is not given`;
    return kept[name] === undefined ? `${name} was not given` : `${name} is not what it was`;
  }
  return null;
}

function firstDifference(kept: unknown, wanted: unknown, path: string): string | null {
  const areObjects = [kept, wanted].every((value) => typeof value === 'object' && value !== null);
  if (!areObjects) {
    if (Object.is(kept, wanted)) return null;
    const said = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));
    return `${path} was ${said(kept)} and is ${said(wanted)}`;
  }
  const [one, other] = [kept as Record<string, unknown>, wanted as Record<string, unknown>];
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = firstDifference(one[key], other[key], path ? `${path}.${key}` : key);
    if (found) return found;
  }
  return null;
}

function otherRun(difference: string): GraftError {
  return new GraftError({
    code: 'journal-differs',
    message: `There is a journal of a run that was cut off, but of another one: ${difference}.`,
    remedy: 'Give the same inputs and settings to go on with that run, or begin anew (--restart).',
  });
}
