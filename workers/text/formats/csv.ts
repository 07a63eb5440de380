/**
 * Tables: a word a row with its tag and its sentence's number, a text a row with its spans or its tags in a cell (as
 * JSON, or as Python prints it), or a span a row beside its text. Cells tell which, and so do the names of columns.
 */

import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import { counted } from '../counted.ts';
import { readConll } from './conll.ts';
import { parseLiteral } from './literals.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { type LocatedRecord, readingFromRecords } from './recordDocuments.ts';
import { isRule, rulesSkipped } from './rules.ts';
import { parseTable, type Row } from './table.ts';
import {
  isEmptyRow,
  isListCell,
  knownNames,
  type Roles,
  rolesOf,
  shortRows,
  widthOf,
  wordColumns,
} from './tableColumns.ts';
import { placedSpans, spanRows } from './tableSpanRows.ts';
import { foundByContent } from './tableSpans.ts';
import { readTableWords } from './tableWords.ts';
import { areRowsOfTags, tagsAlone } from './tagsAlone.ts';

const delimiters = [',', ';', '\t', '|'];
const sampleLength = 200_000;
/** Excel's own first line. */
const separatorLine = /^"?sep=(.)"?[ \t]*(?:\r\n|\n|\r|$)/i;

/** Whether the first row is a header of one of the tables that `readCsv` knows, or the rows are spans beside their texts. */
export function looksLikeCsv(sample: string): boolean {
  if (separatorLine.test(sample)) return true;
  const { delimiter, isNamed } = delimiterOf(sample) ?? {};
  if (!delimiter) return false;
  if (!isNamed) return holdsPlacedSpans(sample, delimiter);
  const find = rolesOf(parseTable(sample, { delimiter, linesAreRows: true, mostRows: 1 }).rows[0]?.cells ?? []);
  if (find('word') !== undefined && find('tag') !== undefined) return true;
  if (
    find('text') !== undefined &&
    (find('spans') !== undefined || (find('start') !== undefined && find('end') !== undefined))
  )
    return true;
  return holdsPlacedSpans(sample, delimiter);
}

function holdsPlacedSpans(sample: string, delimiter: string): boolean {
  const [first, ...rows] = parseTable(sample, { delimiter, linesAreRows: false, mostRows: 100 }).rows.filter(
    (row) => !isEmptyRow(row),
  );
  return (
    first !== undefined && rows.length > 1 && foundByContent(rows, first.cells, rolesOf(first.cells)) !== undefined
  );
}

/** @throws GraftError `unknown-columns` where neither names nor cells say what the columns hold. */
export function readCsv(text: string, options: ReadOptions, log: ReadLog): Reading {
  const declared = separatorLine.exec(text);
  const body = declared ? text.slice(declared[0].length) : text;
  const line = declared ? 2 : 1;
  const guess = declared ? { delimiter: declared[1] as string, isNamed: true } : delimiterOf(body);
  if ((!guess || (guess.delimiter === '\t' && !guess.isNamed)) && looksLikeColumns(body)) {
    log.assume('columns parted by blanks, not a table: read as CoNLL');
    return readConll(text, options, log);
  }
  const delimiter = guess?.delimiter ?? ',';
  const isRow = ({ cells }: Row) => !isRule(cells);
  const sample = parseTable(body, { delimiter, linesAreRows: true, line, mostRows: 3000 }).rows.filter(isRow);
  if (areRowsOfTags(sample.map(({ cells }) => cells))) throw tagsAlone(log.file);
  const columns = wordColumns(sample);
  const isAsked = options.wordColumn !== undefined || options.tagColumn !== undefined;
  if (columns || isAsked) {
    const { rows: all, openQuotes } = parseTable(body, { delimiter, linesAreRows: true, line });
    const rows = all.filter(isRow);
    if (rows.length < all.length) log.assume(rulesSkipped);
    if (openQuotes.length > 0) log.assume('quotation marks that nothing closes in their row read as they stand');
    const header = rolesOf(rows[0]?.cells ?? []);
    const hasHeader = ['word', 'tag', 'text'].some((role) => header(role as 'word') !== undefined);
    return readTableWords(
      { rows, columns: columns ?? { word: 0, tag: widthOf(rows) - 1, hasHeader }, delimiter },
      options,
      log,
    );
  }
  const { rows: all, openQuotes } = parseTable(body, { delimiter, linesAreRows: false, line });
  const rows = all.filter(isRow);
  if (rows.length < all.length) log.assume(rulesSkipped);
  for (const open of openQuotes) {
    log.problem({
      code: 'open-quotation-mark',
      message:
        'A quotation mark opens a cell in this line, and nothing closes it; it was read as a character, and the rest as the rows that it is.',
      remedy: 'Close the cell with a quotation mark, or write the mark twice.',
      line: open,
    });
  }
  return readRecords(rows, options, log);
}

/** The delimiter that makes the first line a header, else the one that cuts most lines into equally many cells. */
function delimiterOf(text: string): { delimiter: string; isNamed: boolean } | undefined {
  const sample = text.slice(0, sampleLength);
  const tried = delimiters.map((delimiter) => {
    const { rows } = parseTable(sample, { delimiter, linesAreRows: true, mostRows: 300 });
    const filled = rows.filter((row) => !isEmptyRow(row));
    const width = widthOf(filled);
    const regular = filled.filter(({ cells }) => cells.length === width).length / Math.max(1, filled.length);
    return {
      delimiter,
      width,
      regular,
      names: knownNames(filled[0]?.cells ?? []),
      header: filled[0]?.cells.length ?? 0,
    };
  });
  const named = tried
    .filter(({ names, header }) => names > 1 && header > 1)
    .sort((one, other) => other.names - one.names);
  if (named[0]) return { delimiter: named[0].delimiter, isNamed: true };
  const [best] = tried
    .filter(({ width, regular }) => width > 1 && regular >= 0.6)
    .sort((one, other) => other.regular - one.regular || other.width - one.width);
  return best ? { delimiter: best.delimiter, isNamed: best.names > 0 } : undefined;
}

/** Columns parted by blanks, of which one holds tags: CoNLL, whatever the file is called. */
function looksLikeColumns(text: string): boolean {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n|\n|\r/)
    .slice(0, 200);
  const rows = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/));
  const tagged = rows.filter(
    (row) => row.length > 1 && [row.at(-1), row[0]].some((cell) => /^(?:O|[BIESLUM][-_]\S+)$/i.test(cell ?? '')),
  );
  return rows.length > 0 && tagged.length >= 0.7 * rows.length;
}

/** A record for each row, the cells under their columns' names, lists in cells read as lists. */
function readRecords(rows: readonly Row[], options: ReadOptions, log: ReadLog): Reading {
  const filled = rows.filter((row) => !isEmptyRow(row));
  const [first, ...others] = filled;
  const cells = first?.cells ?? [];
  const isList = (row: Row) => row.cells.some(isListCell);
  const find = rolesOf(cells);
  const hasText = find('text') !== undefined || find('word') !== undefined;
  const hasHeader =
    hasText ||
    (knownNames(cells) > 0 && !isList({ cells, line: 1 })) ||
    (first !== undefined && !isList(first) && others.some(isList));
  const body = hasHeader ? others : filled;
  const spans = body.some(isList) ? undefined : placedSpans(filled, find, log);
  if (spans) return readingFromRecords(spanRows(told(spans.body, spans.width, log), spans.columns, find), options, log);
  if (!hasText && !body.some(isList)) throw unknownColumns(cells, log.file);
  const width = widthOf(body);
  const names = Array.from({ length: Math.max(width, hasHeader ? cells.length : 0) }, (_, index) =>
    hasHeader ? (cells[index] ?? '').trim() : `column ${index + 1}`,
  );
  if (!hasHeader) log.assume('a table without header: texts and lists told apart by their cells');
  return readingFromRecords(textRows(told(body, names.length, log), names, find, log), options, log);
}

/** The rows, after those that are too short were told. */
function told(rows: readonly Row[], width: number, log: ReadLog): readonly Row[] {
  rows.forEach(shortRows(rows, width, log));
  return rows;
}

function textRows(body: readonly Row[], names: readonly string[], find: Roles, log: ReadLog): LocatedRecord[] {
  const areLists = names.map((_, column) => {
    const values = body.map(({ cells }) => (cells[column] ?? '').trim()).filter((cell) => cell !== '');
    return values.length > 0 && values.filter(isListCell).length * 2 >= values.length;
  });
  // The number of a sentence is no text, though its column may be called so.
  const keys = names.map((name, column) =>
    body.every(({ cells }) => /^\s*(?:sentence:?\s*\d+(?:\.0)?)?\s*$/i.test(cells[column] ?? '')) ? 'sent_id' : name,
  );
  const spans = find('spans');
  const isSpans = (column: number) => column === spans && !/^labels?$/i.test(names[column] ?? '');
  return body.map((row): LocatedRecord => {
    if (row.cells.length > names.length && row.cells.slice(names.length).some((cell) => cell.trim() !== '')) {
      log.problem({
        code: 'broken-line',
        message: `The row has ${counted(row.cells.length, 'cell')} where the others have ${names.length}; what is too much was left out.`,
        remedy: 'Put quotation marks around a cell that holds the delimiter.',
        line: row.line,
      });
    }
    const entries = keys.flatMap((name, column): [string, unknown][] => {
      const cell = row.cells[column] ?? '';
      if (name === '') return [];
      if (!areLists[column] && !isSpans(column)) return cell === '' ? [] : [[name, cell]];
      if (cell.trim() === '') return [[name, []]];
      const list = parseCell(cell);
      if (list !== undefined) return [[name, list]];
      const problem = {
        message: `The cell “${clip(cell)}” under “${clip(name, 40)}” holds no list of spans; the text was kept without annotation.`,
        remedy: 'Write spans as JSON, such as [[0, 4, "PERSON"]].',
        line: row.line,
      };
      log.problem({ code: 'broken-span', ...problem });
      log.looksAnnotated(problem);
      return [];
    });
    return { value: Object.fromEntries(entries), line: () => row.line };
  });
}

/** A list in a cell: JSON, or the same as Python or numpy prints it. */
function parseCell(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    const literal = parseLiteral(cell.trim(), { neighbours: 'elements' });
    return 'value' in literal && typeof literal.value === 'object' && literal.value !== null
      ? literal.value
      : undefined;
  }
}

function unknownColumns(cells: readonly string[], file: string): GraftError {
  return new GraftError({
    code: 'unknown-columns',
    message: `The table's first row (${clip(cells.slice(0, 5).join(', '))}) does not name the columns. Nothing was read.`,
    remedy:
      'Name them in the first row: “word” and “tag”, or “text” and “spans”; or give the columns in the import options.',
    file,
    line: 1,
  });
}
