/** A folder that several files are written to: tried at the start, as files are. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CheckpointFile } from '../workers/protocol/checkpoint.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { checkWritable, writeWhole } from './files.ts';

export const withoutSlash = (path: string) => path.replace(/[/\\]+$/, '');

/** @throws GraftError where the files would lie among others, or cannot lie there at all. */
export function checkFolder(path: string): void {
  const refuse = (message: string) =>
    new GraftError({ code: 'export-folder', message, remedy: 'Give a new folder, or an empty one.', file: path });
  if (!existsSync(path)) {
    checkWritable(withoutSlash(path));
    return;
  }
  if (!statSync(path).isDirectory()) throw refuse('This is a file, and several files are to be written.');
  if (readdirSync(path).length > 0) throw refuse('There are files in this folder already.');
}

/** @returns what was written, in words. */
export async function writeFolder(path: string, files: readonly CheckpointFile[]): Promise<string> {
  for (const { path: name, bytes } of files) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    await writeWhole(join(path, name), bytes);
  }
  return `Wrote ${files.map(({ path: name }) => name).join(', ')} to ${path}.`;
}
