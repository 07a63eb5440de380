/**
 * A look at a file before it is imported: its first lines, and what they would become if read as asked. Only the
 * beginning of the file is read, so that a choice shows its effect at once, however large the file is.
 */
import type { ReadResult } from '../protocol/corpus.ts';
import type { CorpusPreview, ImportOptions, PreviewedFile, PreviewReading, SentenceView } from '../protocol/engine.ts';
import { problemFrom } from '../protocol/errors.ts';
import { decodeText, splitLines } from '../text/decode.ts';
import { readCorpus } from '../text/formats/read.ts';
import type { ReadOptions } from '../text/formats/reading.ts';
import { viewSentence } from '../text/sentenceView.ts';

/** Bytes that are read of a longer file. */
const beginning = 65_536;
/** Bytes up to which a file whose beginning says nothing, such as one JSON value, is read whole. */
const mostRead = 32_000_000;
const shownLines = 12;
const shownLine = 400;
const shownSentences = 8;
const shownProblems = 20;

/** What a reader is told of an import's options. */
export function readOptions({ annotated, splitSeed: _, ...reading }: ImportOptions): ReadOptions {
  return annotated === undefined ? reading : { ...reading, categoriesAnnotated: annotated };
}

/** Rejects where the file can no longer be opened; a file that does not read is an answer too. */
export async function previewFile({ name, blob }: PreviewedFile, options: ImportOptions): Promise<CorpusPreview> {
  const bytes = async (length: number) => new Uint8Array(await blob.slice(0, length).arrayBuffer());
  if (blob.size > beginning) {
    const head = look(name, upToLineEnd(await bytes(beginning)), false, options);
    if (head.reading || blob.size > mostRead) return head;
  }
  return look(name, await bytes(blob.size), true, options);
}

function look(name: string, bytes: Uint8Array, whole: boolean, options: ImportOptions): CorpusPreview {
  const lines = firstLines(name, bytes, options.encoding);
  try {
    const reading = readingOf(readCorpus({ name, bytes }, readOptions(options)));
    return { lines, whole, reading, problem: null };
  } catch (thrown) {
    return { lines, whole, reading: null, problem: problemFrom(thrown) };
  }
}

/** A line that is cut off would be read as if it were whole. */
function upToLineEnd(bytes: Uint8Array): Uint8Array {
  const last = Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d));
  if (last < 0) return bytes;
  // In UTF-16 the second byte of a line end may be the zero behind it.
  return bytes.subarray(0, bytes[last + 1] === 0 && last % 2 === 0 ? last + 2 : last + 1);
}

function firstLines(name: string, bytes: Uint8Array, encoding: string | undefined): string[] {
  try {
    const { text } = decodeText(bytes.subarray(0, beginning), name, encoding);
    return splitLines(text)
      .slice(0, shownLines)
      .map((line) => line.slice(0, shownLine));
  } catch {
    return [];
  }
}

function readingOf({ corpus, format, assumed, problems, columns, kept }: ReadResult): PreviewReading {
  const sentences: SentenceView[] = [];
  for (const document of corpus.documents) {
    for (let index = 0; index < document.sentences.length && sentences.length < shownSentences; index++)
      sentences.push(viewSentence(document, index));
    if (sentences.length >= shownSentences) break;
  }
  const { kind, categories } = corpus;
  return {
    format,
    kind,
    categories,
    assumed,
    problems: problems.slice(0, shownProblems),
    kept,
    sentences,
    ...(columns ? { columns } : {}),
  };
}
