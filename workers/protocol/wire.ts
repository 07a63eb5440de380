/**
 * What the two worker entries offer besides their service: a second door, so that the trainer asks the corpus worker
 * for sentences itself and no corpus travels through the page. A rejection is a plain `Thrown`, because a class does not
 * survive structured cloning.
 */
import type { CorpusService, Engine } from './engine.ts';
import type { Problem } from './errors.ts';
import type { CorpusKeeping, ModelKeeping, ProjectFiles, RunKeeping } from './projects.ts';

export interface Thrown {
  readonly problem: Problem;
}

/** What `corpus.worker.ts` exposes. */
export interface CorpusWorker extends CorpusService, CorpusKeeping, ProjectFiles {
  /** Serves the same corpora on this port too. */
  connect(port: MessagePort): Promise<void>;
}

/** What `trainer.worker.ts` exposes. */
export interface TrainerWorker extends Engine, ModelKeeping, RunKeeping {
  /** The port behind which the corpus worker answers; handed over before anything else is called. */
  connect(port: MessagePort): Promise<void>;
}
