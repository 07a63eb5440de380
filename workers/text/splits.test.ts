import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Corpus, Document, Splits } from '../protocol/corpus.ts';
import { sentenceTags } from './schemes.ts';
import { takeSentences } from './sentenceSelection.ts';
import { withSpans } from './spans.ts';
import { hideCategories, holdOut, progressiveSplit, splitCorpus } from './splits.ts';

/** A document whose lines are sentences; words in brackets carry the category A, in braces C. */
function documentOf(id: string, lines: readonly string[], group?: string): Document {
  const text = lines.join('\n');
  let offset = 0;
  const sentences = lines.map((line) => {
    const tokens = [...line.matchAll(/\S+/g)].map((word) => ({
      start: offset + word.index,
      end: offset + word.index + word[0].length,
    }));
    offset += line.length + 1;
    return { tokens };
  });
  const spans = [...text.matchAll(/\[\S+\]|\{\S+\}/g)].map((word) => ({
    start: word.index,
    end: word.index + word[0].length,
    category: word[0].startsWith('[') ? 'A' : 'C',
  }));
  return { id, text, sentences, spans, annotated: 'all', ...(group === undefined ? {} : { group }) };
}

const corpusOf = (documents: readonly Document[]): Corpus => ({
  name: 'test',
  kind: 'spans',
  documents,
  categories: ['A', 'C'],
});

const lines = (count: number, start = 0) =>
  Array.from({ length: count }, (_, index) => `w${start + index} [a${start + index}] and {c}`);
const oneDocument = corpusOf([documentOf('d', lines(200))]);

const sentencesOf = ({ documents }: Corpus) =>
  documents.flatMap(({ text, sentences }) =>
    sentences.map(({ tokens }) => text.slice(tokens[0]?.start, tokens.at(-1)?.end)),
  );
const spansOf = ({ documents }: Corpus) =>
  documents.flatMap(({ text, spans }) => spans.map(({ start, end }) => text.slice(start, end)));
const all = ({ train, dev, test }: Splits) => [train, dev, test];

describe('splitCorpus', () => {
  it('divides the sentences of one document 80/10/10 and loses none', () => {
    const splits = splitCorpus(oneDocument, { seed: 1 });
    expect(all(splits).map((part) => sentencesOf(part).length)).toEqual([160, 20, 20]);
    expect(all(splits).flatMap(sentencesOf).sort()).toEqual(sentencesOf(oneDocument).sort());
    expect(all(splits).flatMap(spansOf).sort()).toEqual(spansOf(oneDocument).sort());
  });

  it('keeps text, offsets and order within a part', () => {
    const { dev } = splitCorpus(oneDocument);
    const [document] = dev.documents;
    expect(document?.text).toBe(oneDocument.documents[0]?.text);
    const starts = document?.sentences.map(({ tokens }) => tokens[0]?.start) ?? [];
    expect(starts).toEqual([...starts].sort((a, b) => (a ?? 0) - (b ?? 0)));
    for (const sentence of document?.sentences ?? []) {
      expect(sentenceTags(document as Document, sentence, 'iob2')).toEqual(['O', 'B-A', 'O', 'B-C']);
    }
  });

  it('gives the same parts for a seed, and others for another', () => {
    expect(splitCorpus(oneDocument, { seed: 3 })).toEqual(splitCorpus(oneDocument, { seed: 3 }));
    expect(splitCorpus(oneDocument, { seed: 3 })).not.toEqual(splitCorpus(oneDocument, { seed: 4 }));
  });

  it('keeps documents whole where there are many', () => {
    const corpus = corpusOf(Array.from({ length: 60 }, (_, index) => documentOf(`d${index}`, lines(3, 3 * index))));
    const splits = splitCorpus(corpus);
    expect(all(splits).map(({ documents }) => documents.length)).toEqual([48, 6, 6]);
    expect(all(splits).every(({ documents }) => documents.every(({ sentences }) => sentences.length === 3))).toBe(true);
  });

  it('never divides a group, and divides near the shares', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 30 }), { minLength: 100, maxLength: 300 }), fc.nat(), (groups, seed) => {
        const corpus = corpusOf(groups.map((group, index) => documentOf(`d${index}`, [`w${index}`], `g${group}`)));
        const splits = splitCorpus(corpus, { seed });
        const seen = all(splits).map(({ documents }) => new Set(documents.map(({ group }) => group)));
        const different = new Set(groups).size;
        expect(seen.reduce((sum, { size }) => sum + size, 0)).toBe(different);
        expect(all(splits).flatMap(sentencesOf)).toHaveLength(groups.length);
        if (different >= 3) expect(all(splits).every(({ documents }) => documents.length > 0)).toBe(true);
      }),
    );
  });

  it('puts a category of ten spans into every part, in the middle of many others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 999 }), { minLength: 10, maxLength: 10 }), fc.nat(), (rare, seed) => {
        const many = Array.from({ length: 1000 }, (_, index) =>
          rare.includes(index) ? `{rare${index}}` : `[a${index}]`,
        );
        const found = all(splitCorpus(corpusOf([documentOf('d', many)]), { seed }));
        const spans = found.map(({ documents }) => documents.flatMap((document) => document.spans));
        expect(spans.map((part) => part.filter(({ category }) => category === 'C').length)).toEqual([8, 1, 1]);
        expect(spans.map(({ length }) => length)).toEqual([800, 100, 100]);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps few documents whole where they divide well', () => {
    const corpus = corpusOf(Array.from({ length: 20 }, (_, index) => documentOf(`d${index}`, lines(3, 3 * index))));
    expect(all(splitCorpus(corpus)).map(({ documents }) => documents.length)).toEqual([16, 2, 2]);
  });

  it('divides few documents by their sentences where a part would lack a category or be far from its share', () => {
    const one = Array.from({ length: 20 }, (_, index) => documentOf(`d${index}`, index > 0 ? ['plain'] : lines(20)));
    const parts = all(splitCorpus(corpusOf(one)));
    expect(parts.every((part) => spansOf(part).length > 0)).toBe(true);
    expect(parts.map((part) => sentencesOf(part).length)).toEqual([31, 4, 4]);
  });

  it('deals out the tags of a corpus of one tag a token', () => {
    const tagged = lines(100).map((line, index) => documentOf(`d${index}`, [line]));
    const documents = tagged.map((document, index): Document => {
      const sentences = document.sentences.map(({ tokens }) => ({
        tokens,
        tags: tokens.map(() => (index < 10 ? 'X' : 'Y')),
      }));
      return { ...document, spans: [], sentences };
    });
    const parts = all(splitCorpus({ ...corpusOf(documents), kind: 'tags', categories: ['X', 'Y'] }));
    const counts = parts.map(
      (part) => part.documents.filter(({ sentences }) => sentences[0]?.tags?.[0] === 'X').length,
    );
    expect(counts).toEqual([8, 1, 1]);
  });

  it('leaves no part empty as long as there are three sentences', () => {
    const parts = all(splitCorpus(corpusOf([documentOf('d', lines(3))])));
    expect(parts.map((part) => sentencesOf(part).length)).toEqual([1, 1, 1]);
    expect(all(splitCorpus(corpusOf([]))).flatMap(sentencesOf)).toEqual([]);
  });
});

describe('holdOut and progressiveSplit', () => {
  it('hold out a tenth', () => {
    const { rest, heldOut } = holdOut(oneDocument);
    expect([sentencesOf(rest).length, sentencesOf(heldOut).length]).toEqual([180, 20]);
  });

  it('divide into source and target by sentence, even where there are many documents', () => {
    const corpus = corpusOf(Array.from({ length: 60 }, (_, index) => documentOf(`d${index}`, lines(5, 5 * index))));
    const { source, target } = progressiveSplit(corpus);
    expect([sentencesOf(source).length, sentencesOf(target).length]).toEqual([240, 60]);
    expect(source.documents.some(({ sentences }) => sentences.length < 5)).toBe(true);
  });

  it('refuse a share that leaves nothing', () => {
    expect(() => holdOut(oneDocument, 0)).toThrow(/shares of 1 and 0/);
  });
});

describe('takeSentences', () => {
  it('takes the first ones across documents', () => {
    const corpus = corpusOf([
      documentOf('one', lines(3)),
      documentOf('two', lines(3, 3)),
      documentOf('three', lines(3)),
    ]);
    const taken = takeSentences(corpus, 4);
    expect(sentencesOf(taken)).toEqual(lines(4));
    expect(taken.documents.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(spansOf(taken)).toHaveLength(8);
    expect(sentencesOf(takeSentences(corpus, 100))).toHaveLength(9);
  });
});

describe('hideCategories', () => {
  it('makes their labels O and forgets their names', () => {
    const listed = { ...documentOf('d', lines(2)), annotated: ['A', 'C'] };
    const corpus = hideCategories(corpusOf([listed]), ['C']);
    const [document] = corpus.documents as [Document];
    expect(corpus.categories).toEqual(['A']);
    expect(document.annotated).toEqual(['A']);
    expect(sentenceTags(document, document.sentences[0] as never, 'iob2')).toEqual(['O', 'B-A', 'O', 'O']);
    expect(listed.spans).toHaveLength(4);
  });

  it('refuses a corpus of tags', () => {
    expect(() => hideCategories({ ...oneDocument, kind: 'tags' }, ['NN'])).toThrow(/one tag a token/);
  });
});

describe('spans within spans', () => {
  const outer = { ...documentOf('d', ['ask Ann Lee now', 'ask Bo']), spans: [] };
  const nested = withSpans(outer, [
    { start: 4, end: 11, category: 'PER' },
    { start: 4, end: 7, category: 'FIRST' },
    { start: 20, end: 22, category: 'FIRST' },
  ]);
  const corpus = { ...corpusOf([nested]), categories: ['PER', 'FIRST'] };

  it('go with their sentence', () => {
    const [document] = takeSentences(corpus, 1).documents;
    expect(document?.spans).toEqual([{ start: 4, end: 11, category: 'PER' }]);
    expect(document?.furtherSpans).toEqual([{ start: 4, end: 7, category: 'FIRST' }]);
  });

  it('come to light where the outer category is hidden', () => {
    const [document] = hideCategories(corpus, ['PER']).documents;
    expect(document?.spans.map(({ start, category }) => [start, category])).toEqual([
      [4, 'FIRST'],
      [20, 'FIRST'],
    ]);
    expect(document).not.toHaveProperty('furtherSpans');
  });
});
