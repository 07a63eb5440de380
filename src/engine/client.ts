/**
 * The page's side of the workers. Both are started here and introduced to each other; from then on a call is a promise,
 * as if the engine ran in the page. What Comlink cannot know is added: callbacks travel as proxies, file contents are
 * handed over instead of copied, and failures arrive as `GraftError`.
 */
import * as Comlink from 'comlink';
import type { CorpusService, Engine } from '../../workers/protocol/engine.ts';
import { GraftError, problemFrom, problemSchema } from '../../workers/protocol/errors.ts';
import type { CorpusKeeping, ModelKeeping, ProjectFiles, RunKeeping } from '../../workers/protocol/projects.ts';
import type { CorpusWorker, TrainerWorker } from '../../workers/protocol/wire.ts';
import { documentHandler } from '../../workers/text/packedDocument.ts';
import { WatchedWorker } from './watchedWorker.ts';

// The corpus worker has the same.
Comlink.transferHandlers.set('document', documentHandler);

/** What the workers store, each what it holds. */
export interface Keeping {
  readonly corpora: CorpusKeeping;
  readonly models: ModelKeeping;
  readonly runs: RunKeeping;
  readonly files: ProjectFiles;
}

export interface Studio {
  readonly corpora: CorpusService;
  readonly engine: Engine;
  /** Null where nothing is kept, as by the stand-in. */
  readonly keeping: Keeping | null;
}

/** Whatever crossed the boundary as a rejection, as an error the page can show. */
export function errorFromWorker(thrown: unknown): GraftError {
  if (typeof thrown === 'object' && thrown !== null && 'problem' in thrown) {
    const parsed = problemSchema.safeParse(thrown.problem);
    if (parsed.success) return new GraftError(parsed.data);
  }
  return new GraftError(problemFrom(thrown));
}

/** The buffers in an argument that may leave the page for good: file contents, alone or in a list of files. */
function buffersIn(argument: unknown): Transferable[] {
  if (argument instanceof Uint8Array) return [argument.buffer as ArrayBuffer];
  if (!Array.isArray(argument)) return [];
  return argument.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'bytes' in item ? buffersIn(item.bytes) : [],
  );
}

function prepareArgument(argument: unknown): unknown {
  if (typeof argument === 'function') return Comlink.proxy(argument as () => void);
  const buffers = buffersIn(argument);
  return buffers.length > 0 ? Comlink.transfer(argument as object, buffers) : argument;
}

type Method = (...parameters: unknown[]) => Promise<unknown>;

/** The service behind a worker, with the page's manners: see the head of this file. */
export function politeService<Service extends object>(remote: object): Service {
  const methods = remote as Record<string, Method>;
  return new Proxy({} as Service, {
    get(_, name) {
      // A promise that resolves to this service asks for `then`; there is none.
      if (typeof name !== 'string' || name === 'then') return undefined;
      return async (...parameters: unknown[]) => {
        try {
          return await methods[name]?.(...parameters.map(prepareArgument));
        } catch (thrown) {
          throw errorFromWorker(thrown);
        }
      };
    },
  });
}

export type WorkerName = 'trainer' | 'corpus worker';

/**
 * Starts both workers, and each of them again where it dies.
 * @param onCrash hears of one that never came up, cannot be started again, or had an error that nobody caught.
 * @param restore brings back what one had before it died. @param studio its calls are answered at once; all others wait.
 */
export function startStudio(
  onCrash: (error: GraftError) => void,
  restore: (worker: WorkerName, studio: Studio) => Promise<void>,
): Studio {
  const introduce = () => {
    const { port1, port2 } = new MessageChannel();
    const tell = (thrown: unknown) => onCrash(errorFromWorker(thrown));
    const direct = { corpora: corpora.direct as CorpusWorker, engine: engine.direct as TrainerWorker };
    void direct.corpora.connect(Comlink.transfer(port1, [port1])).catch(tell);
    void direct.engine.connect(Comlink.transfer(port2, [port2])).catch(tell);
  };
  const watched = (name: WorkerName, start: () => Worker) =>
    new WatchedWorker({
      ...{ name, start, begin: introduce, onCrash },
      restore: () => restore(name, studioOf(corpora.direct, engine.direct)),
    });
  const corpora: WatchedWorker = watched(
    'corpus worker',
    () => new Worker(new URL('../../workers/corpus.worker.ts', import.meta.url), { type: 'module', name: 'corpus' }),
  );
  const engine: WatchedWorker = watched(
    'trainer',
    () => new Worker(new URL('../../workers/trainer.worker.ts', import.meta.url), { type: 'module', name: 'trainer' }),
  );
  introduce();
  return studioOf(corpora.remote, engine.remote);
}

function studioOf(corpora: object, engine: object): Studio {
  const texts = politeService<CorpusWorker>(corpora);
  const tensors = politeService<TrainerWorker>(engine);
  return { corpora: texts, engine: tensors, keeping: { corpora: texts, models: tensors, runs: tensors, files: texts } };
}
