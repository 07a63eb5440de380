/**
 * A zip archive of corpus files, unpacked in memory. It comes from anywhere, so that sizes are added up before anything
 * is unpacked. Archives that are documents of other programs are refused by their names.
 */
import { unzipSync, type ZippableFile, zipSync } from 'fflate';
import { GraftError } from '../protocol/errors.ts';
import { clip } from './clip.ts';
import { checkLimit, checkUnpacked, type LimitName } from './limits.ts';

/** What an archive is, told by an entry that all of its kind have. */
const documentKinds: readonly (readonly [entry: RegExp, kind: string, remedy: string])[] = [
  [/^word\/document\.xml$/, 'a Word document', 'Copy its text into a .txt file.'],
  [/^xl\/workbook\.(?:xml|bin)$/, 'an Excel workbook', 'Save it as CSV.'],
  [/^ppt\/presentation\.xml$/, 'a PowerPoint presentation', 'Copy its text into a .txt file.'],
  [/^META-INF\/container\.xml$/, 'an e-book (EPUB)', 'Copy its text into a .txt file.'],
  [/^content\.xml$/, 'an OpenDocument file', 'Save it as plain text or CSV.'],
  [/^weights\.safetensors$/, 'a model of Graft (.graft)', 'Open it as a model, and choose a corpus here.'],
];

export interface ZipEntry {
  /** Its path within the archive. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ZipContent {
  readonly entries: readonly ZipEntry[];
  /** Paths of what was left packed: descriptions, settings, pictures and programs. */
  readonly left: readonly string[];
}

const hidden = /(?:^|\/)(?:\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/;
const description = /(?:^|\/)(?:readme|licen[cs]e|copying|changelog|citation|authors|notice|manifest)(?:[._-][^/]*)?$/i;
const otherEnding =
  /\.(?:md|rst|conf|cfg|ini|toml|ya?ml|pdf|png|jpe?g|gif|svg|html?|xml|xmi|xsd|dtd|css|js|py|pyc|ipynb|sh|bat|java|jar|class|c|r|rdata|exe|dll|so|zip|gz|tgz|bz2|xz|7z|tar|rar|graft|docx?|xlsx?|pptx?|odt|ods|rtf|bib|tex|sql|db|sqlite|bin|pt|pth|pkl|npy|npz|safetensors|parquet|arrow|spacy|wav|mp3|mp4)$/i;

/** Archives with the same content have the same bytes. */
const fixedTime = new Date(1980, 0, 1);
/** Above it a file is put in as it is: numbers hardly get smaller, and take seconds. */
const largestPacked = 4_000_000;

/** Files as one archive. */
export function zipFiles(files: readonly ZipEntry[]): Uint8Array {
  const entries = files.map(({ path, bytes }): [string, ZippableFile] => [
    path,
    [bytes, { level: bytes.length > largestPacked ? 0 : 6 }],
  ]);
  return zipSync(Object.fromEntries(entries), { mtime: fixedTime });
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** @throws GraftError where it is another program's document, protected, damaged, too large, or holds nothing to read. */
export function unzipFiles(file: string, bytes: Uint8Array): ZipContent {
  const paths = listed(file, bytes);
  for (const [entry, kind, remedy] of documentKinds) {
    if (!paths.some(({ path }) => entry.test(path))) continue;
    throw zipError('binary-file', file, `It is ${kind}, not a corpus. Nothing was read.`, remedy);
  }
  const wanted = new Set<string>();
  const left: string[] = [];
  let size = 0;
  for (const { path, originalSize } of paths) {
    if (path.endsWith('/') || hidden.test(path)) continue;
    if (description.test(path) || otherEnding.test(path)) {
      left.push(path);
      continue;
    }
    wanted.add(path);
    size += originalSize;
  }
  if (wanted.size === 0) {
    const instead = left.length > 0 ? `: it holds ${left.slice(0, 3).join(', ')}${left.length > 3 ? ' …' : ''}` : '';
    throw zipError(
      'nothing-read',
      file,
      `The zip archive holds no file that Graft reads${instead}. Nothing was read.`,
      'Choose a zip of text files: CoNLL, JSON, JSONL, CSV, WebAnno TSV, brat or plain text.',
    );
  }
  checkUnpacked('zip-bytes', size, bytes.length, file);
  const unpacked = opened(file, bytes, (path) => wanted.has(path));
  // Not the order of the object, where names that are numbers come first.
  const entries = [...wanted].flatMap((path) => (unpacked[path] ? [{ path, bytes: unpacked[path] }] : []));
  return { entries, left };
}

/**
 * Entries of an archive that is no corpus.
 * @param wants of the others the paths alone are told, with no bytes.
 * @param limit of the bytes that the wanted ones may unpack to; none of an archive that this program has stored itself.
 * @throws GraftError where it is protected, damaged or too large.
 */
export function unzipWanted(
  file: string,
  bytes: Uint8Array,
  wants: (path: string) => boolean,
  limit?: LimitName,
): ZipEntry[] {
  const paths = listed(file, bytes).filter(({ path }) => !path.endsWith('/') && !hidden.test(path));
  const size = paths.reduce((sum, { path, originalSize }) => sum + (wants(path) ? originalSize : 0), 0);
  if (limit) checkUnpacked(limit, size, bytes.length, file);
  const unpacked = opened(file, bytes, wants);
  return paths.map(({ path }) => ({ path, bytes: unpacked[path] ?? new Uint8Array() }));
}

function listed(file: string, bytes: Uint8Array): { path: string; originalSize: number }[] {
  // Bit 0 of the first entry's flags.
  if (bytes[2] === 3 && ((bytes[6] ?? 0) & 1) === 1) {
    throw zipError(
      'zip-protected',
      file,
      'The zip archive is protected by a password. Nothing was read.',
      'Unpack it.',
    );
  }
  const paths: { path: string; originalSize: number }[] = [];
  opened(file, bytes, (path, originalSize) => {
    paths.push({ path, originalSize });
    return false;
  });
  checkLimit('zip-entries', paths.length, file);
  const outside = paths.find(({ path }) => leadsOutside(path));
  if (outside) {
    throw zipError(
      'zip-path',
      file,
      `The zip archive has a file that would lie outside of it, “${clip(outside.path)}”. Nothing was read.`,
      'Archives are not made so by accident: ask where it came from. If you trust it, unpack it, and choose its files.',
    );
  }
  return paths;
}

/** Whoever unpacks such a path writes over files of others: absolute, on a drive, or by way of the folder above. */
function leadsOutside(path: string): boolean {
  return /^(?:[/\\]|[a-z]:[/\\])|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/i.test(path);
}

function opened(
  file: string,
  bytes: Uint8Array,
  wants: (path: string, originalSize: number) => boolean,
): Readonly<Record<string, Uint8Array>> {
  try {
    // Each entry is unpacked into as many bytes as it claims to have, and no more.
    return unzipSync(bytes, { filter: ({ name, originalSize }) => wants(name, originalSize) });
  } catch (thrown) {
    const isUnknown = thrown instanceof Error && thrown.message.startsWith('unknown compression');
    throw zipError(
      'zip-damaged',
      file,
      isUnknown
        ? 'The zip archive is packed in a way that Graft does not know. Nothing was read.'
        : 'The zip archive is cut off or damaged. Nothing was read.',
      'Unpack it, and choose its files; or make it anew.',
    );
  }
}

function zipError(code: string, file: string, message: string, remedy: string): GraftError {
  return new GraftError({ code, message, remedy, file });
}
