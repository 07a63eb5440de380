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

/** By what the page knows that a worker is alive. */
export interface Living {
  /** Resolves when the worker holds the lock, which it does from then on; at once where the browser has no locks. */
  holdWhileAlive(lock: string): Promise<void>;
  /** Resolves as soon as the worker has time for it. */
  answer(): Promise<void>;
}

/** What `corpus.worker.ts` exposes. */
export interface CorpusWorker extends CorpusService, CorpusKeeping, ProjectFiles, Living {
  /** Serves the same corpora on this port too. */
  connect(port: MessagePort): Promise<void>;
}

/** What `trainer.worker.ts` exposes. */
export interface TrainerWorker extends Engine, ModelKeeping, RunKeeping, Living {
  /** The port behind which the corpus worker answers; handed over before anything else is called, and again where that one was started anew. */
  connect(port: MessagePort): Promise<void>;
}
