import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotatedCategories, Corpus } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { examplesOf, TagSets } from './examples.ts';
import { tagSet } from './schemes.ts';

const categories = ['Person', 'Place'];
const index = { tags: tagSet(categories, 'bioes'), scheme: 'bioes', categories } as const;

function corpus(annotated: AnnotatedCategories): Corpus {
  const sentence = { words: ['Ada', 'Marsh', 'in', 'Velby'], spans: [{ start: 0, end: 2, category: 'Person' }] };
  const documents = [documentFromWords({ id: 'a', annotated }, [sentence])];
  return { name: 'test', kind: 'spans', documents, categories: ['Person'] };
}

/** What is known of each token of the first sentence, as tags. */
function known(annotated: AnnotatedCategories, unknown: 'open' | 'O'): string[][] {
  const [example] = examplesOf(corpus(annotated), index, unknown);
  return [...(example?.known ?? [])].map((id) => (example?.sets.tagsOf(id) ?? []).map((tag) => index.tags[tag] ?? ''));
}

const person = [['B-Person'], ['E-Person']];

describe('examples', () => {
  it('know a coarser annotation as the set of what it may mean, each with its place in the span', () => {
    const finer = ['Singer', 'Writer'];
    const tags = tagSet(finer, 'bioes');
    const meanings = new Map([['Person', finer]]);
    const [example] = examplesOf(corpus(finer), { tags, scheme: 'bioes', categories: finer, meanings }, 'open');
    const meant = [...(example?.known ?? [])].map((id) => example?.sets.tagsOf(id).map((tag) => tags[tag]));
    expect(meant).toEqual([['B-Singer', 'B-Writer'], ['E-Singer', 'E-Writer'], ['O'], ['O']]);
  });

  it('read unmarked tokens as O where every category was looked for', () => {
    expect(known('all', 'open')).toEqual([...person, ['O'], ['O']]);
  });

  it('leave unmarked tokens open for categories that nobody looked for', () => {
    const open = ['O', 'B-Place', 'I-Place', 'E-Place', 'S-Place'];
    expect(known(['Person'], 'open')).toEqual([...person, open, open]);
  });

  it('read them as O all the same when asked to', () => {
    expect(known(['Person'], 'O')).toEqual([...person, ['O'], ['O']]);
  });

  it('refuse a category that the tagger lacks, by name', () => {
    const small = { tags: tagSet(['Place'], 'bioes'), scheme: 'bioes', categories: ['Place'] } as const;
    expect(() => examplesOf(corpus('all'), small, 'O')).toThrow(/B-Person.*it knows Place/);
  });

  it('take tags as they stand where the corpus has one a token, even one that is called O', () => {
    const tags = ['NN', 'O', 'VB'];
    const document = documentFromWords({ id: 'a', annotated: [] }, [{ words: ['cars', 'oh', 'go'] }]);
    const [sentence] = document.sentences;
    if (!sentence) throw new Error('no sentence');
    const documents = [{ ...document, sentences: [{ ...sentence, tags }] }];
    const [example] = examplesOf(
      { name: 'test', kind: 'tags', documents, categories: tags },
      { tags, scheme: 'tags', categories: tags },
      'open',
    );
    expect([...(example?.known ?? [])].map((id) => example?.sets.tagsOf(id))).toEqual([[0], [1], [2]]);
  });
});

describe('sets of tags', () => {
  it('have ids: a tag alone its own number, tags in any order the same, others another', () => {
    const sets = new TagSets(4);
    expect([0, 1, 2, 3].map((tag) => sets.idOf([tag]))).toEqual([0, 1, 2, 3]);
    const several = sets.idOf([3, 1]);
    expect(sets.idOf([1, 3, 1])).toBe(several);
    expect(sets.idOf([1, 2])).not.toBe(several);
  });

  it('come back from their ids, in order', () => {
    const set = fc.uniqueArray(fc.nat(12), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(set), (all) => {
        const sets = new TagSets(13);
        const ids = all.map((tags) => sets.idOf(tags));
        expect(ids.map((id) => sets.tagsOf(id))).toEqual(all.map((tags) => [...tags].sort((a, b) => a - b)));
      }),
    );
  });
});
