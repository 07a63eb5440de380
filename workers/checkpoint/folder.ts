/**
 * A checkpoint's folder, as people have it: it may lie within another one, as in a zip, and its texts may begin with a
 * byte-order mark. Files that are only pointers to where the real ones lie (git-lfs) are refused by their names.
 */
import { type CheckpointFile, isReadOfCheckpoint } from '../protocol/checkpoint.ts';
import { isZip, unzipWanted } from '../text/zip.ts';
import { checkpointError } from './faults.ts';

export interface Folder {
  /** Of the files that lie in it itself. */
  readonly names: readonly string[];
  bytes(name: string): Uint8Array | undefined;
  /** UTF-8, without a byte-order mark. @throws GraftError where it is not UTF-8. */
  text(name: string): string | undefined;
  /** @throws GraftError where it is not JSON. */
  json(name: string): unknown;
}

const configName = 'config.json';
const pointerStart = new TextEncoder().encode('version https://git-lfs.github.com/spec');

/**
 * @param files by their paths, with either kind of slashes; or a single zip of them.
 * @throws GraftError where there is no config.json, or several as deep as each other.
 */
export function openFolder(files: readonly CheckpointFile[]): Folder {
  const byPath = new Map(unpacked(files).map(({ path, bytes }) => [plainPath(path), bytes]));
  const place = folderOf([...byPath.keys()]);
  const here = new Map(
    [...byPath]
      .filter(([path]) => path.startsWith(place) && !path.slice(place.length).includes('/'))
      .map(([path, bytes]) => [path.slice(place.length), bytes]),
  );
  const bytesOf = (name: string) => {
    const bytes = here.get(name);
    if (bytes && pointerStart.every((byte, index) => bytes[index] === byte)) throw pointer(name);
    return bytes;
  };
  const textOf = (name: string) => {
    const bytes = bytesOf(name);
    if (!bytes) return undefined;
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw checkpointError('checkpoint-text', 'The file is not a text in UTF-8.', 'damaged', name);
    }
  };
  return {
    names: [...here.keys()].sort(),
    bytes: bytesOf,
    text: textOf,
    json(name) {
      const text = textOf(name);
      if (text === undefined) return undefined;
      try {
        return JSON.parse(text);
      } catch {
        throw checkpointError('checkpoint-json', 'The file is not JSON, or was cut off.', 'damaged', name);
      }
    },
  };
}

/** A single zip stands for what is in it. */
function unpacked(files: readonly CheckpointFile[]): readonly CheckpointFile[] {
  const [only] = files;
  return files.length === 1 && only && isZip(only.bytes)
    ? unzipWanted(only.path, only.bytes, isReadOfCheckpoint, 'checkpoint-bytes')
    : files;
}

function plainPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
}

/** Where the config.json that lies highest is; further ones, deeper, belong to other things. */
function folderOf(paths: readonly string[]): string {
  const configs = paths.filter((path) => /(?:^|\/)config\.json$/.test(path) && !path.startsWith('__MACOSX/'));
  const depth = (path: string) => path.split('/').length;
  const least = configs.reduce((so, path) => Math.min(so, depth(path)), Number.POSITIVE_INFINITY);
  const [first, second] = configs.filter((path) => depth(path) === least);
  if (first === undefined) {
    throw checkpointError(
      'checkpoint-config',
      'There is no config.json, which says what kind of model a checkpoint is.',
      { say: 'Give the whole folder, as it was published or as transformers saved it.' },
    );
  }
  if (second !== undefined) {
    throw checkpointError('checkpoint-several', `There are several checkpoints: ${first}, ${second}.`, {
      say: 'Give one of their folders.',
    });
  }
  return first.slice(0, -configName.length);
}

function pointer(name: string) {
  return checkpointError(
    'checkpoint-pointer',
    'The file is only a pointer of git-lfs to where the real one lies.',
    { say: 'Run “git lfs pull” in the folder, or download the file itself.' },
    name,
  );
}
