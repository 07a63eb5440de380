/**
 * The files of each corpus and how they were read. Kept, so that a wrong guess is put right without choosing the files
 * again: the settings are changed and the files read anew. An import that failed keeps its files and settings too.
 */
import { create } from 'zustand';
import type { CorpusKind, FormatName, PartName, SentenceEnds } from '../../../workers/protocol/corpus.ts';
import type { CorpusFile, ImportOptions } from '../../../workers/protocol/engine.ts';
import { dropCorpus, importCorpus } from '../../engine/corpora.ts';
import { readFile } from '../../engine/readFile.ts';
import { freeName } from '../../freeName.ts';
import { useCorpora } from '../../store/corpora.ts';
import { corpusNameOf } from './corpusName.ts';

export interface ChosenFile {
  readonly file: File;
  /** Null: by the file's name, or divided by seed. */
  readonly part: PartName | null;
}

export interface ImportSettings {
  readonly name: string;
  readonly files: readonly ChosenFile[];
  readonly format: FormatName | null;
  /** 0-based; negative from the end. */
  readonly wordColumn: number | null;
  readonly tagColumn: number | null;
  readonly kind: CorpusKind | null;
  /** Where tags name none; empty where they do. */
  readonly category: string;
  readonly sentenceEnds: SentenceEnds | null;
  readonly encoding: string | null;
  /** Comma-separated; empty believes the file. */
  readonly annotated: string;
  readonly splitSeed: number;
}

/** Stands for the corpus that an import did not become. */
export const unread = 'unread';

interface ImportingState {
  /** By the corpus's id, or `unread`. */
  readonly settings: Readonly<Record<string, ImportSettings>>;
}

export const useImporting = create<ImportingState>()(() => ({ settings: {} }));

export function changeSettings(key: string, change: Partial<ImportSettings>): void {
  useImporting.setState(({ settings }) => {
    const before = settings[key];
    return before ? { settings: { ...settings, [key]: { ...before, ...change } } } : {};
  });
}

/** Lets go of the files of an import that failed. */
export function giveUpUnread(): void {
  useImporting.setState(({ settings: { [unread]: _, ...settings } }) => ({ settings }));
  useCorpora.setState({ problem: null });
}

export function optionsOf(settings: ImportSettings): ImportOptions {
  const { format, wordColumn, tagColumn, kind, category, sentenceEnds, encoding, annotated, splitSeed } = settings;
  const categories = annotated
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return {
    splitSeed,
    ...(format && { format }),
    ...(wordColumn !== null && { wordColumn }),
    ...(tagColumn !== null && { tagColumn }),
    ...(kind && { kind }),
    ...(category.trim() && { category: category.trim() }),
    ...(sentenceEnds && { sentenceEnds }),
    ...(encoding && { encoding }),
    ...(categories.length > 0 && { annotated: categories }),
  };
}

/** Reads the files as the settings say. A corpus that they made before is replaced, and lends its name. */
export async function readFiles(key: string): Promise<void> {
  const settings = useImporting.getState().settings[key];
  if (!settings) return;
  const files = Promise.all(
    settings.files.map(
      async ({ file, part }): Promise<CorpusFile> => ({
        name: file.name,
        bytes: await readFile(file),
        ...(part && { part }),
      }),
    ),
  );
  const before = useCorpora.getState().corpora.find(({ id }) => id === key);
  const corpus = await importCorpus(before?.name ?? settings.name, files, optionsOf(settings));
  if (!corpus) return;
  if (before) await dropCorpus(before.id);
  useImporting.setState(({ settings: { [key]: _, ...others } }) => ({
    settings: { ...others, [corpus.id]: settings },
  }));
}

/** Takes files as they come: parts by their names, everything else as the readers find it. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const { corpora, removed } = useCorpora.getState();
  const taken = [...corpora, ...removed].map(({ name }) => name);
  const fresh: ImportSettings = {
    name: freeName(corpusNameOf(files), taken),
    files: files.map((file) => ({ file, part: null })),
    format: null,
    wordColumn: null,
    tagColumn: null,
    kind: null,
    category: '',
    sentenceEnds: null,
    encoding: null,
    annotated: '',
    splitSeed: 1,
  };
  useImporting.setState(({ settings }) => ({ settings: { ...settings, [unread]: fresh } }));
  await readFiles(unread);
}
