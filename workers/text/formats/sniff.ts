/**
 * Tells a file's format from what it holds; its name is asked only where the content leaves it open. A guess that
 * fails is worse than none, so every test here wants most of the lines to fit.
 */
import type { FormatName } from '../../protocol/corpus.ts';
import { looksLikeBratAnnotation } from './brat.ts';
import { looksLikeCsv } from './csv.ts';
import { glueOf } from './glue.ts';
import { looksLikeColumns } from './looksLikeColumns.ts';
import { looksMarked } from './marks.ts';
import { looksLikePubtator } from './pubtator.ts';
import { beginsLikePython } from './pythonSource.ts';
import { looksLikeSlots } from './slots.ts';
import { looksLikeTagLines } from './tagLines.ts';
import { looksLikeWebanno } from './webannoHeader.ts';

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
  py: 'json',
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
  if (looksLikeWebanno(filled)) return 'webanno';
  if (/^(?:ann|a1|a2)$/.test(extension) || looksLikeBratAnnotation(filled)) return 'brat';
  return (
    sniffJson(filled, sample.trimStart(), extension) ??
    (isConllu(filled) ? 'conllu' : undefined) ??
    (looksLikePubtator(filled) ? 'pubtator' : undefined) ??
    (looksMarked(sample) ? 'marks' : undefined) ??
    (looksLikeTagLines(lines) ? 'tag-lines' : undefined) ??
    (extension === 'csv' || looksLikeCsv(sample) || isDelimited(filled) || areQuoted(filled) ? 'csv' : undefined) ??
    (areStacked(filled) ? 'conll' : undefined) ??
    (looksLikeSlots(filled) ? 'slots' : undefined) ??
    (glueOf(filled) ? 'word-tag' : undefined) ??
    (looksLikeColumns(lines, byExtension[extension]) ? 'conll' : undefined) ??
    byExtension[extension] ??
    'text'
  );
}

function sniffJson(filled: readonly string[], start: string, extension: string): FormatName | undefined {
  const records = filled.filter(isRecord).length;
  const recordsInLines = records > 0.5 * filled.length;
  if (extension === 'py' || beginsLikePython(start)) return 'json';
  if (/^\[\s*(?:[[{\]"]|\(\s*["'])/.test(start))
    return recordsInLines && filled.length > 1 && /^\[["[(].*\]$/.test(filled[0]?.trim() ?? '') ? 'jsonl' : 'json';
  if (!/^\{\s*["}]/.test(start) && !recordsInLines) return undefined;
  if (recordsInLines && (filled.length > 1 || extension !== 'json')) return 'jsonl';
  return extension === 'jsonl' ? 'jsonl' : 'json';
}

/** A whole object, pair or list of pairs, with or without a comma behind it. */
function isRecord(line: string): boolean {
  const content = line.trim();
  const record = content.endsWith(',') ? content.slice(0, -1).trimEnd() : content;
  return (
    (record.startsWith('{') && record.endsWith('}')) ||
    (/^\[(?:"|\["|\(["'])/.test(record) && record.endsWith(']')) ||
    isTuple(record)
  );
}

/** An example as Python writes it: a text with what is annotated in it. */
const isTuple = (line: string) => /^\(["']/.test(line) && /[\]}]\s*\)$/.test(line);

const conlluRow = /^\d+(?:[-.]\d+)?\t/;

/** The last line can be cut off. */
function isConllu(filled: readonly string[]): boolean {
  const rows = filled.filter((line) => !line.startsWith('#'));
  const fitting = rows.filter((line) => conlluRow.test(line) && line.split('\t').length === 10).length;
  if (fitting > 0) return fitting >= 0.8 * rows.length || fitting === rows.length - 1;
  // Cut off in its first row.
  const last = rows[0]?.split('\t') ?? [];
  const isDeclared = filled.some((line) => /^# (?:sent_id|text|newdoc)\b/.test(line));
  return rows.length === 1 && conlluRow.test(rows[0] ?? '') && last.length > 2 && (isDeclared || last.length > 5);
}

const delimitedTag = /^(?!\S+\|\S+\s)[^\t]+[,;|] ?"?(?:O|[BIESLUM]-[^\s,;|"]+)"?$/;
/** `Kim B-PER|B-X`: a blank parts the columns, and the tags of one cell stand behind each other. */
const stackedTags = /\s(?:O|[BIESLUM]-[^\s,;|/+&"]+)(?:[,;|/+&](?:O|[BIESLUM]-[^\s,;|/+&"]+))+$/;

/** `Kim,B-PER`: a word and its tag in a table without a header. */
function isDelimited(filled: readonly string[]): boolean {
  const tagged = filled.filter((line) => {
    const content = line.trimEnd();
    return delimitedTag.test(content) && !stackedTags.test(content);
  }).length;
  return tagged >= 2 && tagged >= 0.9 * filled.length;
}

const quotedCells = /^"(?:[^"]|"")*"(?:\t"(?:[^"]|"")*")+$/;

/** Every cell in quotation marks, as a spreadsheet can save them. */
const areQuoted = (filled: readonly string[]) => filled.length > 1 && filled.every((line) => quotedCells.test(line));

const areStacked = (filled: readonly string[]) =>
  filled.filter((line) => stackedTags.test(line.trimEnd())).length > 0.5 * filled.length;
