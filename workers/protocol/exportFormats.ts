/** What each format of an exported corpus can hold, and what its file is called: for forms, help and messages. */
import type { ExportFormatName } from './corpus.ts';

export interface ExportFormat {
  readonly label: string;
  /** What stands behind the last point of the file's name, and before it where one format has two spellings. */
  readonly ending: string;
  readonly mediaType: string;
  /** Whether it has a place for spans that overlap others. */
  readonly holdsNested: boolean;
  /** Whether it has a place for one tag a token. */
  readonly holdsTags: boolean;
  /** Whether documents of several sentences come back as documents. */
  readonly holdsDocuments: boolean;
}

const text = 'text/plain;charset=utf-8';

export const exportFormats: Readonly<Record<ExportFormatName, ExportFormat>> = {
  jsonl: {
    label: 'JSONL with character offsets',
    ending: 'jsonl',
    mediaType: text,
    holdsNested: true,
    holdsTags: true,
    holdsDocuments: true,
  },
  'conll-iob2': {
    label: 'CoNLL, IOB2 tags',
    ending: 'iob2.conll',
    mediaType: text,
    holdsNested: false,
    holdsTags: true,
    holdsDocuments: true,
  },
  'conll-bioes': {
    label: 'CoNLL, BIOES tags',
    ending: 'bioes.conll',
    mediaType: text,
    holdsNested: false,
    holdsTags: true,
    holdsDocuments: true,
  },
  brat: {
    label: 'brat: .txt and .ann in a zip',
    ending: 'brat.zip',
    mediaType: 'application/zip',
    holdsNested: true,
    holdsTags: false,
    holdsDocuments: true,
  },
  webanno: {
    label: 'WebAnno TSV 3 (INCEpTION)',
    ending: 'webanno.tsv',
    mediaType: text,
    holdsNested: true,
    holdsTags: true,
    holdsDocuments: false,
  },
  'label-studio': {
    label: 'Label Studio tasks',
    ending: 'label-studio.json',
    mediaType: 'application/json',
    holdsNested: true,
    holdsTags: false,
    holdsDocuments: true,
  },
  spacy: {
    label: 'spaCy: Doc.to_json, a document a line',
    ending: 'spacy.jsonl',
    mediaType: text,
    holdsNested: true,
    holdsTags: true,
    holdsDocuments: true,
  },
  huggingface: {
    label: 'Hugging Face: tokens and ner_tags',
    ending: 'huggingface.jsonl',
    mediaType: text,
    holdsNested: false,
    holdsTags: true,
    holdsDocuments: true,
  },
};
