/**
 * Files that come to the reader of plain text because no other format fits, and are not plain text: names marked by
 * markup, columns that are too irregular, tables whose columns hold no tags. Read as text they would lose their
 * annotation in silence.
 */

import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import { counted } from '../counted.ts';
import { lineAt } from '../decode.ts';
import { linesOf, signs } from './annotationSigns.ts';
import { isSureSpanTag } from './tagShape.ts';

/** Lines that tabs part into equally many cells are a table, whatever its columns hold. */
function tableFault(text: string): { what: string; index: number } | undefined {
  const lines = linesOf(text);
  const widths = new Map<number, number>();
  for (const line of lines) {
    const width = line.split('\t').filter((cell) => cell.trim() !== '').length;
    widths.set(width, (widths.get(width) ?? 0) + 1);
  }
  const [width, times] = [...widths].reduce((best, each) => (each[1] > best[1] ? each : best), [1, 0]);
  if (width < 2 || times < 3 || times < 0.8 * lines.length) return undefined;
  const row = lines.find((line) => line.includes('\t')) ?? '';
  return {
    what: `Tabs part its lines into ${counted(width, 'column')}, and none of them holds tags that are known`,
    index: text.indexOf(row),
  };
}

const shortFile = { lines: 3, cells: 4 };

/** In a file of a few lines, as is left where one was cut off, a single tag is enough. */
function shortFault(text: string): { what: string; index: number } | undefined {
  const lines = linesOf(text);
  if (lines.length > shortFile.lines) return undefined;
  const sure = lines.flatMap((line) => line.split(/[^\p{L}\p{N}_-]+/u)).find(isSureSpanTag);
  const rows = lines.map((line) => line.trim().split(/\s+/));
  const ends = rows.map((row) => row.at(-1) ?? '');
  const areRows = rows.every(
    ({ length }, index) => length > 1 && length <= shortFile.cells && /^[BIS][-_]\p{L}/u.test(ends[index] ?? ''),
  );
  const tag = sure ?? (areRows ? ends[0] : undefined);
  if (tag === undefined) return undefined;
  return {
    what: `The file has few lines, and in them stand tags, such as “${clip(tag, 60)}”`,
    index: text.indexOf(tag),
  };
}

const sampleLength = 200_000;

/** @throws GraftError `looks-annotated` with the line of the first sign. */
export function refuseAnnotated(text: string, file: string): void {
  const sample = text.slice(0, sampleLength);
  for (const { pattern, times, what, beside } of signs) {
    const found = sample.matchAll(pattern);
    const first = Array.from({ length: times }, () => found.next().value);
    const [sign] = first;
    if (!sign || first.includes(undefined)) continue;
    if (
      beside &&
      !beside(
        sample,
        [...first, ...found].map((each) => each?.[0] ?? ''),
      )
    )
      continue;
    const shown = sign[0].replace(/\s+/g, ' ');
    throw looksAnnotated(what(shown.length > 60 ? `${shown.slice(0, 59)}…` : shown), text, sign.index, file);
  }
  const fault = shortFault(sample) ?? tableFault(sample);
  if (fault) throw looksAnnotated(fault.what, text, fault.index, file);
}

function looksAnnotated(what: string, text: string, index: number, file: string): GraftError {
  return new GraftError({
    code: 'looks-annotated',
    message: `${what}: it is not plain text. Nothing was read.`,
    remedy:
      'Export it as JSONL, CoNLL columns or another format of the list, or say what it is (--from text for plain text, --from conll for columns).',
    file,
    line: lineAt(text, index),
  });
}
