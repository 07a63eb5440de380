/**
 * Texts and brat's annotation files, which have one name but for its ending, put together as the documents of one folder
 * for each part of the corpus.
 */
import { GraftError } from '../protocol/errors.ts';
import { decodeText } from '../text/decode.ts';
import { sniffFormat } from '../text/formats/sniff.ts';
import { partFromName, partOfFolder } from '../text/partOfFile.ts';
import type { Asked, CorpusSource, SingleFile, SourceDetails, Telling } from './corpusSources.ts';

const annotationEnding = /\.(?:ann|a1|a2)$/i;
const textEnding = /\.txt$/i;

/** @returns the folders, and the files that belong to none. */
export function annotatedTexts(files: readonly SingleFile[], { encoding }: Asked, { report }: Telling) {
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

export function isPlainText({ name, bytes }: SingleFile, encoding: string | undefined): boolean {
  try {
    return sniffFormat(decodeText(bytes, name, encoding).text, name) === 'text';
  } catch (error) {
    if (error instanceof GraftError) return true;
    throw error;
  }
}

const stemOf = (name: string) => name.replace(/\.[^./\\]*$/, '');
const baseOf = (name: string) => stemOf(name).split(/[/\\]/).at(-1) ?? name;
const endingOf = (name: string) => /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase();
