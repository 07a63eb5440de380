/**
 * What a corpus is, for every room of the house. Offsets are UTF-16 code units into the document's own text and are
 * kept from the file to the export, so that an annotation comes out exactly as it went in.
 */
import type { Problem } from './errors.ts';

/** A half-open stretch of a document's text, [start, end). */
export interface Token {
  readonly start: number;
  readonly end: number;
}

/** A stretch that carries a category: a named entity or a chunk. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly category: string;
}

export interface Sentence {
  readonly tokens: readonly Token[];
  /** One tag a token, in corpora of kind `tags` (POS) alone. */
  readonly tags?: readonly string[];
}

/**
 * The categories that somebody looked for in a document. What stands outside them is unknown, not O: the three-valued
 * annotation of DESIGN.md. `all` means every category of the corpus.
 */
export type AnnotatedCategories = 'all' | readonly string[];

/** What an annotator did with a document: begun, handed in, or not to be used. */
export const documentStatuses = ['draft', 'submitted', 'discarded'] as const;
export type DocumentStatus = (typeof documentStatuses)[number];

export interface Document {
  readonly id: string;
  readonly text: string;
  readonly sentences: readonly Sentence[];
  /**
   * What training and scoring see: in order of start, none overlapping another; each begins and ends at a token's
   * boundary, in one sentence.
   */
  readonly spans: readonly Span[];
  /**
   * The other spans of the file, each overlapping one of `spans`; on token boundaries and in one sentence as well.
   * Absent where there are none. text/spans.ts says which span goes where, and is the only place that decides it.
   */
  readonly furtherSpans?: readonly Span[];
  readonly annotated: AnnotatedCategories;
  /** What was suggested here and rejected: it is not suggested again. Absent where nothing was. */
  readonly rejected?: readonly Span[];
  /** So many spans of the file could not be read: what they covered stands in the text unmarked. Absent where all could. */
  readonly unread?: number;
  /** Sentences that share a group (a template, a conversation) must not stand on both sides of a split. */
  readonly group?: string;
  /** Absent: as it was imported. What that counts as is decided by text/standings.ts. */
  readonly status?: DocumentStatus;
  /** What annotators wrote about it, for themselves and for one another. */
  readonly note?: string;
}

/** `spans`: NER or chunks, scored by span F1. `tags`: one tag a token, scored by accuracy. */
export const corpusKinds = ['spans', 'tags'] as const;
export type CorpusKind = (typeof corpusKinds)[number];

export interface Corpus {
  readonly name: string;
  readonly kind: CorpusKind;
  readonly documents: readonly Document[];
  /** In order of first appearance; for kind `tags`, the tags. */
  readonly categories: readonly string[];
  /** By category, what annotators go by: what it is, and what it is not. Absent where nobody wrote any. */
  readonly guidelines?: Readonly<Record<string, string>>;
}

/** How spans are written as one tag a token, where a model needs them so. Files may use others; see text/schemes.ts. */
export const taggingSchemes = ['iob2', 'bioes'] as const;
export type TaggingScheme = (typeof taggingSchemes)[number];

export const partNames = ['train', 'dev', 'test'] as const;
export type PartName = (typeof partNames)[number];

/** A corpus divided for training, or given as separate files. */
export type Splits = Readonly<Record<PartName, Corpus>>;

export const sentenceEndNames = ['lines', 'marks'] as const;
/** Where sentences of word-a-line files end: at empty lines, or at final marks too. */
export type SentenceEnds = (typeof sentenceEndNames)[number];

/** Which columns a table of words was read by: what a person puts right where the guess was wrong. */
export interface ColumnsRead {
  /** 0-based. */
  readonly wordColumn: number;
  /** 0-based. */
  readonly tagColumn: number;
  /** The cells of the row that names the columns, where there is one. */
  readonly header?: readonly string[];
  /** The first rows, whole, to choose columns by. */
  readonly rows: readonly (readonly string[])[];
}

/** What reading a file gave: the corpus, what was left out and why, and what the reader assumed. */
export interface ReadResult {
  readonly corpus: Corpus;
  /** The format's name, such as `conll`. */
  readonly format: string;
  /** What the reader worked out by itself, in words: `IOB1 tags in column 4`, `decoded as latin-1`. */
  readonly assumed: readonly string[];
  readonly problems: readonly Problem[];
  /** Absent where the format has no columns of words and tags. */
  readonly columns?: ColumnsRead;
  readonly kept: {
    readonly documents: number;
    readonly sentences: number;
    readonly spans: number;
    /** Kept beside `spans`, which they overlap. */
    readonly furtherSpans: number;
  };
  readonly dropped: { readonly lines: number; readonly spans: number };
}

export const formatNames = [
  'conll',
  'conllu',
  'webanno',
  'brat',
  'word-tag',
  'slots',
  'tag-lines',
  'marks',
  'pubtator',
  'jsonl',
  'json',
  'csv',
  'text',
] as const;
export type FormatName = (typeof formatNames)[number];

export const exportFormatNames = [
  'jsonl',
  'conll-iob2',
  'conll-bioes',
  'brat',
  'webanno',
  'label-studio',
  'spacy',
  'huggingface',
] as const;
export type ExportFormatName = (typeof exportFormatNames)[number];
/** An exported file's content: text, but for brat, whose two files a document come as the bytes of a zip. */
export type Exported<Format extends ExportFormatName = ExportFormatName> = Format extends 'brat' ? Uint8Array : string;
