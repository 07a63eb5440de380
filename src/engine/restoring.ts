/**
 * A worker that died and was started again gets back what it had, from the project; what is in none is lost, and is said by name.
 */
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { type Problem, problemFrom } from '../../workers/protocol/errors.ts';
import { useBackend } from '../store/backend.ts';
import { forgetCorpus, updateCorpus, useCorpora } from '../store/corpora.ts';
import { dropEncoder, useEncoders } from '../store/encoders.ts';
import { forgetModel, useModels } from '../store/models.ts';
import { useProject } from '../store/project.ts';
import { showProblem, useView } from '../store/view.ts';
import type { Keeping, Studio, WorkerName } from './client.ts';

/** What is on the page and not in the worker any more. */
interface Lost {
  readonly name: string;
  readonly what: 'corpus' | 'model' | 'encoder' | 'latest changes of the corpus';
  forget(): void;
}

/** Never rejects: what does not come back is told. */
export async function restoreWorker(worker: WorkerName, studio: Studio): Promise<void> {
  try {
    const lost = worker === 'trainer' ? await restoreTrainer(studio) : await restoreCorpora(studio);
    for (const { forget } of lost) forget();
    useView.setState({ notice: startedAgain(worker, lost) });
  } catch (thrown) {
    // A corpus worker that could not take up the project keeps nothing in it either.
    if (worker === 'corpus worker' && useProject.getState().mode === 'kept') useProject.setState({ keeps: 'no' });
    showProblem(problemFrom(thrown));
  }
}

/** The project that is shown, where it is stored. */
function storedProject(): string | null {
  const { mode, keeps, project } = useProject.getState();
  return project && (mode === 'read only' || (mode === 'kept' && keeps === 'yes')) ? project.id : null;
}

async function restoreTrainer({ engine, keeping }: Studio): Promise<Lost[]> {
  await chooseAgain(engine);
  const project = storedProject();
  const lost: Lost[] = [];
  const bring = async (thing: Lost, restore: ((project: string) => Promise<unknown>) | null) => {
    try {
      if (project && restore) await restore(project);
      else lost.push(thing);
    } catch (thrown) {
      const problem = problemFrom(thrown);
      // Anything else may work the next time that the project is opened: it stays there.
      if (problem.code === 'weights-not-stored') lost.push(thing);
      else showProblem(problem);
    }
  };
  for (const { id, name } of useModels.getState().models) {
    const thing = { name, what: 'model', forget: () => forgetModel(id) } as const;
    await bring(thing, keeping && ((project) => keeping.models.restoreModel(project, id, name)));
  }
  for (const { id, name } of useEncoders.getState().encoders) {
    const thing = { name, what: 'encoder', forget: () => dropEncoder(id) } as const;
    await bring(thing, keeping && ((project) => keeping.models.restoreEncoder(project, id, name)));
  }
  return lost;
}

/** What took the worker down may have taken its device as well: the trainer then opens the best that there is when it computes. */
async function chooseAgain(engine: Studio['engine']): Promise<void> {
  try {
    useBackend.setState({ info: await engine.chooseBackend(useBackend.getState().preference) });
  } catch (thrown) {
    useBackend.setState({ problem: problemFrom(thrown) });
  }
}

async function restoreCorpora({ keeping }: Studio): Promise<Lost[]> {
  const project = storedProject();
  const { corpora, removed } = useCorpora.getState();
  const known = [...corpora, ...removed];
  const brought = project && keeping ? await bringAgain(project, keeping, known) : [];
  for (const corpus of brought) updateCorpus(corpus);
  return known.flatMap(({ id, name, revision }): Lost[] => {
    const back = brought.find((corpus) => corpus.id === id);
    if (!back) return [{ name, what: 'corpus', forget: () => forgetCorpus(id) }];
    return back.revision < revision ? [{ name, what: 'latest changes of the corpus', forget: () => {} }] : [];
  });
}

async function bringAgain(project: string, keeping: Keeping, known: readonly CorpusSummary[]) {
  const { bringCorporaAgain } = await import('../projects/openProject.ts');
  return bringCorporaAgain(project, keeping, Object.fromEntries(known.map(({ id, revision }) => [id, revision])));
}

function startedAgain(worker: WorkerName, lost: readonly Lost[]): Problem {
  const message = `The ${worker} had stopped, and was started again.`;
  if (lost.length === 0) return { code: 'worker-restarted', message, remedy: 'What it held is there again.' };
  const names = lost.map(({ name, what }) => `the ${what} “${name}”`).join(', ');
  return {
    code: 'worker-restarted',
    message: `${message} Lost with it, since it was not stored: ${names}.`,
    remedy:
      'Load or import it again from its file, or make the changes once more. What is shown as saved is not lost that way.',
  };
}
