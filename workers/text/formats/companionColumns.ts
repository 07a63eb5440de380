/** Columns beside the words that say nothing of them: running numbers, and names that stand in all rows of a sentence. */
import type { SampledRow } from './columns.ts';

const runningNumber = /^\p{L}{0,3}(\d+)(?:[.)]|-\d+)?$/u;

/** Numbers that count the words: of a sentence, of a document, or of the file. */
export function isRunning(rows: readonly SampledRow[], column: number): boolean {
  if (rows.length < 2) return false;
  let [before, running] = [Number.NaN, 0];
  for (const { cells, opens } of rows) {
    const cell = cells[column] ?? '';
    const number = Number(runningNumber.exec(cell)?.[1] ?? Number.NaN);
    if (number === before + 1 || (number <= 1 && (opens || Number.isNaN(before) || before >= 1))) running++;
    before = number;
  }
  return running >= 0.95 * rows.length;
}

/** The same in all rows of a sentence, as the name of its document is. */
export function isSame(rows: readonly SampledRow[], column: number): boolean {
  const within = rows.filter(({ opens }) => !opens).length;
  if (within < 2) return false;
  let same = 0;
  let before: string | undefined;
  for (const { cells, opens } of rows) {
    if (!opens && cells[column] === before) same++;
    before = cells[column];
  }
  return same >= 0.95 * within;
}
