/**
 * Sentences that a column numbers or names, where no empty lines part them: the same number in some rows, then a
 * greater one. A number that is missing, is none, or goes back would divide a sentence, or join two, in silence: it is
 * told.
 */
import { clip } from '../clip.ts';
import type { SampledRow } from './columns.ts';
import type { ReadLog } from './reading.ts';

export interface SentenceColumn {
  readonly column: number;
  /** `names` are of letters and digits, as `s1` and `d2-7`; `counts` number the words of each sentence. */
  readonly kind: 'numbers' | 'names' | 'counts';
  /** Whether a number stands in the first row of a sentence alone. */
  readonly fillsDown: boolean;
}

/** How many of the rows may have a broken number, beside a single one. */
const broken = 0.1;

/** NaN where no number stands there. */
const numberIn = (cell: string) => Number(/^(?:sentence[:_ -]?\s*)?(\d+)$/i.exec(cell)?.[1] ?? Number.NaN);

/** How a column parts sentences; undefined where it does not, or where empty lines do. */
export function sentenceColumn(rows: readonly SampledRow[], column: number): SentenceColumn | undefined {
  if (rows.some(({ opens }, index) => opens && index > 0)) return undefined;
  const cells = rows.map((row) => row.cells[column] ?? '');
  const fillsDown = cells[0] !== '' && cells.filter((cell) => cell === '').length * 2 > cells.length;
  const filled = fillsDown ? filledDown(cells) : cells;
  if (areCounts(cells)) return { column, kind: 'counts', fillsDown: false };
  if (areNumbers(filled)) return { column, kind: 'numbers', fillsDown };
  return areNames(filled) ? { column, kind: 'names', fillsDown } : undefined;
}

function filledDown(cells: readonly string[]): string[] {
  let before = '';
  return cells.map((cell) => {
    if (cell !== '') before = cell;
    return before;
  });
}

const countIn = (cell: string) => Number(/^\d+$/.exec(cell)?.[0] ?? Number.NaN);

/** One more than before in nearly each row, or anew from 0 or 1. */
function areCounts(cells: readonly string[]): boolean {
  const numbers = cells.map(countIn);
  const following = numbers.slice(1).map((number, index) => ({ number, before: numbers[index] as number }));
  const next = following.filter(({ number, before }) => number === before + 1).length;
  const anew = following.filter(({ number, before }) => number <= 1 && before >= 1).length;
  // A single broken number is off by itself, and the one behind it as well.
  const faults = following.length - next - anew;
  return anew > 0 && next > anew && next >= 2 * faults && faults <= Math.max(2, broken * cells.length);
}

function areNumbers(cells: readonly string[]): boolean {
  let [before, same, next, back, none] = [Number.NaN, 0, 0, 0, 0];
  for (const number of cells.map(numberIn)) {
    if (Number.isNaN(number)) {
      none++;
      continue;
    }
    if (number === before) same++;
    else if (number > before) next++;
    else if (number < before) back++;
    before = number;
  }
  // A column of 0 and 1 goes back too, and numbers nothing.
  const different = new Set(cells).size;
  return (
    next >= Math.max(1, back + none) &&
    same > next &&
    back + none <= Math.max(1, broken * cells.length) &&
    (back === 0 || different > 2)
  );
}

/** For cells that nearly all are numbers of sentences; an empty one says nothing. */
export function numberedSentences(cells: readonly string[], log: ReadLog): SentenceNumbers | undefined {
  const isNumbered = cells[0] !== '' && areNumbers(filledDown(cells));
  return isNumbered ? new SentenceNumbers({ column: 0, kind: 'numbers', fillsDown: true }, log) : undefined;
}

/** Each in rows that follow each other, and nowhere else. */
function areNames(cells: readonly string[]): boolean {
  if (!cells.every((cell) => /\d/.test(cell) && /[^\d.,:-]/.test(cell))) return false;
  const runs = cells.filter((cell, index) => cell !== cells[index - 1]).length;
  return runs > 1 && cells.length >= 2 * runs && new Set(cells).size === runs;
}

/** Tells, row by row, where a sentence begins. */
export class SentenceNumbers {
  private before = '';
  private readonly seen = new Set<string>();

  constructor(
    private readonly place: SentenceColumn,
    private readonly log: ReadLog,
  ) {}

  /** Whether the row belongs to another sentence than the one before it. @param line 1-based. */
  begins(row: readonly string[], line: number): boolean {
    const { column, kind, fillsDown } = this.place;
    const cell = row[column] ?? '';
    if (kind === 'counts') return this.beginsAnew(cell, line);
    if (cell === this.before || (cell === '' && fillsDown)) return false;
    if (cell === '' || (kind === 'numbers' && Number.isNaN(numberIn(cell)))) {
      const fault = cell === '' ? 'The sentence’s number is missing' : `“${clip(cell)}” is no number of a sentence`;
      this.tell(`${fault}; the word was put into the sentence before it.`, line);
      return false;
    }
    const goesBack = kind === 'numbers' ? numberIn(cell) < numberIn(this.before) : this.seen.has(cell);
    if (goesBack)
      this.tell(
        `The sentence’s number goes back from ${clip(this.before)} to ${clip(cell)}; a sentence begins here.`,
        line,
      );
    this.before = cell;
    if (kind === 'names') this.seen.add(cell);
    return true;
  }

  private beginsAnew(cell: string, line: number): boolean {
    const [number, before] = [countIn(cell), countIn(this.before)];
    const isFirst = this.before === '';
    this.before = cell;
    if (isFirst || number === before + 1) return false;
    const begins = number <= before;
    if (number > 1 || Number.isNaN(number) || Number.isNaN(before))
      this.tell(
        `The words of a sentence are counted, and “${clip(cell)}” does not follow; ${begins ? 'a sentence begins here' : 'the sentence goes on'}.`,
        line,
      );
    return begins;
  }

  private tell(message: string, line: number): void {
    const remedy = 'Part sentences by empty lines, or number them, or their words, without a gap.';
    this.log.problem({ code: 'sentence-number', message, remedy, line });
  }
}
