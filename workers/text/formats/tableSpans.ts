/**
 * Tables with a span a row beside its text, whose header does not say so: misspelt, in another language, or missing.
 * Numbers that place every row's span within its text, at the ends of words, are offsets, whatever they are called; where
 * they fit badly the table is refused, since it would come out as texts in which nobody found anything.
 */
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import { CountedText, fitOf } from './counting.ts';
import { isBesideNumber } from './records/names.ts';
import { wholeNumber } from './records/values.ts';
import type { Row } from './table.ts';
import { numberIn, type Roles } from './tableColumns.ts';

export interface SpanColumns {
  readonly start: number;
  /** Or the length. */
  readonly end: number;
  readonly isLength: boolean;
  readonly tag: number;
  readonly text: number;
  /** What the span covers. */
  readonly covered?: number;
}

type Numbers = Pick<SpanColumns, 'start' | 'end' | 'isLength'> & { readonly fit: number };

const mostRows = 300;
/** Of the ends of spans, those that stand where words end: from here on numbers are offsets, or surely none. */
const surely = 0.9;
const hardly = 0.4;
const longestCategory = 60;

interface Found {
  readonly numbers: Numbers;
  readonly text: number;
  readonly covered?: number | undefined;
  readonly tag: number | undefined;
}

/** The columns of spans, where their numbers surely are offsets. */
export function foundByContent(body: readonly Row[], names: readonly string[], find: Roles): SpanColumns | undefined {
  const found = search(body, names, find);
  return found && found.numbers.fit >= surely ? columnsOf(found) : undefined;
}

/**
 * @param body the rows without the header.
 * @param names of the columns, empty without a header.
 * @throws GraftError `unknown-columns` where numbers could be offsets, and it is not sure, or categories are missing.
 */
export function spanColumns(
  body: readonly Row[],
  names: readonly string[],
  find: Roles,
  file: string,
): SpanColumns | undefined {
  const found = search(body, names, find);
  if (!found) return undefined;
  const { numbers, tag } = found;
  const areNamed = numbers.start === find('start') && (numbers.end === find('end') || numbers.isLength);
  if (tag === undefined ? areNamed : numbers.fit < surely && !areNamed) throw unsure(names, numbers, tag, file);
  return columnsOf(found);
}

const columnsOf = ({ numbers, tag, text, covered }: Found): SpanColumns | undefined =>
  tag === undefined ? undefined : { ...numbers, tag, text, ...(covered === undefined ? {} : { covered }) };

function search(body: readonly Row[], names: readonly string[], find: Roles): Found | undefined {
  const rows = body.slice(0, mostRows);
  const width = Math.max(names.length, ...rows.map(({ cells }) => cells.length));
  const text = textColumn(rows, width, find('text'));
  if (text === undefined) return undefined;
  const texts = filledDown(rows, text);
  const numbers = bestNumbers(rows, texts, numberColumns(rows, names, width, text, find));
  if (!numbers) return undefined;
  const placed = rows.filter(({ cells }) => wholeNumber(numberIn(cells, numbers.start)) !== undefined);
  const free = Array.from({ length: width }, (_, column) => column).filter(
    (column) => ![text, numbers.start, numbers.end].includes(column),
  );
  const covered = free.find((column) => isCovered(rows, texts, column, numbers));
  const tag = categoryColumn(
    placed,
    free.filter((column) => column !== covered && column !== find('id') && column !== find('document')),
    [find('tag'), find('spans')],
  );
  return { numbers, text, covered, tag };
}

/** With the column of what the spans cover, where there is one. */
export function withCovered(columns: SpanColumns, body: readonly Row[], width: number): SpanColumns {
  const rows = body.slice(0, mostRows);
  const texts = filledDown(rows, columns.text);
  for (let column = 0; column < width; column++) {
    const isFree = ![columns.start, columns.end, columns.tag, columns.text].includes(column);
    if (isFree && isCovered(rows, texts, column, columns)) return { ...columns, covered: column };
  }
  return columns;
}

/** The one that is called so, or the longest of those with blanks in them. */
function textColumn(rows: readonly Row[], width: number, named: number | undefined): number | undefined {
  let [chosen, most]: [number | undefined, number] = [undefined, 0];
  for (let column = 0; column < width; column++) {
    const cells = rows.map((row) => (row.cells[column] ?? '').trim()).filter((cell) => cell !== '');
    const spaced = cells.filter((cell) => /\S\s+\S/.test(cell)).length;
    if (column === named && cells.some((cell) => wholeNumber(cell) === undefined)) return column;
    const length = cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length);
    if (spaced * 2 >= Math.max(1, cells.length) && length > most) [chosen, most] = [column, length];
  }
  return chosen;
}

/** A text that is written beside its first span alone goes on. */
export function filledDown(rows: readonly Row[], column: number): string[] {
  let before = '';
  return rows.map(({ cells }) => {
    const own = cells[column] ?? '';
    if (own.trim() !== '') before = own;
    return before;
  });
}

/** All, or all but a few slips. */
const areMost = (count: number, all: number) =>
  count > 0 && (count === all || (count > 1 && all - count <= Math.max(1, 0.1 * all)));

/** Columns of whole numbers, some of them empty, that do not merely count the rows. */
function numberColumns(
  rows: readonly Row[],
  names: readonly string[],
  width: number,
  text: number,
  find: Roles,
): number[] {
  const others = [text, find('id'), find('document'), find('group')];
  return Array.from({ length: width }, (_, column) => column).filter((column) => {
    if (others.includes(column) || isBesideNumber(names[column] ?? '')) return false;
    const cells = rows.map((row) => numberIn(row.cells, column)).filter((cell) => cell !== '');
    const numbers = cells.flatMap((cell) => wholeNumber(cell) ?? []);
    const isCounting =
      numbers.length > 2 && numbers.every((number, at) => at === 0 || number - (numbers[at - 1] as number) === 1);
    return areMost(numbers.filter((number) => number >= 0).length, cells.length) && !isCounting;
  });
}

/** The two columns that place spans in their texts, and fit these best. */
function bestNumbers(rows: readonly Row[], texts: readonly string[], columns: readonly number[]): Numbers | undefined {
  const counted = new Map<string, CountedText>();
  for (const text of texts) if (!counted.has(text)) counted.set(text, new CountedText(text));
  let best: Numbers | undefined;
  for (const start of columns) {
    for (const end of columns) {
      if (start === end) continue;
      for (const isLength of [false, true]) {
        const fit = fitOfColumns({ start, end, isLength }, rows, texts, counted);
        if (fit > Math.max(best?.fit ?? 0, hardly)) best = { start, end, isLength, fit };
      }
    }
  }
  return best;
}

function fitOfColumns(
  { start, end, isLength }: Omit<Numbers, 'fit'>,
  rows: readonly Row[],
  texts: readonly string[],
  counted: ReadonlyMap<string, CountedText>,
): number {
  const records: { text: CountedText; spans: { start: number; end: number; category: string }[] }[] = [];
  let outside = 0;
  for (const [index, { cells }] of rows.entries()) {
    const [from, second] = [wholeNumber(numberIn(cells, start)), wholeNumber(numberIn(cells, end))];
    if (from === undefined || second === undefined) continue;
    const text = texts[index] as string;
    const to = isLength ? from + second : second;
    if (from <= to && to <= text.length + 1)
      records.push({ text: counted.get(text) as CountedText, spans: [{ start: from, end: to, category: '' }] });
    else outside++;
  }
  return outside * 10 > records.length ? 0 : fitOf(records);
}

/** Short texts, of which there are few, or the one that is called so. */
function categoryColumn(
  rows: readonly Row[],
  columns: readonly number[],
  named: readonly (number | undefined)[],
): number | undefined {
  const categories = columns.filter((column) => {
    const cells = rows.map((row) => (row.cells[column] ?? '').trim());
    const filled = cells.filter(
      (cell) => cell !== '' && cell.length <= longestCategory && wholeNumber(cell) === undefined,
    );
    return filled.length >= 0.9 * cells.length && new Set(filled).size <= Math.max(20, 0.5 * filled.length);
  });
  const values = (column: number) => new Set(rows.map((row) => row.cells[column] ?? '')).size;
  return (
    named.find((column) => column !== undefined && categories.includes(column)) ??
    categories.sort((one, other) => values(one) - values(other))[0]
  );
}

/** Whether most cells stand in their row's text, about as long as the span is. */
function isCovered(
  rows: readonly Row[],
  texts: readonly string[],
  column: number,
  { start, end, isLength }: Omit<Numbers, 'fit'>,
): boolean {
  let [filled, fitting] = [0, 0];
  for (const [index, { cells }] of rows.entries()) {
    const cell = (cells[column] ?? '').trim();
    const [from, second] = [wholeNumber(numberIn(cells, start)), wholeNumber(numberIn(cells, end))];
    if (cell === '' || from === undefined || second === undefined) continue;
    filled++;
    const length = isLength ? second : second - from;
    if (Math.abs(length - cell.length) <= 2 && texts[index]?.includes(cell)) fitting++;
  }
  return filled > 0 && fitting * 5 >= filled * 4;
}

export const columnName = (names: readonly string[], column: number) =>
  names[column]?.trim() ? `“${clip(names[column].trim(), 30)}”` : `column ${column + 1}`;

function unsure(
  names: readonly string[],
  { start, end, isLength }: Numbers,
  tag: number | undefined,
  file: string,
): GraftError {
  const [one, other] = [columnName(names, start), columnName(names, end)];
  return new GraftError({
    code: 'unknown-columns',
    message:
      tag === undefined
        ? `The numbers under ${one} and ${other} place spans in the texts, and no column holds their categories. Nothing was read.`
        : `The numbers under ${one} and ${other} could be the ${isLength ? 'starts and lengths' : 'starts and ends'} of spans, of the categories under ${columnName(names, tag)}, but many of them cut words. Nothing was read.`,
    remedy:
      tag === undefined
        ? 'Add a column “label” with the category of each span; or take the numbers out, if they place none.'
        : 'If they place spans, name the columns start, end, label and text, and check the offsets; if they do not, take them out.',
    file,
    line: 1,
  });
}
