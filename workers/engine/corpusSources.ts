/**
 * From the files that were given to what is read as one: zips are unpacked, and texts are put together with brat's
 * annotation files. Whatever is decided here, or left out, is said.
 */
import type { FormatName, PartName, ReadResult } from '../protocol/corpus.ts';
import type { CorpusFile, OnProgress } from '../protocol/engine.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import { decodeText } from '../text/decode.ts';
import type { BratDocument } from '../text/formats/brat.ts';
import { readBratFolder, readCorpus } from '../text/formats/read.ts';
import type { ReadOptions } from '../text/formats/reading.ts';
import { sniffFormat } from '../text/formats/sniff.ts';
import { partFromName } from '../text/partOfFile.ts';
import { isZip, unzipFiles } from '../text/zip.ts';

interface SourceDetails {
  readonly name: string;
  /** What the user said. */
  readonly part?: PartName;
  /** What the names of the file and of its folders within a zip say. */
  readonly named?: PartName;
}

/** What one reader reads: a file, or a folder of brat. */
export type CorpusSource = SourceDetails &
  ({ readonly bytes: Uint8Array; readonly fromZip?: boolean } | { readonly documents: readonly BratDocument[] });

interface Telling {
  readonly assume: (words: string) => void;
  readonly report: (problem: Problem) => void;
}

interface Asked {
  readonly format?: FormatName;
  readonly encoding?: string;
}

/** A file of its own, or one out of a zip. */
interface SingleFile extends CorpusFile {
  /** The path within the zip. */
  readonly path?: string;
}

const annotationEnding = /\.(?:ann|a1|a2)$/i;
const textEnding = /\.txt$/i;

/** @throws GraftError where a zip cannot be unpacked, or holds nothing to read. */
export function corpusSources(files: readonly CorpusFile[], reading: Asked, telling: Telling): CorpusSource[] {
  const single = unpacked(files, telling);
  const isBrat = reading.format === undefined || reading.format === 'brat';
  const { folders, others } = isBrat ? pairs(single, reading, telling) : { folders: [], others: single };
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

/** Texts with their annotation files, by the names that both have before the point. */
function pairs(files: readonly SingleFile[], { encoding }: Asked, { report }: Telling) {
  const annotations = files.filter(({ name }) => annotationEnding.test(name));
  if (annotations.length === 0) return { folders: [], others: files };
  const texts = files.filter(({ name }) => textEnding.test(name));
  const found = new Map<SingleFile, SingleFile[]>(texts.map((text) => [text, []]));
  const byStem = byKey(texts, stemOf);
  const byBase = byKey(texts, baseOf);
  const lonely: SingleFile[] = [];
  for (const annotation of annotations) {
    const sameStem = byStem.get(stemOf(annotation.name)) ?? [];
    // Some keep texts and annotations in folders of their own.
    const sameName = byBase.get(baseOf(annotation.name)) ?? [];
    const text =
      sameStem.find((one) => !hasKind(found.get(one) ?? [], annotation)) ??
      (sameStem.length === 0 && sameName.length === 1 ? sameName[0] : undefined);
    if (text) found.get(text)?.push(annotation);
    else lonely.push(annotation);
  }
  if (lonely.length === annotations.length) return { folders: [], others: files };
  for (const { name } of lonely) {
    report({
      code: 'annotation-without-text',
      message: 'Its text is missing; the annotation file was left out.',
      remedy: 'Give the .txt file of the same name together with it.',
      file: name,
    });
  }
  const members = texts.filter((text) => (found.get(text) ?? []).length > 0 || isPlainText(text, encoding));
  const taken = new Set<SingleFile>([...members, ...annotations]);
  const others = files.filter((file) => !taken.has(file));
  return { folders: foldersOf(members, found), others };
}

/** Corpora have a file a document, thousands of them: what belongs together is looked up. */
function byKey(files: readonly SingleFile[], keyOf: (name: string) => string): ReadonlyMap<string, SingleFile[]> {
  const groups = new Map<string, SingleFile[]>();
  for (const file of files) {
    const key = keyOf(file.name);
    const group = groups.get(key);
    if (group) group.push(file);
    else groups.set(key, [file]);
  }
  return groups;
}

/** A further annotation of the same ending belongs to another text of that name. */
const hasKind = (given: readonly SingleFile[], { name }: SingleFile) =>
  given.some((other) => endingOf(other.name) === endingOf(name));

/** The documents by their parts. */
function foldersOf(
  texts: readonly SingleFile[],
  annotations: ReadonlyMap<SingleFile, readonly SingleFile[]>,
): CorpusSource[] {
  // A single document called test-results is no test part.
  const namesTell = texts.every(({ name }) => partFromName(name) !== undefined);
  const folders = new Map<string, { details: Omit<SourceDetails, 'name'>; texts: SingleFile[] }>();
  for (const text of texts) {
    const inFolder = text.path === undefined ? undefined : partOfFolder(text.path);
    const named = inFolder ?? (namesTell ? partFromName(text.name) : undefined);
    const key = `${text.part ?? ''} ${named ?? ''}`;
    const folder = folders.get(key) ?? {
      details: { ...(text.part && { part: text.part }), ...(named && { named }) },
      texts: [],
    };
    folder.texts.push(text);
    folders.set(key, folder);
  }
  return [...folders.values()].map(({ details, texts: members }) => {
    const bases = members.map(({ name }) => baseOf(name));
    const unique = new Set(bases).size === bases.length;
    const [first] = members;
    const more = members.length > 1 ? ` and ${members.length - 1} more` : '';
    return {
      ...details,
      name: `${first?.name ?? 'brat'}${more}`,
      documents: members.map((text, index) => ({
        id: (unique ? bases[index] : text.name.replace(/\.[^.]*$/, '')) ?? `${index + 1}`,
        text,
        annotations: annotations.get(text) ?? [],
      })),
    };
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

function isPlainText({ name, bytes }: SingleFile, encoding: string | undefined): boolean {
  try {
    return sniffFormat(decodeText(bytes, name, encoding).text, name) === 'text';
  } catch (error) {
    if (error instanceof GraftError) return true;
    throw error;
  }
}

/** The part that a folder is named after, the innermost first. */
function partOfFolder(path: string): PartName | undefined {
  const folders = path.split('/').slice(0, -1).reverse();
  return folders.map(partFromName).find((part) => part !== undefined);
}

const stemOf = (name: string) => name.replace(/\.[^./\\]*$/, '');
const baseOf = (name: string) => stemOf(name).split(/[/\\]/).at(-1) ?? name;
const endingOf = (name: string) => /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase();
const some = (names: readonly string[]) =>
  names.length > 5 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
