import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database, openDatabase } from './database.ts';
import { documentsIn } from './documentLines.ts';
import type { Row, SchemaVersion } from './migrations.ts';
import { schemaVersions } from './migrations.ts';
import { readCorpusRows } from './storedCorpora.ts';
import { ofEachDocument, storedCorpus } from './testing.ts';

const stored = (version: number): Record<string, Row[]> =>
  JSON.parse(readFileSync(new URL(`../../test/fixtures/database-version-${version}.json`, import.meta.url), 'utf8'));

/** What a Graft of this version left in the browser. */
async function left(version: number): Promise<void> {
  const opened = openDatabase(schemaVersions.filter((each) => each.version <= version));
  for (const [table, rows] of Object.entries(stored(version))) await opened.table(table).bulkPut(rows);
  opened.close();
}

const clear = async () => {
  (await database().catch(() => null))?.close();
  await Dexie.delete('graft');
};
beforeEach(clear);
afterEach(clear);

describe('the database', () => {
  it.each(schemaVersions.map(({ version }) => version))(
    'of version %i is opened with all that is in it',
    async (version) => {
      await left(version);
      const [row] = stored(version).projects ?? [];
      const project = String(row?.id);
      const opened = await database();
      expect(await opened.projects.get(project)).toMatchObject({ name: 'Desk', demo: false });
      expect(await readCorpusRows(project)).toEqual([storedCorpus([70, 5, 0])]);
      expect(await opened.models.toArray()).toMatchObject([{ id: 'model a', order: 0, summary: { name: 'desk' } }]);
      expect(await opened.runs.toArray()).toMatchObject([{ id: 'run a', run: { status: 'finished' } }]);
      expect(await opened.things.toArray()).toMatchObject([{ name: 'panel', value: 'train' }]);
    },
  );

  it('of an earlier version gets the rows of the newest', async () => {
    await left(1);
    const next: SchemaVersion = {
      ...{ version: 2, stores: { runs: '[project+id], project, order' } },
      rows: {
        runs: ({ order, ...row }) => ({ ...row, order: Number(order) + 10 }),
        documents: ofEachDocument((document) => ({ ...document, note: `was ${document.id}` })),
      },
    };
    const opened = openDatabase([...schemaVersions, next]);
    expect(await opened.runs.orderBy('order').toArray()).toMatchObject([{ id: 'run a', order: 10 }]);
    expect(await opened.models.count()).toBe(1);
    const train = await opened.documents.filter(({ part }) => part === 'train').toArray();
    const documents = train.flatMap(({ lines }) => documentsIn(lines));
    expect(documents.map(({ note }) => note)).toEqual(Array.from({ length: 70 }, (_, index) => `was ${index}`));
    opened.close();
  });

  it('of a newer version is refused with a word, and is left as it is', async () => {
    const newer: SchemaVersion = { ...{ version: 99, stores: { things: '[project+name], project, value' } }, rows: {} };
    const opened = openDatabase([...schemaVersions, newer]);
    await opened.things.put({ project: 'p', name: 'panel', value: 'train' });
    opened.close();
    await expect(database()).rejects.toMatchObject({ problem: { code: 'storage-newer' } });
    const again = openDatabase([...schemaVersions, newer]);
    expect(await again.things.count()).toBe(1);
    again.close();
  });
});
