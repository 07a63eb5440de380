/**
 * What is large: models and vectors, each a file in the project's folder of the browser's own file system. A browser that lets
 * nothing be written there keeps them in the database instead. Callers see no difference.
 */
import { database } from './database.ts';

const rootName = 'graft-projects';

/** The folder of all projects; null where the browser has no file system that could be written to. */
async function rootFolder(create: boolean): Promise<FileSystemDirectoryHandle | null> {
  const writable = 'createWritable' in (globalThis.FileSystemFileHandle?.prototype ?? {});
  if (!writable || !navigator.storage?.getDirectory) return null;
  return folderIfThere(async () => (await navigator.storage.getDirectory()).getDirectoryHandle(rootName, { create }));
}

async function folderOf(project: string, create: boolean): Promise<FileSystemDirectoryHandle | null> {
  const root = await rootFolder(create);
  return root && folderIfThere(() => root.getDirectoryHandle(project, { create }));
}

async function folderIfThere(
  open: () => Promise<FileSystemDirectoryHandle>,
): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await open();
  } catch (thrown) {
    if (isMissing(thrown) || (thrown as Error).name === 'SecurityError') return null;
    throw thrown;
  }
}

const isMissing = (thrown: unknown) => (thrown as Error).name === 'NotFoundError';

/** @param name of the file in its project, without a slash. */
export async function writeFile(project: string, name: string, content: Blob): Promise<void> {
  const folder = await folderOf(project, true);
  if (!folder) {
    const { files } = await database();
    await files.put({ project, name, blob: content });
    return;
  }
  const handle = await folder.getFileHandle(name, { create: true });
  // What was there before stays until the last byte is written.
  const writing = await handle.createWritable();
  await content.stream().pipeTo(writing);
}

/** Null where there is no such file. */
export async function readFile(project: string, name: string): Promise<Blob | null> {
  const folder = await folderOf(project, false);
  try {
    const handle = await folder?.getFileHandle(name);
    if (handle) return await handle.getFile();
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
  return (await (await database()).files.get([project, name]))?.blob ?? null;
}

export async function removeFile(project: string, name: string): Promise<void> {
  const folder = await folderOf(project, false);
  try {
    await folder?.removeEntry(name);
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
  await (await database()).files.delete([project, name]);
}

/** All files of a project, and their folder. */
export async function removeFiles(project: string): Promise<void> {
  const root = await rootFolder(false);
  if (root && (await folderOf(project, false))) {
    await root.removeEntry(project, { recursive: true });
    if ((await namesIn(root)).length === 0) await (await navigator.storage.getDirectory()).removeEntry(rootName);
  }
  await (await database()).files.where({ project }).delete();
}

/** The projects that have files, or a folder for them. */
export async function projectsWithFiles(): Promise<string[]> {
  const root = await rootFolder(false);
  const inRows = await (await database()).files.orderBy('project').uniqueKeys();
  return [...(root ? await namesIn(root) : []), ...inRows.map(String)];
}

export interface FileEntry {
  readonly name: string;
  readonly bytes: number;
}

export async function listFiles(project: string): Promise<FileEntry[]> {
  const folder = await folderOf(project, false);
  const names = folder ? await namesIn(folder) : [];
  const inFolder = names.map(async (name) => ({ name, bytes: (await readFile(project, name))?.size ?? 0 }));
  const rows = await (await database()).files.where({ project }).toArray();
  return [...(await Promise.all(inFolder)), ...rows.map(({ name, blob }) => ({ name, bytes: blob.size }))];
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}
