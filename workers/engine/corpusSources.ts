/**
 * From the files that were given to what is read as one: zips are unpacked, and texts are put together with brat's
 * annotation files. Whatever is decided here, or left out, is said.
 */
import type { FormatName, PartName, ReadResult } from '../protocol/corpus.ts';
import type { CorpusFile, OnProgress } from '../protocol/engine.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import type { BratDocument } from '../text/formats/brat.ts';
import { readBratFolder, readCorpus } from '../text/formats/read.ts';
import type { ReadOptions } from '../text/formats/reading.ts';
import { partFromName, partOfFolder } from '../text/partOfFile.ts';
import { isZip, unzipFiles } from '../text/zip.ts';
import { annotatedTexts, isPlainText } from './annotatedTexts.ts';

export interface SourceDetails {
  readonly name: string;
  /** What the user said. */
  readonly part?: PartName;
  /** What the names of the file and of its folders within a zip say. */
  readonly named?: PartName;
}

/** What one reader reads: a file, or a folder of brat. */
export type CorpusSource = SourceDetails &
  ({ readonly bytes: Uint8Array; readonly fromZip?: boolean } | { readonly documents: readonly BratDocument[] });

export interface Telling {
  readonly assume: (words: string) => void;
  readonly report: (problem: Problem) => void;
}

export interface Asked {
  readonly format?: FormatName;
  readonly encoding?: string;
}

/** A file of its own, or one out of a zip. */
export interface SingleFile extends CorpusFile {
  /** The path within the zip. */
  readonly path?: string;
}

/** @throws GraftError where a zip cannot be unpacked, or holds nothing to read. */
export function corpusSources(files: readonly CorpusFile[], reading: Asked, telling: Telling): CorpusSource[] {
  const single = unpacked(files, telling);
  const isBrat = reading.format === undefined || reading.format === 'brat';
  const { folders, others } = isBrat ? annotatedTexts(single, reading, telling) : { folders: [], others: single };
  const kept = withoutRemarks(others, folders.length > 0, reading, telling);
  const rest = kept.map(({ name, bytes, part, path }): CorpusSource => {
    const named = partFromName(name) ?? (path === undefined ? undefined : partOfFolder(path));
    return {
      name,
      bytes,
      ...(part && { part }),
      ...(named && { named }),
      ...(path !== undefined && { fromZip: true }),
    };
  });
  return [...folders, ...rest];
}

/**
 * Reads them one by one. What cannot be read out of a zip of several files, and is not called a part of the corpus, is
 * left out and told: archives hold lists and settings too.
 * @returns the sources that were read, each with its result.
 * @throws GraftError where anything else cannot be read, or nothing can.
 */
export function readSources(
  sources: readonly CorpusSource[],
  options: ReadOptions,
  { report }: Telling,
  onProgress?: OnProgress,
): { sources: CorpusSource[]; read: ReadResult[] } {
  const done: { source: CorpusSource; result: ReadResult }[] = [];
  let failure: unknown;
  for (const [index, source] of sources.entries()) {
    onProgress?.({ label: `Reading ${source.name}`, fraction: index / sources.length });
    try {
      const result =
        'documents' in source ? readBratFolder(source.name, source.documents, options) : readCorpus(source, options);
      done.push({ source, result });
    } catch (error) {
      const isExtra = 'bytes' in source && source.fromZip && source.named === undefined && sources.length > 1;
      if (!(error instanceof GraftError && isExtra)) throw error;
      failure ??= error;
      report({ ...error.problem, message: `${error.problem.message} The file was left out.` });
    }
  }
  if (done.length === 0 && failure) throw failure;
  return { sources: done.map(({ source }) => source), read: done.map(({ result }) => result) };
}

function unpacked(files: readonly CorpusFile[], { assume }: Telling): SingleFile[] {
  // Who names no file for dev and test has one corpus, whose zip may know its parts.
  const isWhole = files.every(({ part }) => part === undefined || part === 'train');
  return files.flatMap((file): SingleFile[] => {
    if (!isZip(file.bytes)) return [file];
    const { entries, left } = unzipFiles(file.name, file.bytes);
    assume(`${file.name}: ${entries.length} ${entries.length === 1 ? 'file' : 'files'} unpacked`);
    if (left.length > 0) assume(`${file.name}: left packed: ${some(left)}`);
    return entries.map(({ path, bytes }) => ({
      name: `${file.name}/${path}`,
      path,
      bytes,
      ...(isWhole || file.part === undefined ? {} : { part: file.part }),
    }));
  });
}

/** A plain text in a zip of annotated files is a remark about them; said, and left out. */
function withoutRemarks(
  files: readonly SingleFile[],
  hasFolders: boolean,
  { format, encoding }: Asked,
  { assume }: Telling,
): SingleFile[] {
  if (format !== undefined || files.every(({ path }) => path === undefined)) return [...files];
  // What is called a part of the corpus is one, whatever it looks like.
  const isRemark = (file: SingleFile) =>
    file.path !== undefined && partFromName(file.name) === undefined && isPlainText(file, encoding);
  const plain = new Set(files.filter(isRemark));
  if (plain.size === 0 || (plain.size === files.length && !hasFolders)) return [...files];
  const names = [...plain].map(({ name }) => name);
  assume(`plain text beside annotated files, left out: ${some(names)} (--from text reads it in the terminal)`);
  return files.filter((file) => !plain.has(file));
}

const some = (names: readonly string[]) =>
  names.length > 5 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
