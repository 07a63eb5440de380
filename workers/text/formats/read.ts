/**
 * The one door through which files become corpora: bytes to text, text to a format, the format to documents, and an
 * account of what was assumed on the way, what was kept and what was not.
 */
import type { Corpus, CorpusKind, Document, FormatName, ReadResult } from '../../protocol/corpus.ts';
import { formatNames } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { decodeText, splitLines } from '../decode.ts';
import { checkLimit, limitOf } from '../limits.ts';
import { allSpans } from '../spans.ts';
import { type BratDocument, readBrat, refuseBratAnnotation } from './brat.ts';
import { readConll } from './conll.ts';
import { readConllu } from './conllu.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import { readJsonLines } from './jsonl.ts';
import { readMarked } from './marks.ts';
import { readPubtator } from './pubtator.ts';
import { type Reading, ReadLog, type ReadOptions } from './reading.ts';
import { readSlots } from './slots.ts';
import { sniffFormat } from './sniff.ts';
import { readTagLines } from './tagLines.ts';
import { readText } from './text.ts';
import { readWebanno } from './webanno.ts';
import { readWordTag } from './wordTag.ts';

const readers: Readonly<Record<FormatName, (text: string, options: ReadOptions, log: ReadLog) => Reading>> = {
  conll: readConll,
  conllu: readConllu,
  webanno: readWebanno,
  brat: refuseBratAnnotation,
  'word-tag': readWordTag,
  slots: readSlots,
  'tag-lines': readTagLines,
  marks: readMarked,
  pubtator: readPubtator,
  jsonl: readJsonLines,
  json: readJson,
  csv: readCsv,
  text: readText,
};

/**
 * @throws GraftError where nothing can be read: an empty or binary file, an encoding or a format that does not exist,
 * a file that is not in the format asked for. Whatever is wrong with parts of a file comes back as problems.
 */
export function readCorpus(
  file: { readonly name: string; readonly bytes: Uint8Array },
  options: ReadOptions = {},
): ReadResult {
  const log = new ReadLog(file.name);
  const decoded = decodeText(file.bytes, file.name, options.encoding);
  if (decoded.assumed) log.assume(decoded.assumed);
  for (const problem of decoded.problems) log.problem(problem);
  const format = chooseFormat(decoded.text, file.name, options.format);
  if (lineFormats.includes(format)) checkLines(decoded.text, file.name);
  sayWithoutEffect(options, format, log);
  return account(format, readers[format](decoded.text, options, log), log);
}

/**
 * A folder of brat: texts and their annotation files.
 * @throws GraftError as `readCorpus` does.
 */
export function readBratFolder(
  name: string,
  documents: readonly BratDocument[],
  options: ReadOptions = {},
): ReadResult {
  const log = new ReadLog(name);
  return account('brat', readBrat(documents, options, log), log);
}

/** What was kept and what was not. @throws GraftError where that is nothing. */
function account(format: FormatName, { kind, documents, columns }: Reading, log: ReadLog): ReadResult {
  const kept = {
    documents: documents.length,
    sentences: sum(documents, ({ sentences }) => sentences.length),
    spans: sum(documents, ({ spans }) => spans.length),
    furtherSpans: sum(documents, ({ furtherSpans = [] }) => furtherSpans.length),
  };
  if (kept.sentences === 0) {
    const [first] = log.problems();
    throw new GraftError({
      code: 'nothing-read',
      message: `The file was read as ${format}, and no sentence was found in it.${first ? ` First problem: ${first.message}` : ''}`,
      remedy: 'Check that this is its format, or choose another format (--from in the terminal).',
      file: log.file,
      ...(first?.line === undefined ? {} : { line: first.line }),
    });
  }
  if (kept.furtherSpans > 0) log.assume(furtherNote(kept.furtherSpans));
  if (kind === 'spans' && kept.spans === 0 && log.notUnderstood)
    throw new GraftError({ ...log.notUnderstood, code: 'annotation-not-understood', file: log.file });
  checkLimit('documents', kept.documents, log.file);
  const categories = categoriesOf(kind, documents);
  checkLimit('categories', categories.length, log.file);
  for (const category of categories) checkLimit('category-characters', category.length, log.file);
  const corpus: Corpus = { name: log.file, kind, documents, categories };
  return {
    corpus,
    format,
    assumed: log.assumed,
    problems: log.problems(),
    ...(columns ? { columns } : {}),
    kept,
    dropped: { lines: log.droppedLines, spans: log.droppedSpans },
  };
}

/** Formats of which a line is a word or a sentence. */
const lineFormats: readonly FormatName[] = ['conll', 'conllu', 'webanno', 'word-tag', 'slots', 'tag-lines', 'pubtator'];

function checkLines(text: string, file: string): void {
  if (text.length <= limitOf('line-characters')) return;
  for (const [index, line] of splitLines(text).entries()) checkLimit('line-characters', line.length, file, index + 1);
}

/** Formats whose words and tags stand in columns. */
const columnFormats: readonly FormatName[] = ['conll', 'conllu', 'csv', 'webanno'];

/** Those of them in which the words may stand in any column. */
const wordColumnFormats: readonly FormatName[] = ['conll', 'csv'];

function sayWithoutEffect({ tagColumn, wordColumn }: ReadOptions, format: FormatName, log: ReadLog): void {
  const hasColumns = columnFormats.includes(format);
  const given = [
    ...(tagColumn === undefined || hasColumns ? [] : ['--tag-column']),
    ...(wordColumn === undefined || wordColumnFormats.includes(format) ? [] : ['--word-column']),
  ];
  for (const option of given) {
    const why = hasColumns ? 'in which the words have their own column' : 'which has no columns';
    log.problem({
      code: 'option-without-effect',
      message: `The file was read as ${format}, ${why}: the chosen column (${option}) has no effect.`,
      remedy: 'Choose another format for it (--from conll for columns).',
    });
  }
}

function chooseFormat(text: string, name: string, asked: FormatName | undefined): FormatName {
  if (asked === undefined) return sniffFormat(text, name);
  if (formatNames.includes(asked)) return asked;
  throw new GraftError({
    code: 'unknown-format',
    message: `There is no format called “${asked}”.`,
    remedy: `Choose one of ${formatNames.join(', ')}.`,
    file: name,
  });
}

/** In order of first appearance; of the tags, where there is one a token. */
export function categoriesOf(kind: CorpusKind, documents: readonly Document[]): string[] {
  const categories = new Set<string>();
  for (const document of documents) {
    if (kind === 'spans') for (const { category } of allSpans(document)) categories.add(category);
    else for (const { tags = [] } of document.sentences) for (const tag of tags) categories.add(tag);
  }
  return [...categories];
}

const furtherNote = (count: number) =>
  `${count} ${count === 1 ? 'span overlaps another' : 'spans overlap others'} that training sees: all are kept, and JSON Lines hold ${count === 1 ? 'it' : 'them'} under “overlapping”`;

const sum = (documents: readonly Document[], size: (document: Document) => number) =>
  documents.reduce((total, document) => total + size(document), 0);
