/**
 * Tells a file's format from what it holds; its name is asked only where the content leaves it open. A guess that
 * fails is worse than none, so every test here wants most of the lines to fit.
 */
import type { FormatName } from '../../protocol/corpus.ts';
import { looksLikeCsv } from './csv.ts';

const byExtension: Readonly<Record<string, FormatName>> = {
  conll: 'conll',
  bio: 'conll',
  iob: 'conll',
  iob2: 'conll',
  bioes: 'conll',
  bmes: 'conll',
  tsv: 'conll',
  conllu: 'conllu',
  pos: 'word-tag',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json1: 'jsonl',
  json: 'json',
  csv: 'csv',
  txt: 'text',
  text: 'text',
  md: 'text',
};

const extensionOf = (name: string) => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';

export function sniffFormat(text: string, name: string): FormatName {
  const sample = text.slice(0, 400_000);
  const lines = sample.split(/\r\n|\n|\r/);
  if (sample.length < text.length && lines.length > 1) lines.pop();
  const filled = lines.filter((line) => line.trim() !== '').slice(0, 2000);
  const extension = extensionOf(name);
  return (
    sniffJson(filled, sample.trimStart(), extension) ??
    (isConllu(filled) ? 'conllu' : undefined) ??
    (extension === 'csv' || looksLikeCsv(sample) ? 'csv' : undefined) ??
    (isWordTag(filled) ? 'word-tag' : undefined) ??
    (isConll(lines, filled, extension) ? 'conll' : undefined) ??
    (extension === 'json' || extension === 'jsonl' || extension === 'conll' ? byExtension[extension] : undefined) ??
    (byExtension[extension] === 'conllu' ? 'conllu' : 'text')
  );
}

function sniffJson(filled: readonly string[], start: string, extension: string): FormatName | undefined {
  const records = filled.filter(isRecord).length;
  const recordsInLines = records > 0.5 * filled.length;
  if (/^\[\s*[[{\]"]/.test(start))
    return recordsInLines && filled.length > 1 && /^\[".*\]$/.test(filled[0]?.trim() ?? '') ? 'jsonl' : 'json';
  if (!/^\{\s*["}]/.test(start) && !recordsInLines) return undefined;
  if (recordsInLines && (filled.length > 1 || extension !== 'json')) return 'jsonl';
  return extension === 'jsonl' ? 'jsonl' : 'json';
}

/** A whole object or pair, with or without a comma behind it. */
function isRecord(line: string): boolean {
  const content = line.trim();
  const record = content.endsWith(',') ? content.slice(0, -1).trimEnd() : content;
  return (record.startsWith('{') && record.endsWith('}')) || (record.startsWith('["') && record.endsWith(']'));
}

function isConllu(filled: readonly string[]): boolean {
  const rows = filled.filter((line) => !line.startsWith('#'));
  const fitting = rows.filter((line) => /^\d+(?:[-.]\d+)?\t/.test(line) && line.split('\t').length === 10).length;
  return fitting > 0 && fitting >= 0.8 * rows.length;
}

function isWordTag(filled: readonly string[]): boolean {
  let pieces = 0;
  let tagged = 0;
  for (const line of filled.slice(0, 300)) {
    if (/^=+$/.test(line.trim())) continue;
    for (const piece of line.trim().split(/\s+/)) {
      if (piece === '[' || piece === ']') continue;
      pieces++;
      if (/^.+\/[^/\s\d][^/\s]*$/.test(piece) && !piece.includes('://')) tagged++;
    }
  }
  return tagged > 0 && tagged >= 0.85 * pieces;
}

/** The same number of columns in nearly all lines, and one of the outer columns takes few different values. */
function isConll(lines: readonly string[], filled: readonly string[], extension: string): boolean {
  const rows = filled.filter((line) => !line.startsWith('#'));
  if (rows.length === 0) return false;
  if (rows.some((line) => line.startsWith('-DOCSTART-'))) return true;
  const tabs = rows.filter((line) => line.trim().includes('\t')).length > 0.5 * rows.length;
  const split = rows.map((line) => (tabs ? line.split('\t') : line.trim().split(/[ \t]+/)));
  const counts = new Map<number, number>();
  for (const row of split) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const [columns = 0, times = 0] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? [];
  if (columns < 2 || times < 0.7 * rows.length) return false;
  const regular = split.filter((row) => row.length === columns);
  const looksTagged = [columns - 1, 0].some((column) => {
    const values = regular.map((row) => row[column] ?? '');
    const spanTags = values.filter((value) => /^(?:O|[BIESLU]-\S+)$/i.test(value)).length;
    return spanTags >= 0.7 * values.length;
  });
  if (looksTagged) return true;
  const emptyLines = lines.some((line, index) => line.trim() === '' && index < lines.length - 1);
  const distinct = new Set(regular.map((row) => row.at(-1))).size;
  // A few short lines of prose can well have equal numbers of words.
  const enough = regular.length >= 10 || byExtension[extension] !== 'text';
  const fewTags = enough && distinct <= Math.max(3, Math.min(200, 0.3 * regular.length));
  return times >= 0.95 * rows.length && fewTags && (emptyLines || tabs || byExtension[extension] === 'conll');
}
