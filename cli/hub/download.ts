/**
 * One file from the hub to its place. It grows beside it as `.part`, which a later call goes on with, and gets its name only
 * when it is whole and its hash is the one that the hub gives.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { GraftError } from '../../workers/protocol/errors.ts';
import { type Hub, type RemoteFile, type Repository, requestFile } from './hub.ts';

/** Attempts one after another that bring nothing, after which somebody else must see what is wrong. */
const mostInVain = 4;

/**
 * @param onBytes is told how many of the file's bytes are there.
 * @throws GraftError where it cannot be had, is cut off again and again (its beginning stays), or is not what it should be
 *   (nothing of it stays).
 */
export async function download(
  hub: Hub,
  repository: Pick<Repository, 'name' | 'commit'>,
  file: RemoteFile,
  folder: string,
  onBytes: (there: number) => void,
): Promise<void> {
  const part = partOf(folder, file);
  for (let inVain = 0; inVain < mostInVain; ) {
    const before = sizeOf(part);
    if (before >= file.size) break;
    if (inVain > 0) await wait(250 * 2 ** inVain);
    await append(hub, repository, file, part, onBytes);
    inVain = sizeOf(part) > before ? 0 : inVain + 1;
  }
  if (sizeOf(part) < file.size) {
    throw new GraftError({
      code: 'hub-cut-off',
      message: `The connection was cut off after ${sizeOf(part).toLocaleString('en')} of ${file.size.toLocaleString('en')} bytes.`,
      remedy: 'Give the same command again: it goes on where this one ended.',
      file: file.path,
    });
  }
  if (file.size === 0) await (await open(part, 'a')).close();
  if (!(await isFile(part, file))) {
    await rm(part, { force: true });
    throw new GraftError({
      code: 'hub-hash',
      message: `What came is not the file that the hub lists: its ${file.hash.kind} is another.`,
      remedy: 'Nothing of it was kept. Try again; where it happens again, something on the way changes it.',
      file: file.path,
    });
  }
  await rename(part, join(folder, file.path));
}

export const partOf = (folder: string, { path }: RemoteFile) => join(folder, `${path}.part`);

/** How many bytes are in a file; 0 where there is none. */
export const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** Whether a file is, by its hash, the one that the hub has. */
export async function isFile(path: string, { size, hash }: RemoteFile): Promise<boolean> {
  if (!existsSync(path) || sizeOf(path) !== size) return false;
  const sum = createHash(hash.kind === 'sha256' ? 'sha256' : 'sha1');
  if (hash.kind === 'git-sha1') sum.update(`blob ${size}\0`);
  for await (const chunk of createReadStream(path)) sum.update(chunk as Uint8Array);
  return sum.digest('hex') === hash.value;
}

/** What comes until the end, or until the connection breaks. @throws GraftError where the hub refuses or the disk is full. */
async function append(
  hub: Hub,
  repository: Pick<Repository, 'name' | 'commit'>,
  file: RemoteFile,
  part: string,
  onBytes: (there: number) => void,
): Promise<void> {
  const from = sizeOf(part);
  const response = await requestFile(hub, repository, file.path, from);
  const goesOn = response.status === 206;
  const out = await open(part, goesOn ? 'a' : 'w');
  let there = goesOn ? from : 0;
  try {
    const body = response.body?.getReader();
    for (let chunk = await next(body); chunk && there < file.size; chunk = await next(body)) {
      await write(out, chunk, file);
      there += chunk.length;
      onBytes(Math.min(there, file.size));
    }
    await body?.cancel().catch(() => {});
  } finally {
    await out.close();
  }
}

/** Null at the end, be it the file's or the connection's: the size tells which. */
async function next(body: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<Uint8Array | null> {
  const read = await body?.read().catch(() => null);
  return read?.value ?? null;
}

async function write(out: FileHandle, chunk: Uint8Array, { path }: RemoteFile): Promise<void> {
  try {
    await out.writeFile(chunk);
  } catch (thrown) {
    const full = (thrown as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new GraftError({
      code: 'file',
      message: full ? 'There is no more room on the disk.' : `It could not be written: ${String(thrown)}.`,
      remedy: 'Make room, and give the same command again: it goes on where this one ended.',
      file: path,
    });
  }
}
