/** How a result gets to its place, and whether it will: a file is replaced as a whole, anything else written through. */
import { randomUUID } from 'node:crypto';
import { accessSync, closeSync, constants, openSync, rmSync, writeFile as writeFileBack, writeSync } from 'node:fs';
import { open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Place } from './places.ts';

export type WritablePlace = Exclude<Place, { readonly kind: 'folder' | 'socket' }>;

/** Leaves all as it is. A FIFO is not opened, since that would wake its reader. @throws what Node throws. */
export function tryWriting(place: WritablePlace): void {
  if (place.kind === 'stream') {
    writeSync(place.descriptor, new Uint8Array());
    return;
  }
  if (place.stats) accessSync(place.path, constants.W_OK);
  if (place.kind === 'device') return;
  const temporary = temporaryBeside(place.path);
  closeSync(openSync(temporary, 'wx'));
  rmSync(temporary);
}

/** `private`: a file that its owner alone reads. */
export type Readers = 'usual' | 'private';

/** @throws what Node throws; a file is then as it was. */
export async function writeTo(place: WritablePlace, content: string | Uint8Array, readers: Readers): Promise<void> {
  if (place.kind === 'stream') await writeToStream(place.descriptor, content);
  // Without O_CREAT: what was a device or a FIFO does not become a file.
  else if (place.kind === 'device') await writeFile(place.path, content, { flag: constants.O_WRONLY });
  else await replaceFile(place, content, readers);
}

/**
 * Written beside its place, flushed, and then moved there: an interrupted write leaves the old file whole. The new one
 * has the old one's permissions and, where we may give it away, its owner.
 */
async function replaceFile(
  { path, stats }: Extract<Place, { kind: 'file' }>,
  content: string | Uint8Array,
  readers: Readers,
) {
  const temporary = temporaryBeside(path);
  // Nobody else reads what will be private before it is.
  const file = await open(temporary, 'wx', stats || readers === 'private' ? 0o600 : 0o666);
  try {
    try {
      if (stats) {
        await file.chown(Number(stats.uid), Number(stats.gid)).catch(() => {});
        await file.chmod(Number(stats.mode) & (readers === 'private' ? 0o600 : 0o7777));
      }
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}

/** Milliseconds after which a file that nobody went on writing was left by a program that was killed. */
const abandonedAfter = 60_000;

/** Removes what programs that were killed left beside a file while they wrote it. */
export async function removeUnfinished(path: string): Promise<void> {
  const beginning = unfinishedName(path);
  const names = await readdir(dirname(path)).catch((): string[] => []);
  for (const name of names.filter((each) => each.startsWith(beginning))) {
    const left = join(dirname(path), name);
    if (Date.now() - (await stat(left)).mtimeMs > abandonedAfter) await rm(left, { force: true });
  }
}

const unfinishedName = (path: string) => `${basename(path).slice(0, 60)}.unfinished-`;

/** A name that says what it is, should the program be killed before it is moved. Long names are cut: they have bounds. */
function temporaryBeside(path: string): string {
  return join(dirname(path), unfinishedName(path) + randomUUID().slice(0, 8));
}

/** Not opened by its path: that would empty a file that standard output goes to, and cannot be done to a socket. */
async function writeToStream(descriptor: number, content: string | Uint8Array): Promise<void> {
  const stream = { 1: process.stdout, 2: process.stderr }[descriptor];
  if (!stream) return promisify(writeFileBack)(descriptor, content);
  await new Promise<void>((done, fail) => {
    stream.write(content, (error) => (error ? fail(error) : done()));
  });
}
