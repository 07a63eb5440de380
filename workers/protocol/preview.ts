/** A look at a file before it is imported, and what is told of it afterwards. */
import type { CorpusKind, PartName, ReadResult } from './corpus.ts';
import type { Problem } from './errors.ts';
import type { SentenceView } from './sentences.ts';

/** A file that is only to be looked at: it is read no further than needed. */
export interface PreviewedFile {
  readonly name: string;
  readonly blob: Blob;
}

/** What importing a file as asked would give, by its first sentences. */
export interface CorpusPreview {
  /** The first lines as they stand in the file; none where it holds no text. */
  readonly lines: readonly string[];
  /** Whether the whole file was read, and not only its beginning. */
  readonly whole: boolean;
  /** Null where it cannot be read as asked; `problem` says why. */
  readonly reading: PreviewReading | null;
  readonly problem: Problem | null;
}

export interface PreviewReading extends Pick<ReadResult, 'format' | 'assumed' | 'problems' | 'columns' | 'kept'> {
  readonly kind: CorpusKind;
  /** Of what was read. */
  readonly categories: readonly string[];
  /** The first few. */
  readonly sentences: readonly SentenceView[];
}

/** A file that a corpus was made of, and how it was read. */
export interface SourceFile {
  readonly name: string;
  /** Null where the files were taken together and divided. */
  readonly part: PartName | null;
  readonly format: string;
  /** What its reader worked out by itself, in words. */
  readonly assumed: readonly string[];
}
