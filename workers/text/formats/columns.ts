/**
 * Column files before anyone asks what the columns mean: which character parts them, how many there are, which lines
 * are comments, and which column holds the word and which the tag. All of it is worked out from the whole file,
 * because no single line can tell a `#` that was written in a text from one that opens a comment.
 */
import { GraftError } from '../../protocol/errors.ts';
import type { ReadLog, ReadOptions } from './reading.ts';

export interface ColumnLayout {
  readonly tabs: boolean;
  /** How many columns a line has, by the most frequent count. */
  readonly columns: number;
  readonly wordColumn: number;
  readonly tagColumn: number;
  /** What the tag column holds in lines that cannot be comments; empty where no line begins with #. */
  readonly tags: ReadonlySet<string>;
}

export const documentStart = '-DOCSTART-';
const spanTag = /^(?:O|[BIESLU]-.+)$/i;
const sampleSize = 5000;

export function splitColumns(line: string, tabs: boolean): string[] {
  if (tabs && line.includes('\t')) return line.split('\t').map((column) => withoutEnds(column, ' '));
  return withoutEnds(line, ' \t').split(/[ \t]+/);
}

/** Without these characters at both ends. A search for `[ \t]+$` would set out from every blank of a long gap. */
function withoutEnds(text: string, blanks: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && blanks.includes(text.charAt(start))) start++;
  while (end > start && blanks.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

export const isBlankLine = (line: string) => line === '' || line.trim() === '';

/** @throws GraftError where the lines have no columns, or not the ones asked for. */
export function columnLayout(lines: readonly string[], options: ReadOptions, log: ReadLog): ColumnLayout {
  const candidates = lines.filter((line) => !isBlankLine(line) && !line.startsWith('#')).slice(0, sampleSize);
  // A file whose every line begins with # still has to be read as something.
  const sample = candidates.length > 0 ? candidates : lines.filter((line) => !isBlankLine(line)).slice(0, sampleSize);
  const tabs = sample.filter((line) => line.trim().includes('\t')).length * 2 > sample.length;
  const rows = sample.map((line) => splitColumns(line, tabs));
  const columns = mostFrequent(rows.map((row) => row.length));
  if (columns < 2) {
    throw new GraftError({
      code: 'no-columns',
      message: 'Most lines hold a single column, so there is no tag beside the word. Nothing was read.',
      remedy: 'CoNLL files have a word and its tag in every line, parted by tabs or spaces. Is it plain text?',
      file: log.file,
      line: 1,
    });
  }
  const regular = rows.filter((row) => row.length === columns && !row.includes(documentStart));
  const tagFirst =
    options.tagColumn === undefined && options.wordColumn === undefined && tagStandsFirst(regular, columns);
  if (tagFirst) log.assume('the tag stands in the first column, the word in the second');
  const tagColumn = columnIndex(options.tagColumn ?? (tagFirst ? 0 : -1), columns, 'tag', log);
  const defaultWord = tagColumn === 0 ? 1 : 0;
  const wordColumn = columnIndex(options.wordColumn ?? defaultWord, columns, 'word', log);
  const tags = lines.some((line) => line.startsWith('#')) ? tagsIn(lines, tabs, columns, tagColumn) : new Set<string>();
  if (columns > 2 && options.tagColumn === undefined) log.assume(`tags in column ${tagColumn + 1} of ${columns}`);
  return { tabs, columns, wordColumn, tagColumn, tags };
}

function tagsIn(lines: readonly string[], tabs: boolean, columns: number, tagColumn: number): Set<string> {
  const tags = new Set<string>();
  for (const line of lines) {
    if (isBlankLine(line) || line.startsWith('#')) continue;
    const row = splitColumns(line, tabs);
    if (row.length === columns) tags.add(row[tagColumn] ?? '');
  }
  return tags;
}

/**
 * A line that begins with # is a word with its tag where its columns are the file's and its tag is one that other
 * lines use too, or the word itself, as the Penn Treebank tags `#`; everything else is a comment.
 */
export function isComment(
  line: string,
  row: readonly string[],
  { columns, wordColumn, tagColumn, tags, tabs }: ColumnLayout,
): boolean {
  if (!line.startsWith('#')) return false;
  if (row.length !== columns || (tabs && !line.includes('\t'))) return true;
  const tag = row[tagColumn] ?? '';
  return !(tags.has(tag) || spanTag.test(tag) || tag === row[wordColumn]);
}

/** Whether the first column looks like tags and the last one does not. */
function tagStandsFirst(rows: readonly string[][], columns: number): boolean {
  const share = (column: number, test: (value: string) => boolean) =>
    rows.filter((row) => test(row[column] ?? '')).length / Math.max(1, rows.length);
  const isSpanTag = (value: string) => spanTag.test(value);
  const [first, last] = [share(0, isSpanTag), share(columns - 1, isSpanTag)];
  if (first >= 0.9 && last < 0.9) return true;
  // Categories without prefixes: O is what gives the column away.
  return last < 0.1 && first > 0.3 && new Set(rows.map((row) => row[0])).size <= 50 && rows.length > 50;
}

function columnIndex(column: number, columns: number, what: string, log: ReadLog): number {
  const index = column < 0 ? columns + column : column;
  if (!Number.isInteger(index) || index < 0 || index >= columns) {
    throw new GraftError({
      code: 'no-such-column',
      message: `There is no column ${column} for the ${what}: the lines have ${columns} columns.`,
      remedy: `Choose one from 0 to ${columns - 1}, or from -1 (the last) to -${columns}.`,
      file: log.file,
    });
  }
  return index;
}

function mostFrequent(counts: readonly number[]): number {
  const frequency = new Map<number, number>();
  for (const count of counts) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  let best = 0;
  for (const [count, times] of frequency) if (times > (frequency.get(best) ?? 0)) best = count;
  return best;
}
