/**
 * What the columns of a table are. Names settle it where the header has known ones; else it is seen from the cells:
 * tags look like tags, sentence numbers stay for a while, and a number that grows with each row counts the rows.
 */

import type { ReadLog } from './reading.ts';
import { largest } from './records/values.ts';
import type { Row } from './table.ts';
import { isOutside, looksLikeSpanTag } from './tagSpelling.ts';

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
    'tags',
  ],
  sentence: [
    'sentence #',
    'sentence_id',
    'sentence id',
    'sent_id',
    'sentence',
    'sent',
    'sentence_idx',
    'sentence_no',
    'id',
  ],
  document: ['doc_id', 'document_id', 'doc', 'document', 'file', 'filename', 'article_id'],
  text: ['text', 'full_text', 'content', 'message', 'body', 'sentence', 'document'],
  spans: ['spans', 'entities', 'annotations', 'labels', 'label'],
  start: ['start', 'start_offset', 'start_position', 'begin'],
  end: ['end', 'end_offset', 'end_position', 'stop'],
  id: ['id', 'doc_id', 'document_id', 'text_id'],
  group: ['group', 'template_id', 'conversation_id'],
} as const;
type Role = keyof typeof roleNames;
export type Roles = (role: Role) => number | undefined;

export function rolesOf(header: readonly string[]): Roles {
  const names = header.map((cell) => cell.trim().toLowerCase());
  return (role) => {
    for (const name of roleNames[role]) {
      const index = names.indexOf(name);
      if (index >= 0) return index;
    }
    return undefined;
  };
}

/** How many different columns have a name that is known. */
export function knownNames(header: readonly string[]): number {
  const find = rolesOf(header);
  return new Set((Object.keys(roleNames) as Role[]).map(find).filter((index) => index !== undefined)).size;
}

const sampleSize = 2000;

export const isEmptyRow = ({ cells }: Row) => cells.every((cell) => cell.trim() === '');
export const isListCell = (cell: string) =>
  /^\s*(?:\[[\s\S]*\]|\{[\s\S]*\}|\([\s\S]+\))\s*$/.test(cell) && cell.trim().length > 1;

/** Columns of a table with a word in each row. */
export interface WordColumns {
  readonly word: number;
  readonly tag: number;
  readonly hasHeader: boolean;
}

/** Which columns hold the words and their tags; nothing where the table holds something else. */
export function wordColumns(rows: readonly Row[]): WordColumns | undefined {
  const filled = rows.filter((row) => !isEmptyRow(row)).slice(0, sampleSize);
  const [first, ...body] = filled;
  if (!first) return undefined;
  const header = first.cells;
  const find = rolesOf(header);
  const [namedWord, namedTag] = [find('word'), find('tag')];
  const width = widthOf(filled);
  const isNamed = namedWord !== undefined || namedTag !== undefined || find('sentence') !== undefined;
  const tag = tagColumn(isNamed ? body : filled, width, namedTag) ?? tagColumn(body, width, namedTag);
  if (tag !== undefined) {
    const hasHeader = isNamed || !looksLikeSpanTag((header[tag] ?? '').trim());
    const rest = hasHeader ? body : filled;
    const word = namedWord !== undefined && namedWord !== tag ? namedWord : contentWord(rest, width, tag);
    return word !== undefined && holdsWords(rest, word) ? { word, tag, hasHeader } : undefined;
  }
  if (namedWord === undefined || namedTag === undefined || namedWord === namedTag) return undefined;
  const isPlain = [namedWord, namedTag].every((column) => !body.some(({ cells }) => holdsList(cells[column] ?? '')));
  return isPlain && holdsWords(body, namedWord) ? { word: namedWord, tag: namedTag, hasHeader: true } : undefined;
}

const holdsList = (cell: string) => isListCell(cell) && cell.trim().length > 4;

export function widthOf(rows: readonly Row[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let best = 0;
  for (const [count, times] of counts) if (times > (counts.get(best) ?? 0)) best = count;
  return best;
}

/** Tells of rows that have fewer cells than nearly all others: what stands in them may have moved. */
export function shortRows(rows: readonly Row[], width: number, log: ReadLog): (row: Row) => void {
  const short = rows.filter(({ cells }) => cells.length < width).length;
  if (short > 0.1 * rows.length + 1) return () => undefined;
  return ({ cells, line }) => {
    if (cells.length >= width) return;
    log.problem({
      code: 'short-row',
      message: `The row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the others have ${width}; it was read as far as it goes.`,
      remedy: 'Add the cells that are missing, empty ones too.',
      line,
    });
  };
}

/** The column of O and of prefixed tags; one that is called so before others. */
function tagColumn(rows: readonly Row[], width: number, named: number | undefined): number | undefined {
  const shares = Array.from({ length: width }, (_, column) => {
    const values = rows.map(({ cells }) => (cells[column] ?? '').trim()).filter((cell) => cell !== '');
    const fitting = values.filter(looksLikeSpanTag);
    return fitting.some((tag) => !isOutside(tag)) ? fitting.length / values.length : 0;
  });
  if (named !== undefined && (shares[named] ?? 0) >= 0.7) return named;
  const highest = largest(shares);
  return highest >= 0.8 ? shares.lastIndexOf(highest) : undefined;
}

/** Words are many, and neither numbers nor tags. */
function contentWord(rows: readonly Row[], width: number, tag: number): number | undefined {
  let chosen: number | undefined;
  let most = 0;
  for (let column = 0; column < width; column++) {
    if (column === tag) continue;
    const values = rows.map(({ cells }) => (cells[column] ?? '').trim());
    const numbers = values.filter((value) => /^\d+$/.test(value)).length;
    if (numbers > 0.9 * values.length || values.some((value) => /^sentence:? *\d+$/i.test(value))) continue;
    const distinct = new Set(values).size;
    if (distinct > most) [chosen, most] = [column, distinct];
  }
  return chosen;
}

/** Cells of words seldom hold a blank. */
function holdsWords(rows: readonly Row[], column: number): boolean {
  const values = rows.map(({ cells }) => (cells[column] ?? '').trim()).filter((cell) => cell !== '');
  return values.length > 0 && values.filter((value) => /\s/.test(value)).length <= 0.2 * values.length;
}

/** How rows of words make sentences. */
export interface SentenceColumn {
  readonly column: number;
  /** The number names the sentence, or counts its words and begins anew with each. */
  readonly kind: 'names' | 'counts';
}

/** What a row says of its sentence; what pandas and databases write for an empty cell is nothing. */
export function numberIn(cells: readonly string[], column: number): string {
  const cell = (cells[column] ?? '').trim();
  return /^(?:nan|none|null)$/i.test(cell) ? '' : cell;
}

/** The column that says which sentence a row belongs to, and one that only counts the rows. */
export function sentenceColumn(
  rows: readonly Row[],
  header: readonly string[],
  taken: readonly number[],
): { found?: SentenceColumn; counting?: number } {
  const named = rolesOf(header);
  const [own, document] = [named('sentence'), named('document')];
  const width = widthOf(rows.slice(0, sampleSize));
  const others = Array.from({ length: width }, (_, column) => column).filter(
    (column) => column !== own && column !== document,
  );
  let counting: number | undefined;
  let restarting: SentenceColumn | undefined;
  // Documents end sentences, too, where nothing else does.
  for (const column of [own, ...others, document]) {
    if (column === undefined || taken.includes(column) || (column === document && restarting)) continue;
    const values = rows.filter((row) => !isEmptyRow(row)).map(({ cells }) => numberIn(cells, column));
    const isNamed = column === own || column === document;
    const kind = numbering(values, isNamed, /sent/i.test(header[column] ?? ''));
    if (kind === 'names') return { found: { column, kind }, ...(counting === undefined ? {} : { counting }) };
    if (kind === 'counts') restarting ??= { column, kind };
    if (kind === 'rows') counting ??= column;
  }
  return { ...(restarting ? { found: restarting } : {}), ...(counting === undefined ? {} : { counting }) };
}

function numbering(
  values: readonly string[],
  isNamed: boolean,
  isOfSentences: boolean,
): 'names' | 'counts' | 'rows' | undefined {
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0) return undefined;
  const numbers = filled.map((value) => Number(/\d+$/.exec(value)?.[0] ?? Number.NaN));
  const areNumbers = filled.every((value) => /^(?:sentence:?\s*)?\d+(?:\.0)?$/i.test(value));
  const changes = filled.filter((value, index) => value !== filled[index - 1]).length;
  if (areNumbers && filled.length === values.length && filled.length > 1) {
    const steps = numbers.slice(1).map((number, index) => number - (numbers[index] as number));
    if (steps.every((step) => step === 1)) return 'rows';
    const restarts = numbers
      .slice(1)
      .filter((number, index) => number <= 1 && (numbers[index] as number) >= number).length;
    if (
      !isOfSentences &&
      steps.some((step) => step < 0) &&
      steps.filter((step) => step === 1).length === steps.length - restarts &&
      (numbers[0] as number) <= 1
    ) {
      // 0, 0, 1, 1 names sentences; 1, 2, 3, 1, 2 counts words.
      return steps.some((step) => step === 1) ? 'counts' : undefined;
    }
  }
  if (isOfSentences) return 'names';
  const isSequence = areNumbers && numbers.slice(1).every((number, index) => number >= (numbers[index] as number));
  if (!isNamed && !isSequence) return undefined;
  // A name for nearly every row names no sentences, unless only their first rows have one.
  const isSparse = filled.length < 0.9 * values.length;
  return isSparse
    ? isNamed || areNumbers
      ? 'names'
      : undefined
    : changes <= 0.8 * values.length
      ? 'names'
      : undefined;
}
