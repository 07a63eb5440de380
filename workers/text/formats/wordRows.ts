/**
 * JSON records that are words, not texts: a table with a word and its tag in each row, as pandas writes it, `[{"sentence":
 * 1, "word": "Ida", "tag": "B-PER"}, …]`. Read as records, each word would be a document.
 */
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import type { LocatedRecord } from './recordDocuments.ts';
import { rankOf, tagListNames } from './records/names.ts';
import { areSpanTags } from './records/tokenRecords.ts';
import { type Fields, isFields, plainName } from './records/values.ts';
import type { Row } from './table.ts';
import { wordColumns } from './tableColumns.ts';
import { readTableWords } from './tableWords.ts';

const wordNames = new Set(['word', 'words', 'token', 'tokens', 'form', 'wordform', 'orth', 'text', 'surface']);

/** Whether a record could be a row: flat, with a single word, and something that looks like its tag. */
export function isWordRow(value: unknown): value is Fields {
  if (!isFields(value)) return false;
  const entries = Object.entries(value);
  const isFlat = entries.length > 1 && entries.every(([, each]) => typeof each !== 'object' || each === null);
  return isFlat && entries.some(isWord) && entries.some((entry) => !isWord(entry) && isTag(entry));
}

const isWord = ([key, value]: [string, unknown]) =>
  typeof value === 'string' && wordNames.has(plainName(key)) && !/\S\s+\S/.test(value);

const isTag = ([key, value]: [string, unknown]) =>
  typeof value === 'string' && areSpanTags([value]) && (value.length > 2 || Number.isFinite(rankOf(key, tagListNames)));

/** Nothing where the records are no words with their tags. */
export function readWordRows(
  records: readonly LocatedRecord[],
  options: ReadOptions,
  log: ReadLog,
): Reading | undefined {
  const names = new Set(records.flatMap(({ value }) => (isFields(value) ? Object.keys(value) : [])));
  const header: Row = { cells: [...names], line: 1 };
  const rows = records.map(({ value, line }, index): Row => {
    const fields = value as Fields;
    const cells = header.cells.map((name) => String(fields[name] ?? ''));
    return { cells, line: line() ?? index + 1 };
  });
  const columns = wordColumns([header, ...rows]);
  if (!columns?.hasHeader) return undefined;
  log.assume('records that are words with their tags: read as the rows of a table');
  return readTableWords({ rows: [header, ...rows], columns, delimiter: '\t' }, options, log);
}
