/**
 * Files of the command line. What will be written at the end is tried at the start: nobody should train for an hour to
 * learn that the folder does not exist.
 */
import { accessSync, constants, existsSync, openAsBlob, statSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { PartName } from '../workers/protocol/corpus.ts';
import type { CorpusFile } from '../workers/protocol/engine.ts';
import { GraftError } from '../workers/protocol/errors.ts';

/** @throws GraftError where the file is missing, a folder, or may not be read. */
export async function readBytes(path: string): Promise<Uint8Array> {
  checkReadable(path);
  return readFile(path);
}

export async function readCorpusFile(path: string, part?: PartName): Promise<CorpusFile> {
  const bytes = await readBytes(path);
  return { name: basename(path), bytes, ...(part && { part }) };
}

/** A file that is read as a stream, of any size. */
export async function openVectors(path: string): Promise<{ name: string; blob: Blob }> {
  checkReadable(path);
  return { name: basename(path), blob: await openAsBlob(path) };
}

/** @throws GraftError where nothing can be written there. */
export function checkWritable(path: string): void {
  const folder = dirname(resolve(path));
  const remedy = 'Give a path in a folder that exists and may be written to.';
  if (!existsSync(folder)) throw fileError(path, `The folder ${folder} does not exist.`, remedy);
  if (existsSync(path) && statSync(path).isDirectory()) throw fileError(path, 'This is a folder.', remedy);
  try {
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
  } catch {
    throw fileError(path, 'It may not be written.', remedy);
  }
}

/** Written beside its place and then moved there: an interrupted write leaves the old file whole. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  checkWritable(path);
  const temporary = `${path}.${process.pid}.part`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw fileError(path, `It could not be written: ${reason}.`, 'Make room, or choose another place.');
  }
}

function checkReadable(path: string): void {
  if (!existsSync(path)) throw fileError(path, 'There is no such file.', 'Check the path.');
  if (statSync(path).isDirectory()) throw fileError(path, 'This is a folder.', 'Give a file.');
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw fileError(path, 'It may not be read.', 'Change its permissions.');
  }
}

function fileError(file: string, message: string, remedy: string): GraftError {
  return new GraftError({ code: 'file', message, remedy, file });
}
