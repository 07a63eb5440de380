/**
 * Whether a file holds columns: the same number of cells in most lines, of which one holds tags by the look of it; or a
 * word a line. A file can be cut off after a line or two, and its last line within a cell.
 */
import type { FormatName } from '../../protocol/corpus.ts';
import { looksTagged } from './columnRoles.ts';
import { documentStart, type SampledRow, sampleLines } from './columns.ts';
import { isSureSpanTag, isTagColumn } from './tagShape.ts';

/** @param byName what the file's name says. */
export function looksLikeColumns(lines: readonly string[], byName: FormatName | undefined): boolean {
  if (lines.some((line) => line.startsWith(documentStart) || /^#begin document\b/.test(line))) return true;
  const { columns, regularity, rows, tabs, header } = sampleLines(lines);
  if (columns === 1) return isWordALine(lines, rows);
  const irregular = Math.round(rows.length / regularity) - rows.length;
  if (regularity < 0.7 && irregular > 1) return false;
  if (header || looksTagged(rows, columns) || isTaggedRow(rows, columns, tabs)) return true;
  if (regularity < 0.95 && irregular > 1) return false;
  const emptyLines = lines.some((line, index) => line.trim() === '' && index < lines.length - 1);
  const isEven = irregular === 0 && (emptyLines || tabs || byName === 'conll');
  const areTags = Array.from({ length: columns }, (_, column) => column).some((column) =>
    isTagColumn(cellsOf(rows, column), cellsOf(rows, column === 0 ? 1 : 0), isEven),
  );
  if (areTags) return true;
  const distinct = new Set(cellsOf(rows, columns - 1)).size;
  // A few short lines of prose can well have equal numbers of words.
  const enough = rows.length >= 10 || byName !== 'text';
  const fewTags = enough && distinct <= Math.max(3, Math.min(200, 0.3 * rows.length));
  return regularity >= 0.95 && fewTags && (emptyLines || tabs || byName === 'conll');
}

const cellsOf = (rows: readonly SampledRow[], column: number) => rows.map(({ cells }) => cells[column] ?? '');

const mostCells = 4;

/** A single row that was left of a file: a tab, or very few cells, and a tag that is none of prose. */
function isTaggedRow(rows: readonly SampledRow[], columns: number, tabs: boolean): boolean {
  const [row] = rows;
  if (!row || rows.length > 1) return false;
  if (tabs) return row.cells.some((cell) => /^[BIESLUMW][-_:]\S/.test(cell));
  return columns <= mostCells && [row.cells[0], row.cells.at(-1)].some((cell = '') => isSureSpanTag(cell));
}

/** Words one below the other, final marks among them, and empty lines between sentences: text that waits for tags. */
function isWordALine(lines: readonly string[], rows: readonly SampledRow[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  if (rows.length < 0.99 * filled.length || rows.length < 4) return false;
  const sentences = rows.filter(({ opens }) => opens).length;
  const marks = rows.filter(({ cells }) => /^\p{P}+$/u.test(cells[0] ?? '')).length;
  return rows.length >= 2.5 * sentences && marks >= 0.5 * sentences;
}
