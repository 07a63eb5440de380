import { describe, expect, it } from 'vitest';
import type { AnnotatedCategories, Corpus } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { allowedTags, examplesOf } from './examples.ts';
import { tagSet } from './schemes.ts';

const categories = ['Person', 'Place'];
const index = { tags: tagSet(categories, 'bioes'), scheme: 'bioes', categories } as const;

function corpus(annotated: AnnotatedCategories): Corpus {
  const sentence = { words: ['Ada', 'Marsh', 'in', 'Velby'], spans: [{ start: 0, end: 2, category: 'Person' }] };
  const documents = [documentFromWords({ id: 'a', annotated }, [sentence])];
  return { name: 'test', kind: 'spans', documents, categories: ['Person'] };
}

describe('examples', () => {
  it('read unmarked tokens as O where every category was looked for', () => {
    const [example] = examplesOf(corpus('all'), index, true);
    expect([...(example?.tags ?? [])]).toEqual([1, 3, 0, 0]);
    expect(example?.open).toEqual([]);
  });

  it('leave unmarked tokens open for categories that nobody looked for', () => {
    const [example] = examplesOf(corpus(['Person']), index, true);
    expect([...(example?.tags ?? [])]).toEqual([1, 3, -1, -1]);
    expect(example?.open.map((row) => index.tags[row])).toEqual(['O', 'B-Place', 'I-Place', 'E-Place', 'S-Place']);
  });

  it('read them as O all the same when asked to', () => {
    const [example] = examplesOf(corpus(['Person']), index, false);
    expect([...(example?.tags ?? [])]).toEqual([1, 3, 0, 0]);
  });

  it('refuse a category that the tagger lacks, by name', () => {
    const small = { tags: tagSet(['Place'], 'bioes'), scheme: 'bioes', categories: ['Place'] } as const;
    expect(() => examplesOf(corpus('all'), small, false)).toThrow(/B-Person.*it knows Place/);
  });

  it('allow one tag where it is known, several where it is open, none on padding', () => {
    const examples = examplesOf(corpus(['Person']), index, true);
    const allowed = allowedTags(examples, 5, index.tags.length);
    const row = (token: number) => [...allowed.slice(token * 9, token * 9 + 9)];
    expect(row(0)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(row(2)).toEqual([1, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect(row(4)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
