/**
 * A look at a file before it is imported: its first lines, and what they would become if read as asked. Only the
 * beginning of the file is read, so that a choice shows its effect at once, however large the file is.
 */
import type { ReadResult } from '../protocol/corpus.ts';
import type { CorpusFile, ImportOptions } from '../protocol/engine.ts';
import { GraftError, type Problem, problemFrom } from '../protocol/errors.ts';
import type { CorpusPreview, PreviewedFile, PreviewReading } from '../protocol/preview.ts';
import type { SentenceView } from '../protocol/sentences.ts';
import { decodeText, splitLines } from '../text/decode.ts';
import type { ReadOptions } from '../text/formats/reading.ts';
import { viewSentence } from '../text/sentenceView.ts';
import { isZip } from '../text/zip.ts';
import { corpusSources, readSources } from './corpusSources.ts';

/** Bytes that are read of a longer file. */
const beginning = 65_536;
/** Bytes up to which a file whose beginning says nothing, such as one JSON value, is read whole. */
const mostRead = 32_000_000;
const shownLines = 12;
const shownLine = 400;
const shownSentences = 8;
const shownProblems = 20;

/** What a reader is told of an import's options. */
export function readOptions({ annotated, splitSeed: _, whole: __, ...reading }: ImportOptions): ReadOptions {
  return annotated === undefined ? reading : { ...reading, categoriesAnnotated: annotated };
}

/** Rejects where a file can no longer be opened; one that does not read is an answer too. */
export async function previewFiles(
  [first, ...others]: readonly PreviewedFile[],
  options: ImportOptions,
): Promise<CorpusPreview> {
  if (!first) throw new GraftError({ code: 'no-files', message: 'No file was given.', remedy: 'Choose a file.' });
  const beside = await Promise.all(others.map(async ({ name, blob }) => ({ name, bytes: await bytesOf(blob) })));
  const { name, blob } = first;
  const start = await bytesOf(blob, beginning);
  // What a zip holds stands at its end.
  if (isZip(start)) return look([{ name, bytes: await bytesOf(blob, blob.size) }], true, options);
  if (blob.size > beginning && beside.length === 0) {
    const head = look([{ name, bytes: upToLineEnd(start) }], false, options);
    if (head.reading) return head;
    // The beginning of one JSON value is always broken.
    const isCut = head.problem?.code === 'broken-json';
    if (blob.size > mostRead) return isCut ? { ...head, problem: tooLarge(name) } : head;
  }
  return look([{ name, bytes: await bytesOf(blob) }, ...beside], blob.size <= mostRead, options);
}

function tooLarge(file: string): Problem {
  return {
    code: 'preview-too-large',
    message: 'The file is too large to be read whole for a look, and JSON cannot be read by its beginning alone.',
    remedy: 'Import it: what is wrong with it, if anything is, will be said then.',
    file,
  };
}

async function bytesOf(blob: Blob, most = mostRead): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(0, most).arrayBuffer());
}

function look(files: readonly CorpusFile[], whole: boolean, options: ImportOptions): CorpusPreview {
  const [{ name, bytes }] = files as [CorpusFile];
  const lines = firstLines(name, bytes, options.encoding);
  const assumed: string[] = [];
  const problems: Problem[] = [];
  const telling = {
    assume: (words: string) => void assumed.push(words),
    report: (problem: Problem) => void problems.push(problem),
  };
  try {
    const reading = readOptions(options);
    const { read } = readSources(corpusSources(files, reading, telling).slice(0, 1), reading, telling);
    const [result] = read as [ReadResult];
    const told = { assumed: [...assumed, ...result.assumed], problems: [...problems, ...result.problems] };
    return { lines, whole, reading: readingOf({ ...result, ...told }), problem: null };
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
