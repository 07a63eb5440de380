/** Rows that only draw a line below the names of columns: `|---|:--:|` in Markdown, `---- ---` in what databases print. */
const cell = /^(?::-+:?|-+:|-{3,}|={3,})$/;

/** Whether all cells that hold something are drawn, two of them at least. */
export function isRule(cells: readonly string[]): boolean {
  // Asked of every row of a file: nearly all of them are done here.
  if (cells.some((each) => each !== '' && !':-= '.includes(each.charAt(0)))) return false;
  const filled = cells.map((each) => each.trim()).filter((each) => each !== '');
  return filled.length > 1 && filled.every((each) => cell.test(each));
}

export const rulesSkipped = 'rows that only draw a line skipped';
