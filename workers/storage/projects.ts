/** The projects of this browser, and the small things in them: models in short, records of runs, the set-up. */
import type { ProjectEntry } from '../protocol/projects.ts';
import { newId } from '../text/newId.ts';
import { database, type ModelRow, type RunRow } from './database.ts';
import { listFiles, projectsWithFiles, removeFile, removeFiles } from './largeFiles.ts';
import { hasLocks, lockedProjects } from './projectLock.ts';

export interface ListedProject extends ProjectEntry {
  /** The names of its corpora and models. */
  readonly holds: readonly string[];
  /** Of what is stored: characters of documents, bytes of files. */
  readonly size: number;
}

/** The one changed last stands first. What an import that was cut off has left is removed before. */
export async function listProjects(): Promise<ListedProject[]> {
  await removeLeftovers();
  const { projects, corpora, models } = await database();
  const entries = await projects.toArray();
  const listed = entries.map(async (entry) => {
    const project = entry.id;
    const [ofCorpora, ofModels, files] = await Promise.all([
      corpora.where({ project }).toArray(),
      models.where({ project }).toArray(),
      listFiles(project),
    ]);
    const characters = ofCorpora.reduce((sum, row) => sum + row.characters, 0);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const names = [
      ...ofCorpora.map(({ description }) => description.name),
      ...ofModels.map(({ summary }) => summary.name),
    ];
    return { ...entry, holds: names, size: characters + bytes };
  });
  return (await Promise.all(listed)).sort((a, b) => b.changed - a.changed);
}

export async function createProject(name: string, demo = false): Promise<ProjectEntry> {
  const { projects } = await database();
  const now = Date.now();
  const entry = { ...{ id: newId('project'), name, demo }, ...{ created: now, changed: now } };
  await projects.add(entry);
  return entry;
}

/** Null where there is none. */
export async function findProject(id: string): Promise<ProjectEntry | null> {
  return (await (await database()).projects.get(id)) ?? null;
}

/** Another name, or the moment at which something was written into it. */
export async function updateProject(
  id: string,
  change: Partial<Pick<ProjectEntry, 'name' | 'changed' | 'demo'>>,
): Promise<void> {
  await (await database()).projects.update(id, change);
}

/** All that there is of a project, its files first: what is listed can still be deleted where that was cut off. */
export async function removeProject(project: string): Promise<void> {
  await removeFiles(project);
  const opened = await database();
  const { projects, corpora, documents, models, runs, things } = opened;
  await opened.transaction('rw', [projects, corpora, documents, models, runs, things], async () => {
    const [first, last] = [
      [project, '', '', 0],
      [project, '\uffff', '', 0],
    ];
    await documents.where(':id').between(first, last).delete();
    for (const table of [corpora, models, runs, things]) await table.where({ project }).delete();
    await projects.delete(project);
  });
}

/**
 * Rows and files of projects that no list has, since the page was closed while they were read from a file. One that is read just now has
 * a lock, and is listed before the lock goes: so the list is read last.
 */
async function removeLeftovers(): Promise<void> {
  if (!hasLocks()) return;
  const { projects } = await database();
  const stored = await storedIds();
  const locked = await lockedProjects(stored);
  const listed = new Set(await projects.toCollection().primaryKeys());
  for (const id of stored) {
    if (listed.has(id) || locked.has(id)) continue;
    // What cannot be removed now is tried with the next list.
    await removeProject(id).catch(() => {});
  }
}

/** Of all projects of which anything is stored. */
async function storedIds(): Promise<string[]> {
  const { corpora, documents, models, runs, things } = await database();
  const ids = new Set(await projectsWithFiles());
  for (const table of [corpora, models, runs, things]) {
    for (const id of await table.orderBy('project').uniqueKeys()) ids.add(String(id));
  }
  for (const key of await documents.orderBy('[project+corpus]').uniqueKeys())
    ids.add(String((key as readonly unknown[])[0]));
  return [...ids];
}

const inOrder = (a: { readonly order: number }, b: { readonly order: number }) => a.order - b.order;

export async function storedModels(project: string): Promise<ModelRow[]> {
  return (await (await database()).models.where({ project }).toArray()).sort(inOrder);
}

export async function putModel(row: ModelRow): Promise<void> {
  await (await database()).models.put(row);
}

export const bundleName = (modelId: string) => `${modelId}.graft`;
/** Of the run under way. */
export const journalName = 'run.journal';
export const encoderName = (encoderId: string) => `${encoderId}.zip`;

export async function removeStoredModel(project: string, id: string): Promise<void> {
  await (await database()).models.delete([project, id]);
  await removeFile(project, bundleName(id));
}

export async function storedRuns(project: string): Promise<RunRow[]> {
  return (await (await database()).runs.where({ project }).toArray()).sort(inOrder);
}

export async function putRun(row: RunRow): Promise<void> {
  await (await database()).runs.put(row);
}

export async function removeStoredRun(project: string, id: string): Promise<void> {
  await (await database()).runs.delete([project, id]);
}

/** By their names. */
export async function storedThings(project: string): Promise<ReadonlyMap<string, unknown>> {
  const rows = await (await database()).things.where({ project }).toArray();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

export async function putThing(project: string, name: string, value: unknown): Promise<void> {
  await (await database()).things.put({ project, name, value });
}
