/** Tables with a word in each row, its tag beside it, and its sentence's number, or empty rows between sentences. */

import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import { counted } from '../counted.ts';
import { documentStart } from './columns.ts';
import { checkColumnsApart } from './columnsApart.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { numberedSentences } from './sentenceNumbers.ts';
import { categoriesBeside, joinedTags } from './splitTags.ts';
import type { Row } from './table.ts';
import { isEmptyRow, numberIn, rolesOf, sentenceColumn, shortRows, type WordColumns, widthOf } from './tableColumns.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';
import { hasPrefix } from './tagSpelling.ts';

const previewRows = 20;

export interface WordTable {
  readonly rows: readonly Row[];
  readonly columns: WordColumns;
  readonly delimiter: string;
}

/** @throws GraftError `no-such-column` where the table lacks a column that was asked for. */
export function readTableWords({ rows, columns, delimiter }: WordTable, options: ReadOptions, log: ReadLog): Reading {
  const header = columns.hasHeader ? (rows[0]?.cells ?? []) : [];
  const body = columns.hasHeader ? rows.slice(1) : rows;
  const width = widthFor(header, body);
  const word = asked(options.wordColumn, columns.word, width, 'word', log.file);
  const tag = asked(options.tagColumn, columns.tag, width, 'tag', log.file);
  checkColumnsApart(word, tag, log.file);
  const { found, counting } = sentenceColumn(body, header, [word, tag]);
  if (!columns.hasHeader)
    log.assume(`a table without header: the word in column ${word + 1}, the tag in column ${tag + 1}`);
  if (counting !== undefined && counting !== found?.column)
    log.assume(`${nameOf(header, counting)} counts the rows, and numbers no sentences`);
  if (found?.kind === 'counts')
    log.assume(`${nameOf(header, found.column)} counts the words of a sentence: where it begins anew, a sentence does`);
  const documentColumn = rolesOf(header)('document');
  const collector = new RowCollector(documentColumn);
  const filled = body.filter((row) => !isEmptyRow(row));
  // In each document they can begin anew.
  const numbers =
    found?.kind === 'names' && documentColumn === undefined
      ? numberedSentences(
          filled.map(({ cells }) => numberIn(cells, found.column)),
          log,
        )
      : undefined;
  const tags = filled.map((row) => asCells(row, word, tag, width, delimiter).tag);
  const emptyIsOutside = !tags.includes('O') && tags.filter((each) => each === '').length > 0.1 * tags.length;
  if (emptyIsOutside && tags.some((each) => each !== '')) log.assume('empty cells in the column of tags read as O');
  const inTable = Array.from({ length: width }, (_, column) => column);
  const beside =
    options.category === undefined && options.kind !== 'tags'
      ? categoriesBeside(
          tags.map((each) => (each === '' && emptyIsOutside ? 'O' : each)),
          inTable.map((column) =>
            column === word || column === tag ? undefined : filled.map(({ cells }) => (cells[column] ?? '').trim()),
          ),
        )
      : undefined;
  if (beside !== undefined)
    log.assume(`prefixes in ${nameOf(header, tag)} and their categories in ${nameOf(header, beside)} joined`);
  const categories = new Map<TaggedSentence, string[]>();
  const tellShort = shortRows(filled, width, log);
  let before: string | undefined;
  for (const row of body) {
    if (isEmptyRow(row)) {
      collector.endSentence();
      continue;
    }
    const number = found ? numberIn(row.cells, found.column) : '';
    const isNext =
      numbers?.begins([number], row.line) ??
      (found?.kind === 'counts' ? Number(number) <= Number(before) : number !== '' && number !== before);
    if (isNext) collector.endSentence();
    if (numbers ? isNext : number !== '') before = number;
    const cells = asCells(row, word, tag, width, delimiter);
    if (cells.word === documentStart) {
      collector.endDocument();
      continue;
    }
    const tagged = cells.tag === '' && emptyIsOutside ? 'O' : cells.tag;
    const fault = faultOf(row, cells.word, tagged, width);
    if (fault) {
      log.problem({ code: 'broken-line', ...fault, line: row.line }, { lines: 1 });
      continue;
    }
    tellShort(row);
    const sentence = collector.add(cells.word, tagged, row, found?.kind === 'names' ? before : undefined);
    if (beside === undefined) continue;
    const known = categories.get(sentence) ?? [];
    known.push((row.cells[beside] ?? '').trim());
    categories.set(sentence, known);
  }
  const documents = collector.finish().map((document) => ({
    ...document,
    sentences: document.sentences.map((sentence) => {
      const known = categories.get(sentence);
      return known ? { ...sentence, tags: joinedTags(sentence.tags, known) } : sentence;
    }),
  }));
  return {
    ...readingFromTagged(documents, options, log),
    columns: {
      wordColumn: word,
      tagColumn: tag,
      ...(columns.hasHeader ? { header } : {}),
      rows: filled.slice(0, previewRows).map(({ cells }) => cells),
    },
  };
}

/** As many cells as the header has, unless most rows fill more of them. */
function widthFor(header: readonly string[], body: readonly Row[]): number {
  const width = widthOf(body);
  const wider = body.filter(({ cells }) => cells.slice(header.length).some((cell) => cell.trim() !== '')).length;
  return header.length === 0 || wider * 2 > body.length ? width : header.length;
}

function asked(given: number | undefined, found: number, width: number, what: string, file: string): number {
  if (given === undefined) return found;
  const column = given < 0 ? width + given : given;
  if (Number.isInteger(column) && column >= 0 && column < width) return column;
  throw new GraftError({
    code: 'no-such-column',
    message: `There is no column ${given} for the ${what}: the rows have ${counted(width, 'cell')}.`,
    remedy: `Choose one from 0 to ${width - 1}, or from -1 (the last) to -${width}.`,
    file,
  });
}

const nameOf = (header: readonly string[], column: number) =>
  header[column]?.trim() ? `the column “${clip(header[column].trim(), 30)}”` : `column ${column + 1}`;

/** A delimiter that stands for itself, without quotation marks, has cut its row into one cell too many. */
function asCells(
  { cells }: Row,
  word: number,
  tag: number,
  width: number,
  delimiter: string,
): { word: string; tag: string } {
  const isDelimiter = cells.length === width + 1 && word < tag && cells[word] === '' && cells[word + 1] === '';
  if (isDelimiter) return { word: delimiter.trim() || '', tag: (cells[tag + 1] ?? '').trim() };
  return { word: (cells[word] ?? '').trim(), tag: (cells[tag] ?? '').trim() };
}

function faultOf(
  { cells }: Row,
  word: string,
  tag: string,
  width: number,
): { message: string; remedy: string } | undefined {
  if (word === '' || tag === '')
    return {
      message: `The row has no ${word === '' ? 'word' : 'tag'}; it was left out.`,
      remedy: 'Fill the cell, or remove the row.',
    };
  if (cells.length < width && hasPrefix(word))
    return {
      message: `The row has ${counted(cells.length, 'cell')} where the others have ${width}, and a tag where its word should stand; it was left out.`,
      remedy: 'Add what is missing.',
    };
  const extra =
    cells.slice(width).some((cell) => cell.trim() !== '') && !(cells.length === width + 1 && cells.includes(''));
  return extra
    ? {
        message: `The row has ${counted(cells.length, 'cell')} where the others have ${width}; it was left out.`,
        remedy: 'Put quotation marks around a cell that holds the delimiter.',
      }
    : undefined;
}

/** Gathers rows into sentences, and these into documents where a column names them. */
class RowCollector {
  private readonly documents: { id: string; sentences: TaggedSentence[] }[] = [];
  private sentence: TaggedSentence | undefined;
  private document: string | undefined;

  constructor(private readonly documentColumn: number | undefined) {}

  /** The sentence to which the word was added. */
  add(word: string, tag: string, row: Row, name: string | undefined): TaggedSentence {
    const document = this.documentColumn === undefined ? '' : (row.cells[this.documentColumn] ?? '').trim();
    const isNext = document !== '' && document !== this.document;
    if (isNext) this.sentence = undefined;
    if (!this.sentence) {
      this.sentence = { words: [], tags: [], lines: [] };
      const last = this.documents.at(-1);
      if (this.documentColumn !== undefined && last && !isNext) last.sentences.push(this.sentence);
      else
        this.documents.push({
          id: document || name || `${this.documents.length + 1}`,
          sentences: [this.sentence],
        });
    }
    if (document !== '') this.document = document;
    this.sentence.words.push(word);
    this.sentence.tags.push(tag);
    this.sentence.lines.push(row.line);
    return this.sentence;
  }

  endSentence(): void {
    this.sentence = undefined;
  }

  endDocument(): void {
    this.sentence = undefined;
    this.document = undefined;
  }

  finish(): TaggedDocument[] {
    return this.documents;
  }
}
