/** All files of some folders, with those below, by names that tell them apart. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export interface FolderFile {
  /** Within its folder, with slashes; where several are given, the folder's own name stands before it. */
  readonly name: string;
  readonly path: string;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** In the order of the names, folder by folder; what is no folder is a file. */
export function filesUnder(paths: readonly string[]): FolderFile[] {
  const taken: string[] = [];
  return paths.flatMap((path) => {
    const own = freeName(basename(resolve(path)), taken);
    taken.push(own);
    if (!isFolder(path)) return [{ name: own, path }];
    return below(path, paths.length === 1 ? '' : `${own}/`, new Set());
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
function below(folder: string, prefix: string, above: ReadonlySet<string>): FolderFile[] {
  const real = realpathSync(folder);
  if (above.has(real)) return [];
  const names = readdirSync(folder).sort((one, other) => (one < other ? -1 : 1));
  return names.flatMap((name) => {
    const path = join(folder, name);
    if (isFolder(path)) return below(path, `${prefix}${name}/`, new Set([...above, real]));
    return [{ name: `${prefix}${name}`, path }];
  });
}
