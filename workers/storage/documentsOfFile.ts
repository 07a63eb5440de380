/** Documents of a project's file on their way into the database: checked, and in the same rows as when they were written there. */
import type { PartName } from '../protocol/corpus.ts';
import { type DocumentsRow, database } from './database.ts';
import { checkedDocuments, linesOf, type Stretch, stretchesOf } from './documentLines.ts';
import type { Row } from './migrations.ts';

/** Lines that are in memory at once. */
const atOnce = 1024;

/**
 * @param file what is said of a line that is none. @param newest what makes a row of an earlier form one of today's.
 * @returns the characters that were written.
 */
export async function writeDocuments(
  lines: AsyncIterable<string>,
  place: { readonly project: string; readonly corpus: string; readonly part: PartName },
  file: string,
  newest: (row: Row) => Row,
): Promise<number> {
  const { documents } = await database();
  let characters = 0;
  const write = async (stretches: readonly Stretch[], start: number) => {
    const rows = stretches.map(
      (each): DocumentsRow => ({ ...place, from: start + each.from, lines: linesOf(each.documents) }),
    );
    characters += rows.reduce((sum, row) => sum + row.lines.length, 0);
    await documents.bulkPut(rows);
  };
  /** From here on nothing is written yet. */
  let start = 0;
  let waiting: string[] = [];
  let pending: readonly Stretch[] = [];
  const ids = new Set<string>();
  const take = async (isLast: boolean) => {
    const known = pending.flatMap((stretch) => stretch.documents);
    const read = checkedDocuments(waiting, file, start + known.length + 1, ids);
    waiting = [];
    const stretches = stretchesOf([...known, ...read]);
    // The last one may go on.
    const full = isLast ? stretches : stretches.slice(0, -1);
    await write(full, start);
    const next = isLast ? undefined : stretches.at(-1);
    start += next?.from ?? 0;
    pending = next ? [next] : [];
  };
  for await (const line of lines) {
    waiting.push(String(newest({ lines: line }).lines));
    if (waiting.length >= atOnce) await take(false);
  }
  await take(true);
  return characters;
}
