import { describe, expect, it } from 'vitest';
import type { Tagger } from '../models/tagger.ts';
import type { Corpus } from '../protocol/corpus.ts';
import { documentFromText } from '../text/documents.ts';
import { tagCorpus } from './tagging.ts';

/** Every word of length four is a place. */
const tagger = {
  kind: 'spans',
  categories: ['Place'],
  tag: async (sentences: readonly (readonly string[])[]) =>
    sentences.map((words) => ({
      tags: words.map((word) => (word.length === 4 ? 'S-Place' : 'O')),
      probabilities: words.map(() => 1),
    })),
} as unknown as Tagger;

describe('a tagged corpus', () => {
  it('carries the spans of the model and none of its own', async () => {
    const spans = [
      { start: 0, end: 12, category: 'Person' },
      { start: 0, end: 3, category: 'First' },
    ];
    const document = documentFromText({ id: '1', text: 'Kim van Oslo sat.', spans, annotated: 'all' }, () => {});
    const corpus: Corpus = { name: 'a', kind: 'spans', documents: [document], categories: ['Person', 'First'] };
    const [tagged] = (await tagCorpus(tagger, corpus)).documents;
    expect(tagged?.spans).toEqual([{ start: 8, end: 12, category: 'Place' }]);
    expect(tagged).not.toHaveProperty('furtherSpans');
  });
});
