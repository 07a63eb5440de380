/**
 * A run of the bench as text, and its place in RESULTS.md: newest first, one section for a machine, day and command.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine, type Machine } from './machine.ts';
import { formatTable, type Row, verdictOf } from './table.ts';

export interface Report {
  /** ISO, the day. */
  readonly date: string;
  readonly command: string;
  readonly machine: Machine;
  /** `machine.load` at the end; on a quiet machine it is the bench's own. */
  readonly loadAfter: number;
  readonly backend: { readonly name: string; readonly device: string };
  readonly pytorch: { readonly version: string; readonly blas: string } | null;
  readonly workload: string;
  readonly rows: readonly Row[];
}

/** From this load a core on, a run gets the note that other work went on beside it. */
const busyLoad = 0.5;

export function formatReport({ date, command, machine, loadAfter, backend, pytorch, workload, rows }: Report): string {
  const torch = pytorch ? `PyTorch ${pytorch.version} (${pytorch.blas})` : 'without PyTorch';
  const busy =
    machine.load >= busyLoad * machine.cores ? ' The machine was busy with other work: read ratios, not times.' : '';
  return [
    `${date}, ${describeMachine(machine)}. ${backend.device}; ${torch}; ${workload}.`,
    `Load ${machine.load} before, ${loadAfter} after.${busy}`,
    `\`${command}\``,
    '',
    formatTable(rows),
  ].join('\n');
}

/** The same figures as data. */
export function formatJson({ rows, ...report }: Report): string {
  return `${JSON.stringify({ ...report, rows: rows.map((row) => ({ ...row, verdict: verdictOf(row) })) }, null, 2)}\n`;
}

const resultsFile = join(import.meta.dirname, 'RESULTS.md');

export function recordReport(report: Report, file = resultsFile): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# What the bench showed\n';
  writeFileSync(file, withSection(text, report));
}

/** Sections begin with `## `; one of the same heading is replaced, a new one comes first. */
export function withSection(text: string, report: Report): string {
  const heading = `## ${report.date}, ${describeMachine(report.machine)}: ${report.command}`;
  const section = `${heading}\n\n${formatReport(report)}\n`;
  const [introduction = '', ...sections] = text.split(/^(?=## )/m);
  const others = sections.filter((each) => each.split('\n')[0] !== heading);
  return [introduction.trimEnd(), section.trimEnd(), ...others.map((each) => each.trimEnd())].join('\n\n').concat('\n');
}
