import { describe, expect, it } from 'vitest';
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { DocumentQuery } from '../protocol/documents.ts';
import { documentPage } from './documentPages.ts';
import { documentFromText, documentFromWords } from './documents.ts';

const documents = [['PER'], 'all', []].map((annotated, index) =>
  documentFromWords({ id: `d${index}`, annotated: annotated as 'all' | string[] }, [{ words: ['Ines', 'called'] }]),
);
const corpus: Corpus = { name: 'calls', kind: 'spans', documents, categories: ['PER', 'LOC'] };

it('gives documents in their order, each in short', () => {
  const page = documentPage(corpus, { part: 'train', offset: 1, limit: 1 });
  expect(page).toEqual({
    total: 3,
    documents: [
      {
        ...{ id: 'd1', place: 1, excerpt: 'Ines called', spans: 0, annotated: 'all' },
        ...{ standing: 'submitted', hasNote: false },
      },
    ],
  });
});

it('finds those in which something is still to be looked for, with their places among all', () => {
  const { total, documents: found } = documentPage(corpus, { part: 'train', unfinished: true, offset: 0, limit: 9 });
  expect(total).toBe(2);
  expect(found.map(({ place }) => place)).toEqual([0, 2]);
  const nothingYet = { ...corpus, categories: [], documents: documents.slice(2) };
  expect(documentPage(nothingYet, { part: 'train', unfinished: true, offset: 0, limit: 9 }).total).toBe(1);
});

describe('a list that is filtered', () => {
  const made = (id: string, text: string, details: Partial<Document> = {}): Document => ({
    ...documentFromText({ id, text, spans: [], annotated: [] }, () => {}),
    ...details,
  });
  const long = 'word '.repeat(60);
  const all: Corpus = {
    ...corpus,
    documents: [
      made('a', 'Ines called.', { spans: [{ start: 0, end: 4, category: 'PER' }], status: 'submitted' }),
      made('b', `${long}to Mill Lane.`, { status: 'draft', note: 'Which one?' }),
      made('c', 'From Velby.', { furtherSpans: [{ start: 5, end: 10, category: 'LOC' }] }),
      made('d', 'The mill is closed.', { status: 'discarded' }),
    ],
  };
  const list = (query: Partial<DocumentQuery>) => documentPage(all, { part: 'train', offset: 0, limit: 9, ...query });
  const ids = (query: Partial<DocumentQuery>) =>
    list(query)
      .documents.map(({ id }) => id)
      .join('');

  it('goes by text, category, standing and ids, and by all of them together', () => {
    expect(ids({ text: 'MILL' })).toBe('bd');
    expect(ids({ category: 'PER' })).toBe('a');
    expect(ids({ category: 'LOC' })).toBe('c');
    expect(
      ['waiting', 'draft', 'submitted', 'discarded'].map((standing) => ids({ standing } as DocumentQuery)),
    ).toEqual(['c', 'b', 'a', 'd']);
    expect(ids({ among: ['d', 'a'] })).toBe('ad');
    expect(ids({ among: ['d', 'a'], text: 'mill', standing: 'discarded' })).toBe('d');
  });

  it('shows the text around the first match where it stands behind the beginning', () => {
    const [found] = list({ text: 'mill' }).documents;
    expect(found?.excerpt).toBe('…word to Mill Lane.');
    expect(found).toMatchObject({ place: 1, hasNote: true, standing: 'draft' });
    expect(list({ text: 'ines' }).documents[0]?.excerpt).toBe('Ines called.');
  });

  it('shows a match within what the narrowest list has room for', () => {
    const text = `${'Orrick and '.repeat(4)}Velby`;
    const hit = documentPage(
      { ...all, documents: [made('e', text)] },
      { part: 'train', offset: 0, limit: 9, text: 'velby' },
    ).documents[0]?.excerpt;
    expect(hit).toBe('…and Velby');
  });

  it('shows how a text begins where a long match stands near its beginning', () => {
    const text = `To the ${'mill and the lane '.repeat(20)}`;
    const long = { ...corpus, documents: [documentFromText({ id: 'long', text, spans: [], annotated: [] }, () => {})] };
    for (const [from, length] of [
      [0, 125],
      [7, 116],
      [10, 150],
    ] as const) {
      const query = { part: 'train', text: text.slice(from, from + length), offset: 0, limit: 1 } as const;
      expect(documentPage(long, query).documents[0]?.excerpt).toBe(text.slice(0, 120).trim());
    }
  });

  it('stands in the order that is wanted, the others behind', () => {
    expect(ids({ order: ['c', 'gone', 'a'] })).toBe('cabd');
    expect(ids({ order: ['d', 'b'], text: 'mill' })).toBe('db');
  });

  it('is another one for another question, of whichever part of it', () => {
    const order = ['d', 'c', 'b', 'a'];
    expect(ids({ order })).toBe('dcba');
    expect(ids({ order: [...order], offset: 2 })).toBe('ba');
    expect(ids({ order: [...order].reverse() })).toBe('abcd');
    expect(ids({})).toBe('abcd');
    expect([
      ids({ among: ['a'] }),
      ids({ among: ['b'] }),
      ids({ unfinished: true }),
      ids({ unfinished: false }),
    ]).toEqual(['a', 'b', 'abcd', 'abcd']);
  });

  it('says where a document stands in it, or would', () => {
    expect(list({ at: 'c' }).at).toEqual({ place: 2, before: 2, listed: true });
    expect(list({ at: 'c', text: 'mill' }).at).toEqual({ place: 2, before: 1, listed: false });
    expect(list({ at: 'a', order: ['c', 'd'] }).at).toEqual({ place: 0, before: 2, listed: true });
    expect(list({ at: 'nobody' }).at).toBeUndefined();
  });
});
