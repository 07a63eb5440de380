/**
 * What is kept of the work between two visits. Texts and weights are written by the workers that hold them, since neither
 * may travel through the page; the page tells them where, and is told how far they are.
 */
import type { EncoderSummary } from './checkpoint.ts';
import type { CorpusSummary, OnProgress, RunEvent, RunRequest, RunResult } from './engine.ts';
import type { Problem } from './errors.ts';
import type { ModelSummary } from './model.ts';

/** A project, in short. */
export interface ProjectEntry {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly changed: number;
  /** It began with the demo, and goes back to the demo's start. */
  readonly demo: boolean;
}

/** The thing of a project that never leaves it, not even in the project's own file: its table of surrogates. */
export const ledgerThing = 'ledger';

/** The thing that tells of the run under way, or of one that was when the page was closed. Its journal is this browser's. */
export const runThing = 'run under way';

/** How far the writing is. */
export interface SavingState {
  /** Things that are not written yet. */
  readonly waiting: number;
  /** Why not; it is tried again. */
  readonly problem: Problem | null;
}

export type OnSaving = (state: SavingState) => void;

/** What the corpus worker does for projects. */
export interface CorpusKeeping {
  /**
   * Brings back the corpora of a stored project, by the ids and revisions that they had, and keeps them there from now on.
   * @param readOnly where another tab writes the project: then nothing is.
   * @param seen revisions by corpus that were given out, though not all were stored: none is given out again.
   */
  restoreCorpora(
    projectId: string,
    readOnly: boolean,
    onSaving: OnSaving,
    seen?: Readonly<Record<string, number>>,
  ): Promise<readonly CorpusSummary[]>;
  /** From now on corpora are kept in this project: those that are there at once, and each change as it is made. */
  keepCorporaIn(projectId: string, onSaving: OnSaving): Promise<void>;
  /** Resolves when all that changed is written, or could not be. */
  corporaWritten(): Promise<void>;
  /** Nothing is kept any more. Resolves when nothing is being written. */
  keepNoCorpora(): Promise<void>;
  /** Tries once more to write what could not be written. */
  saveAgain(): Promise<void>;
}

/** Whole projects as files. */
export interface ProjectFiles {
  /** What is stored of a project, as one file. */
  exportProject(projectId: string, onProgress?: OnProgress): Promise<Blob>;
  /** Reads such a file as a further project, which appears when all of it was right. */
  importProject(file: Blob, fileName: string, onProgress?: OnProgress): Promise<ProjectEntry>;
}

/** What the trainer does for projects. */
export interface ModelKeeping {
  /** Writes a model into a project. @param name what it is called by now. */
  storeModel(projectId: string, modelId: string, name: string): Promise<void>;
  /** Brings a stored model back by the id that it had. */
  restoreModel(projectId: string, modelId: string, name: string): Promise<ModelSummary>;
  /** The same of pretrained encoders. */
  storeEncoder(projectId: string, encoderId: string): Promise<void>;
  restoreEncoder(projectId: string, encoderId: string, name: string): Promise<EncoderSummary>;
}

/** What the trainer does for a run of a project: where the page is gone, or the trainer, the run goes on from its last checkpoint. */
export interface RunKeeping {
  /**
   * As `Engine.run`, with the run's journal in the project: written after each epoch, and every minute within a long one.
   * @param goOn from the journal that is there, or from the beginning where there is none yet; else it is removed before.
   */
  keptRun(
    projectId: string,
    request: RunRequest,
    goOn: boolean,
    onEvent: (event: RunEvent) => void,
  ): Promise<RunResult>;
  /** Removes the journal: the run has ended, or is given up. */
  forgetRun(projectId: string): Promise<void>;
}
