/**
 * Column files before anyone asks what the columns mean: which character parts them, how many there are, which lines
 * are comments and which row names the columns. All of it is worked out from many lines, because no single line can
 * tell a `#` that was written in a text from one that opens a comment.
 */
import { GraftError } from '../../protocol/errors.ts';
import { type ColumnRoles, columnRoles, isHeader } from './columnRoles.ts';
import type { ReadLog, ReadOptions } from './reading.ts';
import { isRule } from './rules.ts';
import { isOutside, looksLikeSpanTag } from './tagSpelling.ts';

export interface ColumnLayout extends ColumnRoles {
  readonly tabs: boolean;
  /** How many columns a line has, by the most frequent count. */
  readonly columns: number;
  /** Whether an empty last cell stands for O. */
  readonly emptyIsOutside: boolean;
  /** What the tag column holds in lines that cannot be comments. */
  readonly tags: ReadonlySet<string>;
  /** The row that names the columns, and its line, counted from 0. */
  readonly header?: { readonly cells: readonly string[]; readonly line: number };
  /** The first rows, whole. */
  readonly sample: readonly (readonly string[])[];
}

/** Rows of as many cells as most have. */
export interface SampledRow {
  readonly cells: readonly string[];
  /** Whether an empty line, or the file's beginning, stands before it. */
  readonly opens: boolean;
}

export const documentStart = '-DOCSTART-';
const documentMark = /^-+DOCSTART-/;
const sampleSize = 5000;
const shownRows = 8;

/** @param keepsEnds Otherwise empty cells at a line's end are dropped: spreadsheets put them there. */
export function splitColumns(line: string, tabs: boolean, keepsEnds = false): string[] {
  if (!(tabs && line.includes('\t'))) return withoutEnds(line, ' \t').split(/[ \t]+/);
  const cells = line.split('\t').map((column) => withoutEnds(column, ' '));
  while (!keepsEnds && cells.length > 1 && cells.at(-1) === '') cells.pop();
  return cells;
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
/** Whatever stands behind the mark; a tag of that name is a tag. */
export const isDocumentStart = (row: readonly string[], wordColumn = 0) =>
  [row[0], row[wordColumn]].some((cell) => cell !== undefined && documentMark.test(cell));

/** The lines that tell about the columns, and how they are parted. */
export interface SampledLines {
  readonly tabs: boolean;
  readonly columns: number;
  /** Whether an empty last cell stands for O. */
  readonly emptyIsOutside: boolean;
  /** How many of the lines have that number of columns, 0 to 1. */
  readonly regularity: number;
  readonly rows: readonly SampledRow[];
  readonly header?: ColumnLayout['header'];
}

/** Comments and document marks are left out, as far as they can be told before the columns are known. */
export function sampleLines(lines: readonly string[]): SampledLines {
  const candidates: { line: string; index: number; opens: boolean }[] = [];
  let opens = true;
  // A file whose every line begins with # still has to be read as something.
  const isCandidate = lines.some((line) => !isBlankLine(line) && !line.startsWith('#'))
    ? (line: string) => !line.startsWith('#')
    : () => true;
  for (const [index, line] of lines.entries()) {
    if (isBlankLine(line)) opens = true;
    else if (isCandidate(line)) {
      candidates.push({ line, index, opens });
      opens = false;
    }
    if (candidates.length === sampleSize) break;
  }
  const tabs = candidates.filter(({ line }) => hasTab(line)).length * 2 > candidates.length;
  const emptyIsOutside = tabs && endsAreTags(candidates.map(({ line }) => splitColumns(line, tabs, true)));
  const split = candidates
    .map(({ line, ...place }) => ({ ...place, cells: splitColumns(line, tabs, emptyIsOutside) }))
    .filter(({ cells }) => !isDocumentStart(cells) && !isRule(cells));
  const columns = mostFrequent(split.map(({ cells }) => cells.length));
  const regular = split.filter(({ cells }) => cells.length === columns);
  const regularity = regular.length / Math.max(1, split.length);
  const [first] = split;
  const others = regular.filter((row) => row !== first);
  const names = first && withRowNumber(first.cells, others);
  const named = first && names && isHeader(names, others) ? { cells: names, line: first.index } : undefined;
  const header = declaredColumns(lines) ?? named;
  const rows = named ? others : regular;
  return { tabs, columns, emptyIsOutside, regularity, rows, ...(header ? { header } : {}) };
}

/** The names of columns, where a number without a name stands before each row, as pandas prints it. */
function withRowNumber(names: readonly string[], rows: readonly SampledRow[]): readonly string[] {
  const areNumbered = rows.length > 0 && rows.every(({ cells: [number = ''] }) => /^\d+$/.test(number));
  return areNumbered && rows[0]?.cells.length === names.length + 1 ? ['#', ...names] : names;
}

/** A tab behind a single word stands before an empty cell; behind several, blanks part them and the tab is dross. */
function hasTab(line: string): boolean {
  const content = line.trim();
  return content.includes('\t') || (line.endsWith('\t') && !content.includes(' '));
}

/** Whether the last cells are categories, and empty where no category is: then an empty cell says something. */
function endsAreTags(rows: readonly (readonly string[])[]): boolean {
  const columns = mostFrequent(rows.map(({ length }) => length));
  const regular = rows.filter(({ length }) => length === columns);
  const ends = regular.map((row) => row.at(-1) ?? '');
  const filled = ends.filter((cell) => cell !== '');
  const share = filled.length / Math.max(1, ends.length);
  const isRegular = columns > 1 && regular.length >= 0.95 * rows.length;
  return isRegular && share > 0.05 && share < 0.8 && !filled.some(isOutside);
}

/** CoNLL-U Plus names its columns in a comment. */
function declaredColumns(lines: readonly string[]): ColumnLayout['header'] | undefined {
  const line = lines.findIndex((each) => each !== '');
  const names = /^# *global\.columns *= *(\S.*)$/.exec(lines[line] ?? '')?.[1];
  return names === undefined ? undefined : { cells: names.split(/\s+/), line };
}

/** @throws GraftError where the lines have no columns, or not the ones asked for. */
export function columnLayout(lines: readonly string[], options: ReadOptions, log: ReadLog): ColumnLayout {
  const { tabs, columns, emptyIsOutside, regularity, rows, header } = sampleLines(lines);
  if (columns < 2 && regularity < 0.95) {
    throw new GraftError({
      code: 'no-columns',
      message: 'Most lines hold a single column, so there is no tag beside the word. Nothing was read.',
      remedy: 'CoNLL files have a word and its tag in every line, parted by tabs or spaces. Is it plain text?',
      file: log.file,
      line: 1,
    });
  }
  const roles = columnRoles(rows, columns, header?.cells, options, log);
  const tags = lines.some((line) => line.startsWith('#'))
    ? tagsIn(lines, { tabs, columns, tagColumn: roles.tagColumn })
    : new Set(rows.map(({ cells }) => cells[roles.tagColumn] ?? ''));
  const sample = rows.slice(0, shownRows).map(({ cells }) => cells);
  if (header) log.assume(`the ${header.line === 0 ? 'first line' : `line ${header.line + 1}`} names the columns`);
  return { tabs, columns, emptyIsOutside, ...roles, tags, sample, ...(header ? { header } : {}) };
}

/** Of all lines, since a hashtag's tag may stand nowhere among the first. */
function tagsIn(
  lines: readonly string[],
  { tabs, columns, tagColumn }: Pick<ColumnLayout, 'tabs' | 'columns' | 'tagColumn'>,
): Set<string> {
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
  if (columns === 1) return line.trim().includes(' ');
  if (row.length !== columns || (tabs && !line.includes('\t'))) return true;
  const tag = row[tagColumn] ?? '';
  return !(tags.has(tag) || looksLikeSpanTag(tag) || tag === row[wordColumn]);
}

function mostFrequent(counts: readonly number[]): number {
  const frequency = new Map<number, number>();
  for (const count of counts) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  let best = 0;
  for (const [count, times] of frequency) if (times > (frequency.get(best) ?? 0)) best = count;
  return best;
}
