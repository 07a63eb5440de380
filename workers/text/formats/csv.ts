/**
 * Tables: a word a row with its tag and its sentence's number, or a text a row with its spans in a cell (as JSON, or
 * as Python prints it), or a span a row beside its text. The header says which; without one the cells do.
 */
import Papa from 'papaparse';
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { type LocatedRecord, readingFromRecords } from './recordDocuments.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

const roleNames = {
  word: ['word', 'token', 'form', 'words', 'tokens'],
  tag: [
    'tag',
    'ner',
    'ner_tag',
    'ner_tags',
    'ne',
    'iob',
    'bio',
    'label',
    'labels',
    'entity',
    'entity_type',
    'category',
    'type',
  ],
  sentence: ['sentence #', 'sentence_id', 'sentence id', 'sent_id', 'sentence', 'sent', 'sentence_idx', 'doc_id', 'id'],
  text: ['text', 'full_text', 'content', 'message', 'body', 'sentence', 'document'],
  spans: ['spans', 'entities', 'annotations', 'labels', 'label'],
  start: ['start', 'start_offset', 'start_position', 'begin'],
  end: ['end', 'end_offset', 'end_position', 'stop'],
  id: ['id', 'doc_id', 'document_id', 'text_id'],
  group: ['group', 'template_id', 'conversation_id'],
} as const;
type Role = keyof typeof roleNames;

const delimiters = [',', ';', '\t', '|'];

/** Whether the first row is a header of one of the tables that `readCsv` knows. */
export function looksLikeCsv(sample: string): boolean {
  const delimiter = headerDelimiter(sample);
  if (!delimiter) return false;
  const find = rolesOf(headerCells(sample, delimiter));
  if (find('word') !== undefined && find('tag') !== undefined) return true;
  return (
    find('text') !== undefined &&
    (find('spans') !== undefined || (find('start') !== undefined && find('end') !== undefined))
  );
}

export function readCsv(text: string, options: ReadOptions, log: ReadLog): Reading {
  const delimiter = headerDelimiter(text);
  let parsed = Papa.parse<string[]>(text, delimiter ? { delimiter } : { delimitersToGuess: delimiters });
  if (parsed.meta.delimiter === '\t' && parsed.errors.some(({ type }) => type === 'Quotes')) {
    // Tables parted by tabs seldom quote their cells; a quotation mark is then a word like any other.
    parsed = Papa.parse<string[]>(text, { delimiter: '\t', fastMode: true });
  }
  for (const { message, row, code } of parsed.errors) {
    if (code === 'UndetectableDelimiter') continue;
    log.problem({
      code: 'broken-line',
      message: `Row ${(row ?? 0) + 1}: ${message}.`,
      remedy: 'Check the quotation marks of this row.',
    });
  }
  const rows = locateRows(parsed.data);
  const header = rows[0]?.cells ?? [];
  const find = rolesOf(header);
  const column = (role: Role) => find(role);
  const [word, tag, textColumn] = [column('word'), column('tag'), column('text')];
  if (options.wordColumn !== undefined || options.tagColumn !== undefined) {
    const index = (value: number) => (value < 0 ? header.length + value : value);
    const body = word !== undefined || textColumn !== undefined || tag !== undefined ? rows.slice(1) : rows;
    return readWords(
      body,
      index(options.wordColumn ?? 0),
      index(options.tagColumn ?? -1),
      column('sentence'),
      options,
      log,
    );
  }
  if (word !== undefined && tag !== undefined)
    return readWords(rows.slice(1), word, tag, column('sentence'), options, log);
  if (textColumn !== undefined) return readTexts(rows.slice(1), textColumn, column, options, log);
  return readWithoutHeader(rows, options, log);
}

/** The delimiter that makes the first line a header; quotation marks further down cannot mislead it. */
function headerDelimiter(text: string): string | undefined {
  const known = (delimiter: string) => {
    const find = rolesOf(headerCells(text, delimiter));
    return new Set((Object.keys(roleNames) as Role[]).map(find).filter((index) => index !== undefined)).size;
  };
  const [best] = delimiters
    .map((delimiter) => ({ delimiter, columns: known(delimiter) }))
    .sort((one, other) => other.columns - one.columns);
  return best && best.columns > 1 ? best.delimiter : undefined;
}

function headerCells(text: string, delimiter: string): string[] {
  const line = /[^\r\n]*/.exec(text.slice(0, 10_000))?.[0] ?? '';
  return Papa.parse<string[]>(line, { delimiter }).data[0] ?? [];
}

function rolesOf(header: readonly string[]): (role: Role) => number | undefined {
  const names = header.map((cell) => cell.trim().toLowerCase());
  return (role) => {
    for (const name of roleNames[role]) {
      const index = names.indexOf(name);
      if (index >= 0) return index;
    }
    return undefined;
  };
}

/** Quoted cells can hold line ends, so that a row's number is not its line. */
function locateRows(data: readonly string[][]): Row[] {
  let line = 1;
  return data.map((cells) => {
    const row = { cells, line };
    line += 1 + cells.reduce((total, cell) => total + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
    return row;
  });
}

const isEmpty = ({ cells }: Row) => cells.every((cell) => cell.trim() === '');

function readWords(
  rows: readonly Row[],
  wordColumn: number,
  tagColumn: number,
  sentenceColumn: number | undefined,
  options: ReadOptions,
  log: ReadLog,
): Reading {
  const documents: TaggedDocument[] = [];
  let sentence: TaggedSentence | undefined;
  let current = '';
  for (const row of rows) {
    if (isEmpty(row)) {
      sentence = undefined;
      continue;
    }
    const number = sentenceColumn === undefined ? '' : (row.cells[sentenceColumn] ?? '').trim();
    const [word = '', tag = ''] = [row.cells[wordColumn], row.cells[tagColumn]].map((cell) => (cell ?? '').trim());
    if (number !== '' && number !== current) {
      sentence = undefined;
      current = number;
    }
    if (word === '' || tag === '') {
      log.problem(
        {
          code: 'broken-line',
          message: `The row has no ${word === '' ? 'word' : 'tag'}; it was left out.`,
          remedy: 'Fill the cell, or remove the row.',
          line: row.line,
        },
        { lines: 1 },
      );
      continue;
    }
    if (!sentence) {
      sentence = { words: [], tags: [], lines: [] };
      documents.push({ id: current || `${documents.length + 1}`, sentences: [sentence] });
    }
    sentence.words.push(word);
    sentence.tags.push(tag);
    sentence.lines.push(row.line);
  }
  return readingFromTagged(documents, options, log);
}

function readTexts(
  rows: readonly Row[],
  text: number,
  column: (role: Role) => number | undefined,
  options: ReadOptions,
  log: ReadLog,
): Reading {
  const [start, end, tag, spans] = [column('start'), column('end'), column('tag'), column('spans')];
  const [id, group] = [column('id'), column('group')];
  const base = ({ cells }: Row) => ({
    text: cells[text] ?? '',
    ...(id === undefined || id === text ? {} : { id: cells[id] }),
    ...(group === undefined ? {} : { group: cells[group] }),
  });
  const filled = rows.filter((row) => !isEmpty(row));
  if (start !== undefined && end !== undefined && tag !== undefined) {
    const records: { value: { text: string; spans: unknown[] }; line: () => number }[] = [];
    for (const row of filled) {
      const fields = base(row);
      let record = records.at(-1);
      if (!record || record.value.text !== fields.text || (record.value as { id?: string }).id !== fields.id) {
        record = { value: { ...fields, spans: [] }, line: () => row.line };
        records.push(record);
      }
      const [from, to] = [row.cells[start]?.trim() ?? '', row.cells[end]?.trim() ?? ''];
      if (from !== '' || to !== '')
        record.value.spans.push([from === '' ? from : Number(from), to === '' ? to : Number(to), row.cells[tag]]);
    }
    return readingFromRecords(records, options, log);
  }
  const records = filled.map((row): LocatedRecord => {
    const cell = spans === undefined ? undefined : (row.cells[spans] ?? '').trim();
    const list = cell === undefined ? undefined : cell === '' ? [] : parseCell(cell);
    if (cell && list === undefined) {
      log.problem({
        code: 'broken-span',
        message: `The cell “${clip(cell)}” holds no list of spans; the text was kept without annotation.`,
        remedy: 'Write spans as JSON, such as [[0, 4, "PERSON"]].',
        line: row.line,
      });
    }
    return { value: { ...base(row), ...(list === undefined ? {} : { spans: list }) }, line: () => row.line };
  });
  return readingFromRecords(records, options, log);
}

function readWithoutHeader(rows: readonly Row[], options: ReadOptions, log: ReadLog): Reading {
  const filled = rows.filter((row) => !isEmpty(row));
  const columns = Math.max(0, ...filled.slice(0, 100).map(({ cells }) => cells.length));
  const last = filled.map(({ cells }) => (cells[columns - 1] ?? '').trim());
  if (columns >= 2 && last.filter((cell) => /^(?:O|[BIESLU]-\S+)$/.test(cell)).length > 0.8 * last.length) {
    log.assume('a table without header: the word in the first column, the tag in the last');
    return readWords(rows, columns > 2 ? columns - 2 : 0, columns - 1, columns > 2 ? 0 : undefined, options, log);
  }
  if (columns === 2 && last.filter((cell) => parseCell(cell) !== undefined).length > 0.8 * last.length) {
    log.assume('a table without header: the text in the first column, its spans in the second');
    return readTexts(rows, 0, (role) => (role === 'spans' ? 1 : undefined), options, log);
  }
  throw new GraftError({
    code: 'unknown-columns',
    message: `The table's first row (${clip((rows[0]?.cells ?? []).slice(0, 5).join(', '))}) does not name the columns. Nothing was read.`,
    remedy:
      'Name them in the first row: “word” and “tag”, or “text” and “spans”; or give the columns in the import options.',
    file: log.file,
    line: 1,
  });
}

/** A list in a cell: JSON, or the same as Python prints it. */
function parseCell(cell: string): unknown[] | undefined {
  if (!/^[[({]/.test(cell)) return undefined;
  const python = cell
    .replace(/\(/g, '[')
    .replace(/\)/g, ']')
    .replace(/,\s*\]/g, ']')
    .replace(/'/g, '"')
    .replace(/\bNone\b/g, 'null');
  for (const candidate of [cell, python]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (Array.isArray(value)) return value;
      if (typeof value === 'object' && value !== null && 'entities' in value && Array.isArray(value.entities))
        return value.entities;
    } catch {
      // Not in this notation.
    }
  }
  return undefined;
}
