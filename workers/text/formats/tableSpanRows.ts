/** Rows that are spans beside their texts, as records of a text with all of its spans. */
import type { ReadLog } from './reading.ts';
import type { LocatedRecord } from './recordDocuments.ts';
import { wholeNumber } from './records/values.ts';
import type { Row } from './table.ts';
import { numberIn, type Roles, rolesOf } from './tableColumns.ts';
import { columnName, filledDown, type SpanColumns, spanColumns, withCovered } from './tableSpans.ts';

/** The columns of spans beside their texts: by their names, else by what stands in them. */
export function placedSpans(
  filled: readonly Row[],
  find: Roles,
  log: ReadLog,
): { columns: SpanColumns; body: readonly Row[]; width: number } | undefined {
  const [first, ...others] = filled;
  if (!first) return undefined;
  const [start, end, tag, text] = [find('start'), find('end'), find('tag'), find('text')];
  const width = first.cells.length;
  if (start !== undefined && end !== undefined && tag !== undefined && text !== undefined) {
    const columns = withCovered({ start, end, isLength: false, tag, text }, others, width);
    return { columns, body: others, width };
  }
  const found = others.length > 0 ? spanColumns(others, first.cells, find, log.file) : undefined;
  const isHeader = (columns: SpanColumns) =>
    [columns.start, columns.end].every((column) => wholeNumber(first.cells[column]) === undefined);
  if (found && isHeader(found)) {
    const name = (column: number) => columnName(first.cells, column);
    log.assume(
      `spans by their numbers: the start under ${name(found.start)}, the ${found.isLength ? 'length' : 'end'} under ${name(found.end)}, the category under ${name(found.tag)}, the text under ${name(found.text)}`,
    );
    return { columns: found, body: others, width };
  }
  const bare = found ?? spanColumns(filled, [], rolesOf([]), log.file);
  if (!bare || isHeader(bare)) return undefined;
  log.assume(
    `a table without header: the start of a span in column ${bare.start + 1}, its ${bare.isLength ? 'length' : 'end'} in column ${bare.end + 1}, its category in column ${bare.tag + 1}, the text in column ${bare.text + 1}`,
  );
  return { columns: bare, body: filled, width };
}

/** Rows of one text are one record; where an id counts the rows, it names no text. */
export function spanRows(
  body: readonly Row[],
  { start, end, isLength, tag, text, covered }: SpanColumns,
  find: Roles,
): LocatedRecord[] {
  const texts = filledDown(body, text);
  const [id, group] = [find('id'), find('group')];
  const ids = id === undefined || id === text ? [] : body.map(({ cells }) => cells[id] ?? '');
  const isCounting = new Set(ids).size === ids.length;
  const records = new Map<string, { value: Record<string, unknown> & { spans: unknown[] }; line: () => number }>();
  for (const [index, row] of body.entries()) {
    const own = texts[index] as string;
    const name = isCounting ? own : JSON.stringify([ids[index], own]);
    let record = records.get(name);
    if (!record) {
      const value = {
        text: own,
        ...(ids.length > 0 ? { id: ids[index] } : {}),
        ...(group === undefined ? {} : { group: row.cells[group] }),
        spans: [],
      };
      record = { value, line: () => row.line };
      records.set(name, record);
    }
    const [from, to] = [numberIn(row.cells, start), numberIn(row.cells, end)];
    if (from === '' && to === '') continue;
    const declared = covered === undefined ? '' : (row.cells[covered] ?? '').trim();
    record.value.spans.push({
      start: wholeNumber(from) ?? from,
      [isLength ? 'length' : 'end']: wholeNumber(to) ?? to,
      label: row.cells[tag] ?? '',
      ...(declared === '' ? {} : { text: declared }),
    });
  }
  return [...records.values()];
}
