/**
 * Files of the command line. What will be written at the end is tried at the start: nobody should train for an hour to
 * learn that the folder does not exist, or that the result took the place of its source.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { PartName } from '../workers/protocol/corpus.ts';
import type { CorpusFile } from '../workers/protocol/engine.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { checkLimit } from '../workers/text/limits.ts';
import { isBrokenPipe } from './failure.ts';
import { identityOf, type Place, placeOf } from './places.ts';
import { type Readers, tryWriting, type WritablePlace, writeTo } from './writing.ts';

/** @throws GraftError where the file is missing, a folder, too large, or may not be read. */
export async function readBytes(path: string): Promise<Uint8Array> {
  checkReadable(path);
  checkLimit('file-bytes', statSync(path).size, path);
  return readFile(path);
}

/** In order; files of one name are told apart by their paths. */
export async function readCorpusFiles(
  wanted: readonly { readonly path: string; readonly part: PartName }[],
): Promise<CorpusFile[]> {
  const files: CorpusFile[] = [];
  for (const { path, part } of wanted) {
    const name = basename(path);
    const alone = wanted.filter((other) => basename(other.path) === name).length === 1;
    files.push({ name: alone ? name : path, bytes: await readBytes(path), part });
  }
  return files;
}

const standardInput = 'For standard input give /dev/stdin; graft tag reads it where there is no --in.';
const standardOutput =
  'For standard output give /dev/stdout, or leave --out out of convert and tag; for a file of this name give ./-.';

/** @throws GraftError where the file is missing, a folder, or may not be read. */
export function checkReadable(path: string): void {
  if (path === '') throw emptyPath();
  if (!existsSync(path))
    throw fileError(path, 'There is no such file.', path === '-' ? standardInput : 'Check the path.');
  if (statSync(path).isDirectory()) throw fileError(path, 'This is a folder.', 'Give a file.');
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw fileError(path, 'It may not be read.', 'Change its permissions.');
  }
}

/** Paths by the option that gave them, such as `--out`; an option that was not given has none. */
export type PathsByOption = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * For a command's first line: whether every output can be written, and none is one of the inputs or another output,
 * however the paths are spelled.
 * @throws GraftError with the place, or with both options.
 */
export function checkOutputs(outputs: PathsByOption, inputs: PathsByOption): void {
  const taken = new Map<string, string>();
  for (const [option, path] of [...pathsOf(outputs), ...pathsOf(inputs)]) if (path === '') throw emptyPath(option);
  for (const [option, path] of pathsOf(inputs)) {
    const identity = existsSync(path) ? identityOf(placeOf(path)) : null;
    if (identity !== null) taken.set(identity, option);
  }
  const read = new Set(taken.keys());
  for (const [option, path] of pathsOf(outputs)) {
    const identity = identityOf(checkWritable(path));
    if (identity === null) continue;
    const other = taken.get(identity);
    if (other !== undefined) {
      const fault = read.has(identity) ? `${option} would overwrite what ${other} reads.` : `${other} goes there too.`;
      throw new GraftError({
        code: 'same-file',
        message: `${option} and ${other} are one file: ${fault}`,
        remedy: `Give ${option} another path.`,
        file: path,
      });
    }
    taken.set(identity, option);
  }
}

function pathsOf(options: PathsByOption): [option: string, path: string][] {
  return Object.entries(options).flatMap(([option, given]) =>
    [given ?? []].flat().map((path): [string, string] => [option, path]),
  );
}

/** @throws GraftError where nothing can be written there; where a reader has gone, the error itself. */
export function checkWritable(path: string): WritablePlace {
  const refuse = (message: string) =>
    fileError(path, message, 'Give a path in a folder that exists and may be written to.');
  let place: Place;
  try {
    place = placeOf(path);
  } catch (thrown) {
    const { code, path: at = dirname(path) } = thrown as NodeJS.ErrnoException;
    throw refuse(code === 'ENOENT' ? `The folder ${resolve(at)} does not exist.` : reasonOf(thrown));
  }
  // Elsewhere this is standard output, and nobody looks for a file of this name.
  if (path === '-') throw fileError(path, 'Standard output has no such name here.', standardOutput);
  if (place.kind === 'folder' || path.endsWith('/')) throw refuse('This is a folder.');
  if (place.kind === 'socket') throw refuse('This is a socket.');
  try {
    tryWriting(place);
  } catch (thrown) {
    if (isBrokenPipe(thrown)) throw thrown;
    throw refuse(`It may not be written: ${reasonOf(thrown)}`);
  }
  return place;
}

/**
 * Writes a result to where `checkWritable` found that it can be written.
 * @throws GraftError where that fails; where a reader has gone, the error itself, see `isBrokenPipe`.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  readers: Readers = 'usual',
): Promise<void> {
  const place = checkWritable(path);
  try {
    await writeTo(place, content, readers);
  } catch (thrown) {
    if (isBrokenPipe(thrown)) throw thrown;
    throw fileError(path, `It could not be written: ${reasonOf(thrown)}`, 'Make room, or choose another place.');
  }
}

/** Without the system call and the path of it, which say nothing to those who did not write this. */
function reasonOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return `${/^[A-Z\d]+: (.+?), \w+/.exec(message)?.[1] ?? message}.`;
}

/** What a shell makes of a variable that holds nothing. */
function emptyPath(option?: string): GraftError {
  return new GraftError({
    code: 'empty-path',
    message: option ? `The path that ${option} gives is empty.` : 'A path is empty.',
    remedy: 'Give the path of a file.',
  });
}

function fileError(file: string, message: string, remedy: string): GraftError {
  return new GraftError({ code: 'file', message, remedy, file });
}
