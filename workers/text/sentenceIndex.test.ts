import { describe, expect, it } from 'vitest';
import type { Corpus, Document } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { countedParts, indexesOf, SentenceIndex } from './sentenceIndex.ts';
import { sentencesToLearn } from './standings.ts';

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

const partsOf = (...documents: Document[]) => ({
  train: corpusOf(documents, ['PER']),
  dev: corpusOf([], ['PER']),
  test: corpusOf([], ['PER']),
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
      submittedSentences: 3,
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

  it('counts the sentences of what is submitted, and counts a document out that no longer is', () => {
    const before = indexesOf(partsOf(made('1', 'PER'), { ...made('2', 'PER'), status: 'draft' }, made('3', 'PER')));
    expect(countedParts(before)).toMatchObject({ judged: false, parts: { train: { submittedSentences: 2 } } });
    const [one, two, three] = [made('1', 'PER'), made('2', 'PER'), made('3', 'PER')];
    const after = indexesOf(
      partsOf({ ...one, status: 'discarded' }, { ...two, status: 'submitted' }, { ...three, status: 'draft' }),
      before,
    );
    const counted = countedParts(after);
    expect(counted).toMatchObject({ judged: true, parts: { train: { sentences: 3, submittedSentences: 1 } } });
    expect(sentencesToLearn(counted)).toBe(1);
    expect(sentencesToLearn(countedParts(before))).toBe(3);
  });
});
