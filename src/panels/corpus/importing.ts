/**
 * The files of the last import and how they were read. Kept, so that a wrong guess is put right without choosing the
 * files again: the settings are changed and the files read anew.
 */
import { create } from 'zustand';
import type { CorpusKind, FormatName, PartName } from '../../../workers/protocol/corpus.ts';
import type { CorpusFile, ImportOptions } from '../../../workers/protocol/engine.ts';
import { dropCorpus, importCorpus } from '../../engine/corpora.ts';
import { readFile } from '../../engine/readFile.ts';
import { useCorpora } from '../../store/corpora.ts';
import { corpusNameOf, partOfFile } from './partOfFile.ts';

export interface ChosenFile {
  readonly file: File;
  /** Null: by the file's name, or divided by seed. */
  readonly part: PartName | null;
}

export interface ImportSettings {
  readonly name: string;
  readonly files: readonly ChosenFile[];
  readonly format: FormatName | null;
  readonly tagColumn: number | null;
  readonly kind: CorpusKind | null;
  readonly encoding: string | null;
  /** Comma-separated; empty believes the file. */
  readonly annotated: string;
  readonly splitSeed: number;
}

interface ImportingState {
  readonly settings: ImportSettings | null;
  /** The corpus that these settings made; null before, and when reading failed. */
  readonly corpusId: string | null;
}

export const useImporting = create<ImportingState>()(() => ({ settings: null, corpusId: null }));

export function changeSettings(change: Partial<ImportSettings>): void {
  useImporting.setState(({ settings }) => ({ settings: settings && { ...settings, ...change } }));
}

function optionsOf(settings: ImportSettings): ImportOptions {
  const { format, tagColumn, kind, encoding, annotated, splitSeed } = settings;
  const categories = annotated
    .split(',')
    .map((category) => category.trim())
    .filter((category) => category !== '');
  return {
    splitSeed,
    ...(format && { format }),
    ...(tagColumn !== null && { tagColumn }),
    ...(kind && { kind }),
    ...(encoding && { encoding }),
    ...(categories.length > 0 && { annotated: categories }),
  };
}

/** Reads the files as the settings say. A corpus that they made before is replaced. */
export async function readFiles(): Promise<void> {
  const { settings, corpusId } = useImporting.getState();
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
  const corpus = await importCorpus(settings.name.trim() || 'Corpus', files, optionsOf(settings));
  if (!corpus) return;
  if (corpusId && corpusId !== corpus.id && useCorpora.getState().corpora.some(({ id }) => id === corpusId)) {
    await dropCorpus(corpusId);
  }
  useImporting.setState({ corpusId: corpus.id });
}

/** Takes files as they come: parts by their names, everything else as the readers find it. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const several = files.length > 1;
  useImporting.setState({
    corpusId: null,
    settings: {
      name: corpusNameOf(files.map((file) => file.name)),
      files: files.map((file) => ({ file, part: several ? partOfFile(file.name) : null })),
      format: null,
      tagColumn: null,
      kind: null,
      encoding: null,
      annotated: '',
      splitSeed: 1,
    },
  });
  await readFiles();
}
