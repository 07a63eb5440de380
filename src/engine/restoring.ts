/**
 * A worker that died and was started again gets back what it had, from the project; what is in none is lost, and is said by name.
 */
import { type Problem, problemFrom } from '../../workers/protocol/errors.ts';
import { useBackend } from '../store/backend.ts';
import { forgetCorpus, updateCorpus, useCorpora } from '../store/corpora.ts';
import { dropEncoder, useEncoders } from '../store/encoders.ts';
import { forgetModel, useModels } from '../store/models.ts';
import { useProject } from '../store/project.ts';
import { showProblem, useView } from '../store/view.ts';
import type { Studio, WorkerName } from './client.ts';

/** What is on the page and not in the worker any more. */
interface Lost {
  readonly name: string;
  readonly what: 'corpus' | 'model' | 'encoder';
  forget(): void;
}

/** Never rejects: what does not come back is told. */
export async function restoreWorker(worker: WorkerName, studio: Studio): Promise<void> {
  try {
    const lost = worker === 'trainer' ? await restoreTrainer(studio) : await restoreCorpora(studio);
    for (const { forget } of lost) forget();
    useView.setState({ notice: startedAgain(worker, lost) });
  } catch (thrown) {
    showProblem(problemFrom(thrown));
  }
}

/** The project that is shown, where it is stored. */
function storedProject(): string | null {
  const { mode, keeps, project } = useProject.getState();
  return project && (mode === 'read only' || (mode === 'kept' && keeps === 'yes')) ? project.id : null;
}

async function restoreTrainer({ engine, keeping }: Studio): Promise<Lost[]> {
  useBackend.setState({ info: await engine.chooseBackend(useBackend.getState().preference) });
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

async function restoreCorpora({ keeping }: Studio): Promise<Lost[]> {
  const project = storedProject();
  const { corpora, removed } = useCorpora.getState();
  const brought =
    project && keeping ? await (await import('../projects/openProject.ts')).bringCorporaAgain(project, keeping) : [];
  for (const corpus of brought) updateCorpus(corpus);
  return [...corpora, ...removed]
    .filter(({ id }) => !brought.some((corpus) => corpus.id === id))
    .map(({ id, name }) => ({ name, what: 'corpus', forget: () => forgetCorpus(id) }));
}

function startedAgain(worker: WorkerName, lost: readonly Lost[]): Problem {
  const message = `The ${worker} had stopped, and was started again.`;
  if (lost.length === 0) return { code: 'worker-restarted', message, remedy: 'What it held is there again.' };
  const names = lost.map(({ name, what }) => `the ${what} “${name}”`).join(', ');
  return {
    code: 'worker-restarted',
    message: `${message} Lost with it, since no project holds it: ${names}.`,
    remedy: 'Load or import it again from its file. What a project holds is not lost that way.',
  };
}
