/** What the tests of storage share: a database with nothing in it, and a small project with something of each kind. */
import { documentFromWords } from '../text/documents.ts';
import { database } from './database.ts';
import { writeFile } from './largeFiles.ts';
import type { Row } from './migrations.ts';
import { createProject, putModel, putRun, putThing } from './projects.ts';
import { type StoredCorpus, writeCorpusRows } from './storedCorpora.ts';

export async function emptyDatabase(): Promise<void> {
  const opened = await database();
  await Promise.all(opened.tables.map((table) => table.clear()));
}

/** Every row of every table, by the table's name. */
export async function allRows(): Promise<Record<string, unknown[]>> {
  const opened = await database();
  const tables = opened.tables.map(async (table) => [table.name, await table.toArray()] as const);
  return Object.fromEntries(await Promise.all(tables));
}

const sentence = { words: ['Ada', 'moved', 'to', 'Velby'], spans: [{ start: 0, end: 1, category: 'Person' }] };

/** What a version may make of rows of documents. */
export const ofEachDocument = (change: (document: Row) => Row) => (row: Row) => {
  const changed = (line: string) => JSON.stringify(change(JSON.parse(line)));
  return { ...row, lines: String(row.lines).split('\n').map(changed).join('\n') };
};

/** @param counts documents of the parts. */
export function storedCorpus(
  counts: readonly [train: number, dev: number, test: number],
  id = 'corpus a',
): StoredCorpus {
  const categories = ['Person'];
  const corpusOf = (count: number) => ({
    ...{ name: 'calls', kind: 'spans' as const, categories },
    documents: Array.from({ length: count }, (_, index) =>
      documentFromWords({ id: `${index}`, annotated: 'all' }, [sentence]),
    ),
  });
  const [train, dev, test] = counts;
  const files = [{ name: 'calls.txt', part: null, format: 'text', assumed: [] }];
  const head = { name: 'calls', kind: 'spans' as const, categories };
  return {
    description: {
      ...{ id, revision: 1, lastRevision: 1, name: 'calls', files, assumed: [], problems: [] },
      parts: { train: head, dev: head, test: head },
    },
    splits: { train: corpusOf(train), dev: corpusOf(dev), test: corpusOf(test) },
  };
}

/** A project with a corpus, a model, a run and a thing. The model and the run are what storage takes them for: data. @returns its id. */
export async function smallProject(name: string, documents = 150): Promise<string> {
  const { id: project } = await createProject(name);
  await writeCorpusRows(project, null, storedCorpus([documents, 5, 0]));
  const summary = { id: 'model a', name: 'desk', categories: ['Person'] };
  await putModel({ project, id: 'model a', order: 0, summary: summary as never });
  await writeFile(project, 'model a.graft', new Blob(['weights PK\u0003\u0004 PK\u0005\u0006 of a model']));
  await putRun({ project, id: 'run a', order: 0, run: { status: 'finished' } });
  await putThing(project, 'panel', 'train');
  return project;
}
