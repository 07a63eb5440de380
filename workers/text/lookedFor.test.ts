import { describe, expect, it } from 'vitest';
import type { AnnotatedCategories, Corpus, CorpusKind, Document, Splits } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { believeExamples, forgettingProblems } from './lookedFor.ts';

/** A document a category, each with one example of it. */
function corpusOf(
  categories: readonly string[],
  annotated: AnnotatedCategories = 'all',
  kind: CorpusKind = 'spans',
): Corpus {
  const documents = categories.map((category, index) =>
    documentFromWords({ id: `${index}`, annotated }, [
      { words: ['Ada', 'left'], spans: kind === 'spans' ? [{ start: 0, end: 1, category }] : [] },
    ]),
  );
  return { name: 'mine', kind, categories, documents };
}

const known = ['PER', 'LOC'];
const newCategories = ['DATE'];
const splitsOf = (train: Corpus, dev = train, test = train): Splits => ({ train, dev, test });
const annotatedIn = ({ documents }: Corpus) => [...new Set(documents.map(({ annotated }) => annotated))];

describe('what somebody looked for, where a corpus does not say', () => {
  it('is everything, as in paper 0, where every known category has an example', () => {
    const splits = splitsOf(corpusOf(['PER', 'LOC', 'DATE']));
    expect(believeExamples(splits, known, newCategories)).toEqual({ splits, assumed: [] });
  });

  it('is what the training sentences hold, and in dev and test what stands there too', () => {
    const splits = splitsOf(corpusOf(['DATE', 'PER']), corpusOf(['DATE']), corpusOf(['LOC', 'DATE']));
    const { splits: target, assumed } = believeExamples(splits, known, newCategories);
    expect(assumed).toEqual(['LOC']);
    expect([target.train, target.dev, target.test].map(annotatedIn)).toEqual([
      [['PER', 'DATE']],
      [['PER', 'DATE']],
      [['PER', 'DATE', 'LOC']],
    ]);
  });

  it('is what a document says of itself', () => {
    const splits = splitsOf(corpusOf(['DATE'], ['DATE', 'LOC']));
    expect(believeExamples(splits, known, newCategories)).toEqual({ splits, assumed: [] });
  });

  it('is, in dev and test files that say nothing, what the training sentences say of themselves', () => {
    const splits = splitsOf(corpusOf(['DATE'], ['DATE', 'LOC']), corpusOf(['DATE']), corpusOf(['PER']));
    const { splits: target, assumed } = believeExamples(splits, known, newCategories);
    expect(assumed).toEqual([]);
    expect(target.train).toEqual(splits.train);
    expect(annotatedIn(target.dev)).toEqual([['LOC', 'DATE']]);
    expect(annotatedIn(target.test)).toEqual([['LOC', 'DATE', 'PER']]);
  });

  it('is what one document says for those of the same training sentences that say nothing', () => {
    const [says] = corpusOf(['DATE'], ['LOC']).documents;
    const train = corpusOf(['DATE']);
    const { splits, assumed } = believeExamples(
      splitsOf({ ...train, documents: [...train.documents, says as Document] }),
      known,
      newCategories,
    );
    expect(assumed).toEqual(['PER']);
    expect(annotatedIn(splits.train)).toEqual([['LOC', 'DATE'], ['LOC']]);
  });

  it('is every tag of a corpus of one tag a token', () => {
    const splits = splitsOf(corpusOf(['DATE'], 'all', 'tags'));
    expect(believeExamples(splits, known, newCategories).assumed).toEqual([]);
  });
});

describe('what is said of known categories without examples', () => {
  const told = (lookedFor: ReturnType<typeof believeExamples>, unannotated: 'pseudo' | 'as-o' | 'marginal') =>
    forgettingProblems(lookedFor, { known, newCategories, unannotated });
  const said = (train: Corpus) => ({ splits: splitsOf(train), assumed: [] });

  it('names them, what becomes of them, and how to say that somebody looked', () => {
    const [problem, ...others] = told(believeExamples(splitsOf(corpusOf(['DATE'])), known, newCategories), 'pseudo');
    expect(others).toEqual([]);
    expect(problem?.message).toBe(
      'The training sentences of mine hold no example of PER, LOC, and do not say whether anybody looked: that counts as not looked for. The source model labels their mentions before it learns.',
    );
    expect(problem?.remedy).toBe('If somebody looked and there are none, say so (--annotated PER,LOC,DATE).');
  });

  it('names what keeps them where it was not chosen already', () => {
    const assumed = believeExamples(splitsOf(corpusOf(['DATE'])), known, newCategories);
    expect(told(assumed, 'as-o')[0]?.remedy).toContain('--remedy pseudo or marginal');
    const unlooked = said(corpusOf(['DATE'], ['DATE']));
    expect(told(unlooked, 'as-o')[0]?.remedy).toBe('To keep them: --remedy pseudo or marginal.');
    expect(told(unlooked, 'pseudo')).toEqual([]);
    expect(told(unlooked, 'marginal')).toEqual([]);
  });

  it('warns of those that the user says were looked for', () => {
    const [problem] = told(said(corpusOf(['DATE'], ['DATE', 'LOC', 'PER'])), 'pseudo');
    expect(problem?.code).toBe('may-be-forgotten');
    expect(problem?.remedy).toBe('If nobody looked for them, say so (--annotated DATE).');
  });

  it('speaks of no O where each token has a tag', () => {
    const [problem] = told(said(corpusOf(['DATE'], 'all', 'tags')), 'pseudo');
    expect(problem?.message).toMatch(/hold no example of PER, LOC. The model may forget them.$/);
    expect(problem?.remedy).toBe('Add sentences that hold them.');
  });

  it('is nothing where each has an example', () => {
    expect(told(said(corpusOf(['PER', 'LOC', 'DATE'])), 'as-o')).toEqual([]);
  });
});
