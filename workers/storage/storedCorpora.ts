/** Corpora in the database: written as far as they changed, read as they were. */
import { type Corpus, type Document, type PartName, partNames, type Splits } from '../protocol/corpus.ts';
import { type CorpusDescription, type CorpusRow, type DocumentsRow, database, type GraftDatabase } from './database.ts';
import { documentsIn, linesOf, type Stretch, stretchesOf } from './documentLines.ts';

/** A corpus as it is kept. */
export interface StoredCorpus {
  readonly description: CorpusDescription;
  readonly splits: Splits;
}

/** Rows that are made at once: their lines are in memory together. */
const atOnce = 50;

/**
 * Writes a corpus, all of it or nothing.
 * @param before what stands there of it; null where nothing of it does. Documents that are the same object are not written again.
 */
export async function writeCorpusRows(
  project: string,
  before: StoredCorpus | null,
  after: StoredCorpus,
): Promise<void> {
  const opened = await database();
  const { corpora, documents } = opened;
  const corpus = after.description.id;
  await opened.transaction('rw', corpora, documents, async () => {
    const row = await corpora.get([project, corpus]);
    if (!before) await removeRows(opened, project, corpus);
    let characters = before ? (row?.characters ?? 0) : 0;
    for (const part of partNames) {
      const { gone, come } = changed(before?.splits[part].documents ?? [], after.splits[part].documents);
      const keys = gone.map(({ from }): [string, string, string, number] => [project, corpus, part, from]);
      // What an overwritten row held counts no more.
      for (const old of await documents.bulkGet(keys)) characters -= old?.lines.length ?? 0;
      await documents.bulkDelete(keys);
      for (let first = 0; first < come.length; first += atOnce) {
        const rows = come
          .slice(first, first + atOnce)
          .map(({ from, documents: those }): DocumentsRow => ({ project, corpus, part, from, lines: linesOf(those) }));
        characters += rows.reduce((sum, { lines }) => sum + lines.length, 0);
        await documents.bulkPut(rows);
      }
    }
    await corpora.put({ project, id: corpus, description: after.description, characters });
  });
}

interface Changed {
  readonly gone: readonly Stretch[];
  readonly come: readonly Stretch[];
}

/** The stretches that are otherwise now. */
function changed(before: readonly Document[], after: readonly Document[]): Changed {
  if (before === after) return { gone: [], come: [] };
  const [was, is] = [stretchesOf(before), stretchesOf(after)];
  const [old, fresh] = [byPlace(was), byPlace(is)];
  return {
    gone: was.filter((stretch) => !isSame(stretch, fresh.get(stretch.from))),
    come: is.filter((stretch) => !isSame(stretch, old.get(stretch.from))),
  };
}

const byPlace = (stretches: readonly Stretch[]) => new Map(stretches.map((stretch) => [stretch.from, stretch]));

function isSame({ documents }: Stretch, other: Stretch | undefined): boolean {
  return (
    documents.length === other?.documents.length &&
    documents.every((document, index) => document === other.documents[index])
  );
}

/** The corpora of a project as they stand at one moment, in no order that means anything. */
export async function readCorpusRows(project: string): Promise<StoredCorpus[]> {
  const opened = await database();
  const { corpora, documents } = opened;
  return opened.transaction('r', corpora, documents, async () => {
    const rows = await corpora.where({ project }).toArray();
    return Promise.all(
      rows.map(async (row) => ({ description: row.description, splits: await splitsOf(opened, row) })),
    );
  });
}

async function splitsOf({ documents }: GraftDatabase, { project, description }: CorpusRow): Promise<Splits> {
  const { id, parts: heads } = description;
  const parts = Object.fromEntries(partNames.map((part) => [part, [] as Document[]])) as Record<PartName, Document[]>;
  // By its key: in order of the places.
  await documents.where({ project, corpus: id }).each(({ part, lines }) => {
    for (const document of documentsIn(lines)) parts[part].push(document);
  });
  const corpusOf = (part: PartName): Corpus => ({ ...heads[part], documents: parts[part] });
  return { train: corpusOf('train'), dev: corpusOf('dev'), test: corpusOf('test') };
}

export async function removeCorpusRows(project: string, corpus: string): Promise<void> {
  const opened = await database();
  await opened.transaction('rw', opened.corpora, opened.documents, () => removeRows(opened, project, corpus));
}

async function removeRows({ corpora, documents }: GraftDatabase, project: string, corpus: string): Promise<void> {
  await documents.where({ project, corpus }).delete();
  await corpora.delete([project, corpus]);
}
