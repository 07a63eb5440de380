/**
 * A run of a project with its journal: a record of it is written before it starts, and goes when what it made is stored. What was cut
 * off, by a reload, a crash or a trainer that died, goes on from there.
 */
import type { RunEvent, RunRequest, RunResult } from '../../workers/protocol/engine.ts';
import { GraftError, type Problem, problemFrom } from '../../workers/protocol/errors.ts';
import { newId } from '../../workers/text/newId.ts';
import { useCorpora } from '../store/corpora.ts';
import { useEncoders } from '../store/encoders.ts';
import { dropKeptRun, type KeptRun, noteRunEvent, useKeptRun } from '../store/keptRun.ts';
import { useModels } from '../store/models.ts';
import type { RunOutline } from '../store/outline.ts';
import { useProject } from '../store/project.ts';
import { useSaved } from '../store/saved.ts';
import { useSetup } from '../store/setup.ts';
import { studio } from './studio.ts';
import { workerDied } from './watchedWorker.ts';

const mostAttempts = 2;

interface Asked {
  readonly request: RunRequest;
  readonly outline: RunOutline | null;
}

/**
 * Does it, with its journal where there is a project that is written.
 * @param before the run that was cut off and goes on; null where this one begins.
 * @throws GraftError as `Engine.run` does.
 */
export async function runKept(
  asked: Asked,
  before: KeptRun | null,
  onEvent: (event: RunEvent) => void,
): Promise<RunResult> {
  const { engine, keeping } = studio();
  const project = keeping && (await projectToKeepIn());
  if (!keeping || !project) return engine.run(asked.request, onEvent);
  const run = before ? { ...before, attempts: before.attempts + 1 } : recordOf(asked);
  useKeptRun.setState({ run, isCutOff: false });
  await pageWritten();
  try {
    const result = await keeping.runs.keptRun(project, asked.request, before !== null, (event) => {
      noteRunEvent(event);
      onEvent(event);
    });
    void stored(result.model.id).then(() => forget(run.id, project));
    return result;
  } catch (thrown) {
    if (canGoOn(problemFrom(thrown))) useKeptRun.setState({ isCutOff: true });
    else void forget(run.id, project);
    throw thrown;
  }
}

/** What died with its trainer and has a journal is tried again, twice where no epoch ends meanwhile. */
export function runToTryAgain({ code }: Problem): KeptRun | null {
  const { run, isCutOff } = useKeptRun.getState();
  return code === workerDied && isCutOff && run && run.attempts < mostAttempts ? run : null;
}

/** It is left where it stands, for good. */
export async function giveUpRun(): Promise<void> {
  const { run } = useKeptRun.getState();
  const { project } = useProject.getState();
  if (run && project) await forget(run.id, project.id);
}

async function forget(id: string, project: string): Promise<void> {
  if (!dropKeptRun(id)) return;
  // What is left of it goes with the next run, where it cannot be removed now.
  await studio()
    .keeping?.runs.forgetRun(project)
    .catch(() => {});
}

function recordOf({ request: { vectors, gazetteers = [], ...request }, outline }: Asked): KeptRun {
  const files = { vectors: vectors?.name ?? null, gazetteers: gazetteers.map(({ name }) => name) };
  return { id: newId('kept'), request, files, outline, startedAt: Date.now(), reached: null, attempts: 0 };
}

/** Not what fails again, nor what the user ended, nor what never began. */
function canGoOn({ code }: Problem): boolean {
  const isOver = code === 'loss-not-finite' || code === 'run-stopped' || code.startsWith('journal-');
  return !isOver && useKeptRun.getState().run?.reached !== null;
}

type Store<State> = { getState(): State; subscribe(listener: () => void): () => void };

/** Resolves at once, or as soon as it is so. */
function when<State>(store: Store<State>, isSo: (state: State) => boolean): Promise<void> {
  if (isSo(store.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const end = store.subscribe(() => {
      if (!isSo(store.getState())) return;
      end();
      resolve();
    });
  });
}

/** One begins with what the run stands on; null where nothing is kept, or it cannot be. */
async function projectToKeepIn(): Promise<string | null> {
  await when(
    useProject,
    ({ mode, keeps, saving }) => mode !== 'kept' || keeps !== 'not yet' || !!saving.project.problem,
  );
  const { mode, keeps, project } = useProject.getState();
  return mode === 'kept' && keeps === 'yes' ? (project?.id ?? null) : null;
}

/** What the page keeps, such as the source model, is stored, or cannot be. */
function pageWritten(): Promise<void> {
  return when(useProject, ({ keeps, saving: { page } }) => page.waiting === 0 || !!page.problem || keeps !== 'yes');
}

/** Resolves when the model is in the project, or nowhere any more. */
async function stored(modelId: string): Promise<void> {
  const isHere = ({ models }: { readonly models: readonly { readonly id: string }[] }) =>
    models.some(({ id }) => id === modelId);
  await Promise.race([
    when(useSaved, isHere),
    when(useModels, isHere).then(() => when(useModels, (state) => !isHere(state))),
  ]);
}

/**
 * The run as it is to go on: with the files that it reads.
 * @throws GraftError that says what is not as it was.
 */
export function requestToGoOn({ request, files }: KeptRun): RunRequest {
  const { target, sources = [], yardstick } = request.corpora;
  const { corpora } = useCorpora.getState();
  for (const { id, revision, name } of [target, ...sources, ...(yardstick ? [yardstick] : [])]) {
    const corpus = corpora.find((each) => each.id === id);
    if (!corpus) throw cannotGoOn(`The corpus “${name}” is not here any more.`);
    if (corpus.revision !== revision) throw cannotGoOn(`The corpus “${corpus.name}” was changed since.`);
  }
  const { source, encoder } = request.models;
  if (source && !useModels.getState().models.some(({ id }) => id === source))
    throw cannotGoOn('The model that it adapts is not here any more.');
  if (encoder && !useEncoders.getState().encoders.some(({ id }) => id === encoder))
    throw cannotGoOn('The encoder that it begins with is not here any more.');
  const { vectors, gazetteers } = useSetup.getState();
  if (files.vectors !== null && vectors?.name !== files.vectors)
    throw cannotGoOn(`The word vectors ${files.vectors} are not chosen any more.`);
  const lists = files.gazetteers.map((name) => {
    const list = gazetteers.find((each) => each.name === name);
    if (!list) throw cannotGoOn(`The gazetteer ${name} is not chosen any more.`);
    return { name, blob: list.blob };
  });
  return {
    ...request,
    ...(files.vectors !== null && vectors && { vectors }),
    ...(lists.length > 0 && { gazetteers: lists }),
  };
}

function cannotGoOn(message: string): GraftError {
  return new GraftError({
    code: 'run-cannot-go-on',
    message: `${message} So the run cannot go on.`,
    remedy: 'Put that back as it was, or give the run up and start it anew.',
  });
}
