import { describe, expect, it } from 'vitest';
import type { Corpus, Document } from '../protocol/corpus.ts';
import { documentFromWords } from '../text/documents.ts';
import { SentenceIndex } from './sentenceIndex.ts';

/** A document that counts how often anything of it is looked at. */
function watched(document: Document): { document: Document; looks: () => number } {
  let count = 0;
  const proxy = new Proxy(document, {
    get(target, name) {
      count++;
      return Reflect.get(target, name);
    },
  });
  return { document: proxy, looks: () => count };
}

const made = (id: string, category: string) =>
  documentFromWords({ id, annotated: 'all' }, [{ words: ['Ida', 'sat'], spans: [{ start: 0, end: 1, category }] }]);
const corpusOf = (documents: readonly Document[], categories: readonly string[]): Corpus => ({
  name: 'a',
  kind: 'spans',
  documents,
  categories,
});

describe('the index of sentences', () => {
  it('does not look at the other documents where one is replaced', () => {
    const others = [watched(made('1', 'PER')), watched(made('3', 'LOC'))];
    const [first, last] = others.map(({ document }) => document) as [Document, Document];
    const before = new SentenceIndex(corpusOf([first, made('2', 'PER'), last], ['PER', 'LOC']));
    const looks = others.map((other) => other.looks());
    const after = new SentenceIndex(corpusOf([first, made('2', 'NEW'), last], ['PER', 'LOC', 'NEW']), before);
    expect(after.summary()).toEqual({
      documents: 3,
      sentences: 3,
      tokens: 6,
      categories: { PER: 1, LOC: 1, NEW: 1 },
      furtherSpans: 0,
      standings: { waiting: 0, draft: 0, submitted: 3, discarded: 0 },
    });
    expect(others.map((other) => other.looks())).toEqual(looks);
    expect(after.page({ part: 'train', category: 'NEW', offset: 0, limit: 5 }).sentences).toMatchObject([
      { documentId: '2', text: 'Ida sat', spans: [{ start: 0, end: 3, category: 'NEW' }] },
    ]);
    expect(before.summary().categories).toEqual({ PER: 2, LOC: 1 });
  });
});
