/** All files of some folders, with those below, by names that tell them apart. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { GraftError } from '../workers/protocol/errors.ts';
import { readBytes } from './files.ts';

export interface FolderFile {
  /** Within its folder, with slashes; where several are given, the folder's own name stands before it. */
  readonly name: string;
  readonly path: string;
  /** Why it is passed over; null where it may be read. */
  readonly fault: GraftError | null;
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * A file that a folder holds, as against one that somebody named: nobody waits there for what comes out of a FIFO or a device.
 * @throws GraftError where it is no plain file, or may not be read.
 */
export async function readFound(path: string): Promise<Uint8Array> {
  const fault = faultOf(path);
  if (fault) throw fault;
  return readBytes(path);
}

/** In the order of the names, folder by folder; what is no folder is a file. */
export function filesUnder(paths: readonly string[]): FolderFile[] {
  const taken: string[] = [];
  return paths.flatMap((path) => {
    const own = freeName(basename(resolve(path)), taken);
    taken.push(own);
    if (!isFolder(path)) return [{ name: own, path, fault: null }];
    return below(path, own, paths.length === 1 ? '' : `${own}/`, new Set());
  });
}

/** `letters`, `letters 2`, as long as it is taken. */
function freeName(name: string, taken: readonly string[]): string {
  let number = 1;
  const numbered = () => (number === 1 ? name : `${name} ${number}`);
  while (taken.includes(numbered())) number++;
  return numbered();
}

/** @param above the real folders in which it lies: a link back to one of them is not followed. */
function below(folder: string, own: string, prefix: string, above: ReadonlySet<string>): FolderFile[] {
  const passedOver = (message: string) => [{ name: own, path: folder, fault: noFile(own, message) }];
  const real = realpathSync(folder);
  if (above.has(real)) return passedOver('This is a link back to a folder in which it lies.');
  let names: string[];
  try {
    names = readdirSync(folder).sort((one, other) => (one < other ? -1 : 1));
  } catch {
    return passedOver('This folder may not be read.');
  }
  return names.flatMap((name): FolderFile[] => {
    const path = join(folder, name);
    const full = `${prefix}${name}`;
    if (isFolder(path)) return below(path, full, `${full}/`, new Set([...above, real]));
    return [{ name: full, path, fault: faultOf(path, full) }];
  });
}

/** Null of a plain file, and of one that is missing, which reading tells. @param name what the fault calls it. */
function faultOf(path: string, name = path): GraftError | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found || found.isFile()) return null;
    if (found.isFIFO()) return noFile(name, 'This is a FIFO and no file.');
    return noFile(name, found.isSocket() ? 'This is a socket and no file.' : 'This is a device and no file.');
  } catch (thrown) {
    const isCircle = (thrown as NodeJS.ErrnoException).code === 'ELOOP';
    return noFile(name, isCircle ? 'This is a link in a circle.' : 'It may not be looked at.');
  }
}

function noFile(file: string, message: string): GraftError {
  return new GraftError({ code: 'no-plain-file', message, remedy: 'Take it out of the folder.', file });
}
