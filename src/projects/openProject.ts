/**
 * Brings a project back, or begins one, and writes it from then on. Loaded when there is something to bring back or to keep: the first
 * visit waits for none of it.
 */
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { type Problem, problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { ProjectEntry } from '../../workers/protocol/projects.ts';
import { lockProject } from '../../workers/storage/projectLock.ts';
import {
  createProject,
  findProject,
  listProjects,
  storedModels,
  storedRuns,
  storedThings,
} from '../../workers/storage/projects.ts';
import { WriteQueue } from '../../workers/storage/writeQueue.ts';
import type { Keeping } from '../engine/client.ts';
import { isFromDemo } from '../engine/demo.ts';
import { freeName } from '../freeName.ts';
import { useCorpora } from '../store/corpora.ts';
import { keepModel, useModels } from '../store/models.ts';
import { nothingWaits, setSaving, useProject } from '../store/project.ts';
import type { RunState } from '../store/runState.ts';
import { useRuns } from '../store/runs.ts';
import { noteSaved } from '../store/saved.ts';
import { useView } from '../store/view.ts';
import { type Held, type HeldItem, holdsNothing, PageKeeper } from './keeper.ts';
import { watchRoom } from './room.ts';
import { runIn } from './runRecords.ts';
import { bringEncoders, bringSetupFiles, encodersSlice, setupFilesSlice } from './setupFiles.ts';
import type { Slice } from './slice.ts';
import { earlySlices, lateSlices } from './slices.ts';
import { rememberProject } from './tab.ts';

let keeper: PageKeeper | null = null;

const onSaving: Parameters<Keeping['corpora']['keepCorporaIn']>[1] = (state) => setSaving('corpora', state);

/**
 * @param ready when models can be loaded.
 * @returns false where there is no such project any more.
 */
export async function openProject(id: string, keeping: Keeping, ready: Promise<unknown>): Promise<boolean> {
  const project = await findProject(id);
  if (!project) return false;
  if (await lockProject(id)) {
    rememberProject(id);
    const held = await bringBack(project, keeping, false, ready);
    keeper = new PageKeeper(id, keeping, held);
    useProject.setState({ mode: 'kept', keeps: 'yes' });
    watchRoom();
  } else {
    useProject.setState({ mode: 'elsewhere', project });
  }
  return true;
}

/** The project that another tab has, as it is stored now; nothing is written. */
export async function openReadOnly(project: ProjectEntry, keeping: Keeping): Promise<void> {
  useProject.setState({ mode: 'read only' });
  await bringBack(project, keeping, true, Promise.resolve());
}

/** What is stored of the corpora, for a corpus worker that was started again. */
export function bringCorporaAgain(
  project: string,
  keeping: Keeping,
  seen: Readonly<Record<string, number>>,
): Promise<readonly CorpusSummary[]> {
  setSaving('corpora', nothingWaits);
  return keeping.corpora.restoreCorpora(project, useProject.getState().mode !== 'kept', onSaving, seen);
}

async function bringBack(
  project: ProjectEntry,
  keeping: Keeping,
  readOnly: boolean,
  ready: Promise<unknown>,
): Promise<Held> {
  const { id } = project;
  useProject.setState({ project, opening: true });
  show(project, 'the corpora', 0);
  try {
    const things = await storedThings(id);
    const corpora = await keeping.corpora.restoreCorpora(id, readOnly, onSaving);
    useCorpora.setState((state) => ({ corpora: [...corpora, ...state.corpora] }));
    const runs = await bringRuns(id);
    restore(earlySlices, things);
    const setupFiles = await bringSetupFiles(id, things.get(setupFilesSlice.name));
    await ready;
    const models = await bringModels(project, keeping);
    show(project, 'the encoders', 0.9);
    const encoders = await bringEncoders(id, keeping, things.get(encodersSlice.name), (thrown) =>
      tell(problemFrom(thrown)),
    );
    restore(lateSlices, things);
    return { models, runs, setupFiles, encoders, things };
  } finally {
    useProject.setState({ opening: false });
    useView.setState({ busy: null });
  }
}

function show({ name }: ProjectEntry, what: string, fraction: number): void {
  useView.setState({ busy: { label: `Opening “${name}”: ${what}`, fraction, secondsLeft: null } });
}

function restore(slices: readonly Slice[], things: ReadonlyMap<string, unknown>): void {
  for (const { name, restore: put } of slices) if (things.has(name)) put(things.get(name));
}

async function bringRuns(id: string): Promise<Held['runs']> {
  const runs: [string, HeldItem<RunState>][] = [];
  for (const row of await storedRuns(id)) {
    const item = runIn(row);
    if (item) runs.push([row.id, { item, order: row.order }]);
    else
      tell({
        code: 'run-unreadable',
        message: 'The record of a run could not be read.',
        remedy: 'The others are there.',
      });
  }
  const brought = Object.fromEntries(runs.map(([runId, { item }]) => [runId, item]));
  useRuns.setState((state) => ({ runs: { ...brought, ...state.runs } }));
  return new Map(runs);
}

async function bringModels(project: ProjectEntry, keeping: Keeping): Promise<Held['models']> {
  const models = new Map<string, HeldItem<ModelSummary>>();
  const rows = await storedModels(project.id);
  for (const [index, { id, order, summary }] of rows.entries()) {
    show(project, `model ${index + 1} of ${rows.length}`, (index + 1) / (rows.length + 1));
    try {
      const loaded = await keeping.models.restoreModel(project.id, id, summary.name);
      const item = keepModel({ ...loaded, name: summary.name });
      noteSaved(item);
      models.set(id, { item, order });
    } catch (thrown) {
      tell(problemFrom(thrown));
    }
  }
  return models;
}

function tell(problem: Problem): void {
  useProject.setState({ problem });
}

const beginning = new WriteQueue((state) => setSaving('project', state));

/** Begins a project with what is on the page. Where it cannot be, it is tried again, as all that is to be written. */
export function beginProject(keeping: Keeping): Promise<void> {
  beginning.ask('project', () => begin(keeping));
  return beginning.settled();
}

async function begin(keeping: Keeping): Promise<void> {
  // Ended meanwhile.
  if (useProject.getState().keeps === 'no') return;
  // One that was begun halfway goes on.
  const project = useProject.getState().project ?? (await newProject());
  await keeping.corpora.keepCorporaIn(project.id, onSaving);
  keeper = new PageKeeper(project.id, keeping, holdsNothing);
  useProject.setState({ keeps: 'yes' });
  watchRoom();
}

async function newProject(): Promise<ProjectEntry> {
  const taken = (await listProjects()).map(({ name }) => name);
  const demo = [...useCorpora.getState().corpora, ...useModels.getState().models].every(isFromDemo);
  const project = await createProject(freeName(demo ? 'Demo' : 'Untitled project', taken), demo);
  await lockProject(project.id);
  rememberProject(project.id);
  useProject.setState({ project });
  return project;
}

export function renameProject(name: string): void {
  const { project } = useProject.getState();
  if (!project || !keeper) return;
  useProject.setState({ project: { ...project, name } });
  keeper.rename(name);
}

/** All that waits is written once more, now. */
export function saveAgain(keeping: Keeping): void {
  beginning.tryAgain();
  keeper?.tryAgain();
  void keeping.corpora.saveAgain();
}

/** Resolves when all is written, or could not be. */
export async function allWritten(keeping: Keeping): Promise<void> {
  await beginning.settled();
  await keeper?.settled();
  await keeping.corpora.corporaWritten();
}

/** Nothing of the page is written any more. */
export async function endKeeping(keeping: Keeping): Promise<void> {
  useProject.setState({ keeps: 'no' });
  await keeper?.end();
  keeper = null;
  await keeping.corpora.keepNoCorpora();
}
