/**
 * Names as brackets over a column of stars, as the CoNLL tasks of 2005 and 2012 and OntoNotes have them: `(PER*`, `*`,
 * `*)` over three words, `(LOC*)` or `(LOC)` over one, `(ORG*(GPE*)` and `*))` for names within names.
 */
import type { TokenSpan } from '../schemes.ts';

export interface BracketFault {
  /** Index of the token. */
  readonly token: number;
  /** What is wrong there, as a sentence. */
  readonly fault: string;
}

interface BracketReading {
  /** In order of start, a longer span before those that begin with it. */
  readonly spans: TokenSpan[];
  readonly faults: BracketFault[];
}

const bracketCell = /^(?:\([^()*\s]+\*?)*\*?\)*$/;
const empty = new Set(['', '*', '-', '_']);

/** Whether a cell is one of such a column; a star, a hyphen or nothing says that no bracket stands there. */
function isBracketCell(cell: string): boolean {
  return empty.has(cell) || bracketCell.test(cell);
}

/** Whether a column is one of brackets: all cells could be, and some open one and close it. */
export function isBracketColumn(cells: readonly string[]): boolean {
  let opening = 0;
  let closing = 0;
  for (const cell of cells) {
    if (!isBracketCell(cell)) return false;
    if (cell.startsWith('(')) opening++;
    if (cell.endsWith(')')) closing++;
  }
  return opening > 0 && closing > 0;
}

/**
 * The spans of one sentence, over token indices.
 * @param cells one a token.
 */
export function readBrackets(cells: readonly string[]): BracketReading {
  const open: { start: number; category: string }[] = [];
  const spans: TokenSpan[] = [];
  const faults: BracketFault[] = [];
  cells.forEach((cell, token) => {
    if (!isBracketCell(cell)) {
      faults.push({ token, fault: `“${cell}” is neither a star nor a bracket.` });
      return;
    }
    for (const [piece, category] of cell.matchAll(/\(([^()*\s]+)|\)/g)) {
      if (piece !== ')') {
        open.push({ start: token, category: category ?? '' });
        continue;
      }
      const last = open.pop();
      if (last) spans.push({ ...last, end: token + 1 });
      else faults.push({ token, fault: 'A bracket closes that none opened.' });
    }
  });
  for (const { start, category } of open)
    faults.push({ token: start, fault: `The bracket (${category} is not closed before the sentence’s end.` });
  spans.sort((one, other) => one.start - other.start || other.end - one.end);
  return { spans, faults };
}
