/**
 * Where a path of the command line leads in the end. A result is put in the place of a file by a rename, but a device, a
 * FIFO and an open stream such as `/dev/stdout` are written through, and links are followed first: what stands at the
 * other end of a path must not be replaced by a file of ours.
 */
import { type BigIntStats, fstatSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, resolve } from 'node:path';

export type Place =
  /** A regular file, or none yet. `path` is free of links. */
  | { readonly kind: 'file'; readonly path: string; readonly stats: BigIntStats | null }
  | { readonly kind: 'folder'; readonly path: string; readonly stats: BigIntStats }
  | { readonly kind: 'socket'; readonly path: string; readonly stats: BigIntStats }
  /** A device or a FIFO. */
  | { readonly kind: 'device'; readonly path: string; readonly stats: BigIntStats }
  /** A stream that this process has open, by its number: `/dev/stdout`, `/dev/fd/63`. */
  | { readonly kind: 'stream'; readonly descriptor: number; readonly stats: BigIntStats };

/** As many links as Linux follows. */
const maximumLinks = 40;

/** @throws what Node throws where a part of the path is missing, no folder, closed to us, or a ring of links. */
export function placeOf(path: string): Place {
  const descriptor = openStream(resolve(path));
  if (descriptor !== null) return { kind: 'stream', descriptor, stats: fstatSync(descriptor, { bigint: true }) };
  const target = followLinks(path);
  const stats = statSync(target, { bigint: true, throwIfNoEntry: false }) ?? null;
  if (!stats || stats.isFile()) return { kind: 'file', path: target, stats };
  if (stats.isDirectory()) return { kind: 'folder', path: target, stats };
  return { kind: stats.isSocket() ? 'socket' : 'device', path: target, stats };
}

/**
 * What two paths to one thing have in common, hard links included; null for terminals, `/dev/null` and their like, which
 * keep nothing that could be lost.
 */
export function identityOf(place: Place): string | null {
  const { stats } = place;
  if (stats?.isCharacterDevice()) return null;
  if (stats) return `${stats.dev}:${stats.ino}`;
  return place.kind === 'file' ? place.path : null;
}

/** The number of the open stream that a path stands for. Its links are read one by one: they lead on to what is open. */
function openStream(path: string): number | null {
  let at = path;
  for (let links = 0; links < maximumLinks; links++) {
    const found = /^\/(?:dev|proc\/(?:self|(?<process>\d+)))\/fd\/(?<number>\d+)$/.exec(at)?.groups;
    if (found && Number(found.process ?? process.pid) === process.pid) return Number(found.number);
    const link = linkAt(at);
    if (link === null) return null;
    at = resolve(dirname(at), link);
  }
  return null;
}

/** The path without links, also where the last of them leads to a file that is yet to be made. */
function followLinks(path: string, links = 0): string {
  try {
    return realpathSync.native(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || links === maximumLinks) throw thrown;
  }
  const link = linkAt(path);
  if (link !== null) return followLinks(isAbsolute(link) ? link : `${dirname(path)}/${link}`, links + 1);
  // A folder that is missing throws here, as it should.
  return resolve(realpathSync.native(dirname(path)), basename(path));
}

function linkAt(path: string): string | null {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : null;
}
