/** The formats in which the command line writes corpora. */
import { type ExportFormatName, exportFormatNames } from '../workers/protocol/corpus.ts';

/** What people call the commonest of them. */
const otherNames: Readonly<Record<string, ExportFormatName>> = { conll: 'conll-iob2' };

export const exportFormatChoices: readonly string[] = [...exportFormatNames, ...Object.keys(otherNames)];

/** @param choice one of `exportFormatChoices`. */
export function exportFormatOf(choice: string): ExportFormatName {
  return otherNames[choice] ?? (choice as ExportFormatName);
}

export const bratNote = 'brat has two files a document: it is written as a zip, to be unpacked into its data folder.';
