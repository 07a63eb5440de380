import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Document } from '../protocol/corpus.ts';
import { documentFromWords } from '../text/documents.ts';
import { mapSplits } from '../text/splits.ts';
import { database } from './database.ts';
import { checkedDocuments, documentsIn, linesOf, stretchesOf } from './documentLines.ts';
import { readCorpusRows, removeCorpusRows, type StoredCorpus, writeCorpusRows } from './storedCorpora.ts';
import { emptyDatabase, storedCorpus } from './testing.ts';

const document = (id: string, words = ['Ada', 'moved', 'to', 'Velby']): Document =>
  documentFromWords({ id, annotated: 'all' }, [{ words, spans: [{ start: 0, end: 1, category: 'Person' }] }]);

const documentsOf = (count: number) => Array.from({ length: count }, (_, index) => document(`${index}`));

function withDocument({ description, splits }: StoredCorpus, place: number, changed: Document): StoredCorpus {
  const { train } = splits;
  const documents = train.documents.map((each, index) => (index === place ? changed : each));
  return { description, splits: { ...splits, train: { ...train, documents } } };
}

/** The keys of the rows that are written while it goes on. */
async function rowsWritten(work: () => Promise<void>): Promise<unknown[]> {
  const { documents } = await database();
  const keys: unknown[] = [];
  const note = (key: unknown) => void keys.push(key);
  const noteUpdate = (_: unknown, key: unknown) => void keys.push(key);
  documents.hook('creating', note);
  documents.hook('updating', noteUpdate);
  await work();
  documents.hook('creating').unsubscribe(note);
  documents.hook('updating').unsubscribe(noteUpdate);
  return keys;
}

beforeEach(emptyDatabase);

describe('a corpus in the database', () => {
  it('is read as it was written, in its order, with what no version of ours knows', async () => {
    const corpus = storedCorpus([150, 10, 3]);
    const odd = {
      ...document('odd'),
      furtherSpans: [{ start: 0, end: 9, category: 'Ünï\ud800' }],
      annotated: ['Person'],
    };
    const nested = withDocument(corpus, 70, { ...odd, status: 'draft' } as Document);
    await writeCorpusRows('p', null, nested);
    expect(await readCorpusRows('p')).toEqual([nested]);
    expect(await readCorpusRows('other')).toEqual([]);
  });

  it('has one row written anew where one document was changed', async () => {
    const before = storedCorpus([1000, 200, 200]);
    await writeCorpusRows('p', null, before);
    const after = withDocument(before, 500, document('500', ['Ilse', 'called']));
    const written = await rowsWritten(() => writeCorpusRows('p', before, after));
    expect(written).toEqual([['p', 'corpus a', 'train', 448]]);
    expect(await readCorpusRows('p')).toEqual([after]);
  });

  it('keeps no row of documents that are gone, and counts no character of them', async () => {
    const before = storedCorpus([300, 5, 5]);
    const after = {
      ...before,
      splits: mapSplits(before.splits, (part) => ({ ...part, documents: part.documents.slice(2) })),
    };
    await writeCorpusRows('p', null, before);
    await writeCorpusRows('p', before, after);
    expect(await readCorpusRows('p')).toEqual([after]);
    const { corpora, documents } = await database();
    const lines = (await documents.toArray()).reduce((sum, row) => sum + row.lines.length, 0);
    expect((await corpora.get(['p', 'corpus a']))?.characters).toBe(lines);
    await removeCorpusRows('p', 'corpus a');
    expect(await documents.count()).toBe(0);
    expect(await corpora.count()).toBe(0);
  });

  it('is read as it stood before or after a change that is written meanwhile', async () => {
    const before = storedCorpus([150, 5, 0]);
    await writeCorpusRows('p', null, before);
    const { description, splits } = withDocument(before, 70, document('70', ['Mira', 'stayed']));
    const after = { description: { ...description, revision: 2 }, splits };
    const [read] = await Promise.all([readCorpusRows('p'), writeCorpusRows('p', before, after)]);
    expect(read).toEqual([before]);
    expect(await readCorpusRows('p')).toEqual([after]);
  });

  it('stands in as few rows as its texts allow, and a long text in one of its own', () => {
    const long = { ...document('long'), text: 'x'.repeat(70_000) };
    const stretches = stretchesOf([...documentsOf(2), long, ...documentsOf(100)]);
    expect(stretches.map(({ from, documents }) => [from, documents.length])).toEqual([
      [0, 2],
      [2, 1],
      [3, 64],
      [67, 36],
    ]);
  });
});

describe('a line of a document', () => {
  it('holds everything, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1 }), (words) => {
        const one = documentFromWords({ id: 'd', annotated: 'all' }, [
          { words: words.map((word) => `w${word.trim()}`) },
        ]);
        expect(documentsIn(linesOf([one]))).toEqual([one]);
        expect(checkedDocuments([linesOf([one])], 'f', 1)).toEqual([one]);
      }),
    );
  });

  it.each([
    ['is no JSON', '{', /no document/],
    ['has no text', '{"id":"a"}', /text/],
    [
      'has a token behind its text',
      '{"id":"a","text":"ab","sentences":[{"tokens":[0,3]}],"spans":[],"annotated":"all"}',
      /0 to 3/,
    ],
    [
      'has tokens in no order',
      '{"id":"a","text":"abc","sentences":[{"tokens":[1,2,0,1]}],"spans":[],"annotated":"all"}',
      /0 to 1/,
    ],
    ['has half a token', '{"id":"a","text":"abc","sentences":[{"tokens":[1]}],"spans":[],"annotated":"all"}', /no end/],
    [
      'has a span behind its text',
      '{"id":"a","text":"ab","sentences":[],"spans":[{"start":1,"end":5,"category":"P"}],"annotated":"all"}',
      /span of P/,
    ],
    [
      'has a rejected span behind its text',
      '{"id":"b","text":"ab","sentences":[],"spans":[],"rejected":[{"start":1,"end":5,"category":"P"}],"annotated":"all"}',
      /span of P/,
    ],
    [
      'stands as nobody knows',
      '{"id":"b","text":"ab","sentences":[],"spans":[],"annotated":"all","status":"done"}',
      /status/,
    ],
    ['has no words for a note', '{"id":"b","text":"ab","sentences":[],"spans":[],"annotated":"all","note":7}', /note/],
    [
      'has too few tags',
      '{"id":"a","text":"ab","sentences":[{"tokens":[0,1],"tags":[]}],"spans":[],"annotated":"all"}',
      /tags/,
    ],
  ])('is refused with its number where it %s', (_, line, reason) => {
    const check = () => checkedDocuments([linesOf([document('first')]), line], 'train.jsonl', 7);
    expect(check).toThrow(/^train.jsonl, line 8: /);
    expect(check).toThrow(reason);
  });

  it('has its spans in order, and apart those that overlap', () => {
    const [first, second, over] = [
      { start: 0, end: 3, category: 'Person' },
      { start: 13, end: 18, category: 'Place' },
      { start: 4, end: 18, category: 'Move' },
    ];
    const foreign = { ...document('a'), spans: [second, over, first] };
    expect(checkedDocuments([linesOf([foreign])], 'f', 1)).toEqual([
      { ...foreign, spans: [first, over], furtherSpans: [second] },
    ]);
  });

  it('is refused with its number where its id stood before in the part', () => {
    const taken = new Set<string>();
    checkedDocuments(linesOf(documentsOf(2)).split('\n'), 'f', 1, taken);
    expect(() => checkedDocuments([linesOf([document('2')]), linesOf([document('1')])], 'f', 3, taken)).toThrow(
      /^f, line 4: .* id 1/,
    );
  });
});
