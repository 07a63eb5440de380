/**
 * What `--vectors` names: a file, the English vectors that come with Graft, or a list of words beside a NumPy array, by
 * their folder or by either of the two.
 */
import { existsSync, openAsBlob, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { englishVectors } from '../workers/protocol/englishVectors.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { packVectors, wordsEntry } from '../workers/text/vectorMatrix.ts';
import { checkReadable } from './files.ts';
import { isFolder, readFound } from './folderFiles.ts';

/** The name for the vectors that come along; a file of this name is given as `./english`. */
export const comingAlong = 'english';

/** The files that are read: one, or the words and then their array. */
export function vectorFiles(named: string): readonly string[] {
  if (named === comingAlong) {
    return [fileURLToPath(new URL(`../public/${englishVectors.path}`, import.meta.url))];
  }
  if (!existsSync(named)) return [named];
  if (!isFolder(named) && basename(named) !== wordsEntry && !named.endsWith('.npy')) return [named];
  const folder = isFolder(named) ? named : dirname(named);
  const arrays = named.endsWith('.npy')
    ? [basename(named)]
    : readdirSync(folder).filter((name) => name.endsWith('.npy'));
  const words = join(folder, wordsEntry);
  // Vectors in text form may have this name too.
  if (basename(named) === wordsEntry && arrays.length === 0) return [named];
  const [array] = arrays;
  if (array === undefined || arrays.length > 1 || !existsSync(words)) throw noPair(named, folder, arrays);
  return [words, join(folder, array)];
}

/** A file is read as a stream, of any size; a FIFO is read at once. */
export async function openVectors(named: string): Promise<{ name: string; blob: Blob }> {
  const [first, array] = vectorFiles(named) as [string, string?];
  checkReadable(first);
  if (array !== undefined) {
    const [words, matrix] = await Promise.all([readFound(first), readFound(array)]);
    return { name: basename(array), blob: new Blob([packVectors({ words, matrix })]) };
  }
  const blob = statSync(first).isFile() ? await openAsBlob(first) : new Blob([await readFile(first)]);
  return { name: named === comingAlong ? englishVectors.label : basename(first), blob };
}

function noPair(named: string, folder: string, arrays: readonly string[]): GraftError {
  const found =
    arrays.length > 1
      ? `${arrays.join(' and ')} are there`
      : `there is no ${arrays.length ? wordsEntry : 'array (.npy)'}`;
  return new GraftError({
    code: 'vector-pair',
    file: named,
    message: `Vectors from a NumPy array need ${wordsEntry} and one array beside each other; in ${folder} ${found}.`,
    remedy:
      arrays.length > 1
        ? 'Name the array itself.'
        : `Put ${wordsEntry}, a word a line, beside the array, or give vectors in text form.`,
  });
}
