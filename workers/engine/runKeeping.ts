/**
 * The journal of a project's run, written by the thread that trains: weights and moments of hundreds of megabytes go nowhere else. What
 * was written last stays whole until the next is, so that a run can be cut off at any moment.
 */
import type { Engine, RunRequest } from '../protocol/engine.ts';
import type { Problem } from '../protocol/errors.ts';
import type { RunKeeping } from '../protocol/projects.ts';
import { readFile, removeFile, writeFile } from '../storage/largeFiles.ts';
import { journalName } from '../storage/projects.ts';
import { storageProblem } from '../storage/storageProblem.ts';

export function runKeeping(engine: Pick<Engine, 'run'>): RunKeeping {
  return {
    async keptRun(projectId, request, goOn, onEvent) {
      // One that stays would be refused as another run's, where anybody went on with it.
      if (!goOn) await removeFile(projectId, journalName).catch(() => {});
      const stored = goOn ? await readFile(projectId, journalName) : null;
      let runId = '';
      let isTold = false;
      const save = async (journal: Uint8Array) => {
        try {
          await writeFile(projectId, journalName, new Blob([journal as Uint8Array<ArrayBuffer>]));
          isTold = false;
        } catch (thrown) {
          // The training is worth more than what would save it.
          if (!isTold) onEvent({ type: 'warning', runId, problem: notKept(thrown) });
          isTold = true;
        }
      };
      return engine.run(
        request,
        (event) => {
          runId = event.runId;
          onEvent(event);
        },
        { journal: stored && new Uint8Array(await stored.arrayBuffer()), inputs: inputsOf(request), save },
      );
    },
    forgetRun: (projectId) => removeFile(projectId, journalName),
  };
}

/** Ids are for good, and a corpus that was changed has another revision: they say as much as sums over what is read. */
function inputsOf({ corpora, models, vectors, gazetteers = [] }: RunRequest): Record<string, string> {
  const { target, sources = [], yardstick } = corpora;
  const all = [target, ...sources, ...(yardstick ? [yardstick] : [])];
  const files = [...(vectors ? [vectors] : []), ...gazetteers];
  return {
    corpora: all.map(({ id, revision }) => `${id} ${revision}`).join(', '),
    models: [models.source, models.encoder].join(', '),
    files: files.map(({ name, blob }) => `${name} ${blob.size}`).join(', '),
  };
}

function notKept(thrown: unknown): Problem {
  const { code, message } = storageProblem(thrown);
  return {
    code,
    message: `The run goes on, but its last checkpoint could not be stored. ${message}`,
    remedy:
      'Free space on the disk: the next one is stored again. Until then a reload would cost what was learned since.',
  };
}
