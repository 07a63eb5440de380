/** The results, row by row: a ratio of two figures of one run, compared with the project's target. */

export interface Figure {
  readonly value: number;
  /** `ms`, `s`, `sentences/s`, `GFLOP/s`, `dispatches` */
  readonly unit: string;
}

export interface Target {
  readonly atLeast: number;
  readonly aim: number;
}

export interface Row {
  readonly measure: string;
  readonly backend: string;
  readonly ours: Figure | null;
  readonly peer: ({ readonly name: string } & Figure) | null;
  /** The value to compare with the target; null where it could not be measured. */
  readonly result: number | null;
  readonly reads: 'times faster' | 'times the time' | 'share' | 'dispatches' | 'seconds';
  /** Null for rows without a target. */
  readonly target: Target | null;
  readonly note: string;
}

export type Verdict = 'aim reached' | 'reached' | 'FALLS SHORT' | 'not measured' | '';

/** For times and counts less is better; for speed-ups and fractions more. */
const lessIsBetter: Readonly<Record<Row['reads'], boolean>> = {
  'times faster': false,
  share: false,
  'times the time': true,
  dispatches: true,
  seconds: true,
};

/**
 * How many times faster we are: for times theirs over ours, for speeds ours over theirs.
 * @throws Error where the units differ.
 */
export function timesFaster(ours: Figure, peer: Figure): number {
  if (ours.unit !== peer.unit) throw new Error(`${ours.unit} cannot be compared with ${peer.unit}.`);
  return ours.unit.endsWith('/s') ? ours.value / peer.value : peer.value / ours.value;
}

export function verdictOf({ result, reads, target }: Pick<Row, 'result' | 'reads' | 'target'>): Verdict {
  if (result === null) return 'not measured';
  if (target === null) return '';
  const reaches = (bound: number) => (lessIsBetter[reads] ? result <= bound : result >= bound);
  if (reaches(target.aim)) return 'aim reached';
  return reaches(target.atLeast) ? 'reached' : 'FALLS SHORT';
}

/** The text for figures that could not be measured. */
export function failedRow(measure: string, thrown: unknown): Row {
  const note = `It failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  return { measure, backend: '', ours: null, peer: null, result: null, reads: 'times faster', target: null, note };
}

/** Three significant digits; integers from 100 on. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

const isCount = ({ unit }: Figure) => unit === 'dispatches';

const formatFigure = (figure: Figure | null) =>
  figure ? `${isCount(figure) ? figure.value : formatNumber(figure.value)} ${figure.unit}` : '–';

/** A result as text: `×12.3`, `71 %`, `62`, `18.1 s`. */
export function formatResult(value: number, reads: Row['reads']): string {
  if (reads === 'share') return `${Math.round(100 * value)} %`;
  if (reads === 'dispatches') return `${value}`;
  if (reads === 'seconds') return `${formatNumber(value)} s`;
  return `×${formatNumber(value)}`;
}

function formatTarget(bound: number | undefined, reads: Row['reads']): string {
  if (bound === undefined) return '';
  return `${lessIsBetter[reads] ? '≤' : '≥'} ${formatResult(bound, reads)}`;
}

const header = ['Measure', 'Backend', 'Ours', 'Against', 'Result', 'At least', 'Aim', 'Verdict'];
const rightAligned = new Set([2, 4, 5, 6]);

function cellsOf(row: Row): string[] {
  return [
    row.measure,
    row.backend,
    formatFigure(row.ours),
    row.peer ? `${row.peer.name} ${formatFigure(row.peer)}` : '–',
    row.result === null ? '–' : formatResult(row.result, row.reads),
    formatTarget(row.target?.atLeast, row.reads),
    formatTarget(row.target?.aim, row.reads),
    verdictOf(row),
  ];
}

/** A Markdown table that is readable as plain text; notes below it, by number. */
export function formatTable(rows: readonly Row[]): string {
  const notes = [...new Set(rows.map(({ note }) => note).filter((note) => note !== ''))];
  const body = rows.map((row) => {
    const [measure = '', ...others] = cellsOf(row);
    const number = notes.indexOf(row.note) + 1;
    return [number > 0 ? `${measure} (${number})` : measure, ...others];
  });
  const widths = header.map((title, column) => Math.max(title.length, ...body.map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, widths[column]!, rightAligned.has(column))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    rightAligned.has(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const table = [line(header), line(rule), ...body.map(line)].join('\n');
  return notes.length > 0 ? `${table}\n\n${notes.map((note, index) => `${index + 1}. ${note}`).join('\n')}` : table;
}

const pad = (text: string, width: number, right: boolean) => (right ? text.padStart(width) : text.padEnd(width));
