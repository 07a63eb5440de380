/**
 * What is done with projects from the page. Another project is another beginning of the page: what waits is written first, and where
 * it cannot be, the browser asks before it goes.
 */
import { GraftError } from '../../workers/protocol/errors.ts';
import type { ProjectEntry } from '../../workers/protocol/projects.ts';
import { lockedProjects } from '../../workers/storage/projectLock.ts';
import { listProjects, removeProject, updateProject } from '../../workers/storage/projects.ts';
import type { Keeping } from '../engine/client.ts';
import { timedProgress } from '../engine/progress.ts';
import { setStudio, studio } from '../engine/studio.ts';
import { freeName } from '../freeName.ts';
import { useCorpora } from '../store/corpora.ts';
import { useDemo } from '../store/demo.ts';
import { useEncoders } from '../store/encoders.ts';
import { useModels } from '../store/models.ts';
import { isWaiting, useProject } from '../store/project.ts';
import { useRuns } from '../store/runs.ts';
import { useView } from '../store/view.ts';
import { allWritten, endKeeping, openReadOnly, renameProject, saveAgain } from './openProject.ts';
import { readOnlyStudio } from './readOnly.ts';
import { beginAnew, beginDemoAnew, rememberNone, rememberProject } from './tab.ts';

function keeping(): Keeping {
  const { keeping: there } = studio();
  if (there) return there;
  throw new GraftError({
    code: 'nothing-kept',
    message: 'Nothing is kept here.',
    remedy: 'Open the page with a browser that can store things.',
  });
}

export async function goToProject(id: string): Promise<void> {
  await allWritten(keeping());
  rememberProject(id);
  beginAnew();
}

export async function goToNewProject(): Promise<void> {
  await allWritten(keeping());
  rememberNone();
  beginAnew();
}

export async function goToPrivate(): Promise<void> {
  await allWritten(keeping());
  beginAnew(true);
}

export function tryToSave(): void {
  saveAgain(keeping());
}

/** The project that another tab has is shown as it is stored. */
export async function lookAtProject(): Promise<void> {
  const { project } = useProject.getState();
  if (!project) return;
  const open = studio();
  await openReadOnly(project, keeping());
  setStudio(readOnlyStudio(open));
}

export async function nameProject(id: string, name: string): Promise<void> {
  if (isOpenHere(id)) renameProject(name);
  else {
    await refuseWhereInUse(id);
    await updateProject(id, { name });
  }
}

/** Looked at is not open: then it is the other tab's. */
function isOpenHere(id: string): boolean {
  const { project, mode } = useProject.getState();
  return mode === 'kept' && project?.id === id;
}

async function refuseWhereInUse(id: string): Promise<void> {
  if (!(await lockedProjects([id])).has(id)) return;
  throw new GraftError({
    code: 'project-in-use',
    message: 'This project is open in another tab.',
    remedy: 'Change it there, or close that tab first.',
  });
}

/** Nothing of it is left. Where it is the open one, the page begins anew. */
export async function deleteProject(id: string): Promise<void> {
  const isOpen = isOpenHere(id);
  if (isOpen) await endKeeping(keeping());
  else await refuseWhereInUse(id);
  await removeProject(id);
  rememberNone(id);
  if (!isOpen) return;
  useProject.setState({ leaving: true });
  beginAnew();
}

export async function exportProject(id: string): Promise<Blob> {
  const there = keeping();
  if (isOpenHere(id)) {
    await allWritten(there);
    if (isWaiting(useProject.getState())) {
      throw new GraftError({
        code: 'project-not-saved',
        message: 'Not all of the project could be saved, and its file would lack the rest.',
        remedy: 'Free space on the disk, then try again; or save corpora and models as files under Export.',
      });
    }
  }
  return withProgress((onProgress) => there.files.exportProject(id, onProgress));
}

/** It is opened at once. */
export async function importProject(file: File): Promise<void> {
  const there = keeping();
  const { id, name } = await withProgress((onProgress) => there.files.importProject(file, file.name, onProgress));
  const others = (await listProjects()).filter((project) => project.id !== id);
  const free = freeName(
    name,
    others.map((project) => project.name),
  );
  if (free !== name) await updateProject(id, { name: free });
  await goToProject(id);
}

/**
 * The page as it was before the demo, for the next talk: with the link that led to it, where one did. A project that is the demo's is
 * gone afterwards; any other stays, and the demo gets one of its own. Nothing happens while a project is brought back: what is in it
 * is not known yet.
 */
export async function resetDemo(): Promise<void> {
  const { keeping: there } = studio();
  const { project, mode, opening } = useProject.getState();
  if (opening) return;
  if (there && mode === 'kept' && project) {
    const isDemo = isOnlyDemo(project);
    if (isDemo) {
      await endKeeping(there);
      await removeProject(project.id);
    } else await allWritten(there);
    rememberNone(isDemo ? project.id : undefined);
    if (isDemo) useProject.setState({ leaving: true });
  }
  beginDemoAnew();
}

/** Whoever brought a corpus, a model or an encoder of their own has more in it than the demo. */
function isOnlyDemo({ demo }: ProjectEntry): boolean {
  const { corpus } = useDemo.getState();
  const { corpora } = useCorpora.getState();
  const models = modelsOfDemo();
  return (
    demo &&
    corpora.some(({ id }) => id === corpus) &&
    corpora.every(({ id }) => id === corpus) &&
    useModels.getState().models.every(({ id }) => models.has(id)) &&
    useEncoders.getState().encoders.length === 0
  );
}

/** The demo's model and what came of it, or of nothing, by runs on the demo's corpus. */
function modelsOfDemo(): ReadonlySet<string> {
  const { corpus, model } = useDemo.getState();
  const known = new Set(model === null ? [] : [model]);
  for (const { request, result } of Object.values(useRuns.getState().runs)) {
    if (!request || !result) continue;
    const { target, sources = [] } = request.corpora;
    const { source } = request.models;
    const isOfDemo = [target, ...sources].every(({ id }) => id === corpus) && (!source || known.has(source));
    if (isOfDemo) known.add(result.model.id);
  }
  return known;
}

async function withProgress<Value>(
  work: (onProgress: ReturnType<typeof timedProgress>) => Promise<Value>,
): Promise<Value> {
  const call = new AbortController();
  try {
    return await work(timedProgress((busy) => useView.setState({ busy }), call.signal));
  } finally {
    call.abort();
    useView.setState({ busy: null });
  }
}
