import { describe, expect, it } from 'vitest';
import type { Corpus } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { annotationCounts } from './statistics.ts';
import { underModelsNames, yardstickProblems } from './yardstickCorpus.ts';

/** A sentence of one word for each category. */
function corpusOf(categories: readonly string[], words = categories): Corpus {
  const documents = categories.map((category, index) =>
    documentFromWords({ id: `${index}`, annotated: 'all' }, [
      { words: [words[index] as string], spans: [{ start: 0, end: 1, category }] },
    ]),
  );
  return { name: 'letters', kind: 'spans', documents, categories: [...new Set(categories)] };
}

const none = corpusOf([]);
const beside = {
  ...{ known: ['PER', 'LOC'], newCategories: ['Ship'], rehearsed: undefined },
  splits: { train: none, dev: none, test: none },
};
const told = (corpus: Corpus, changes: Partial<typeof beside> = {}) =>
  yardstickProblems(corpus, { ...beside, ...changes });

describe('a yardstick', () => {
  it('is measured under the names that the target’s categories get, and a kind as what it is a kind of', () => {
    const corpus = corpusOf(['PER', 'person', 'politician', 'river', 'town']);
    const categoryMap = { person: 'PER', river: null, PER: 'LOC', town: 'place' };
    const named = underModelsNames(corpus, ['PER', 'LOC'], { categoryMap, kinds: { politician: 'PER', place: 'LOC' } });
    expect(Object.fromEntries(annotationCounts(named))).toEqual({ PER: 3, LOC: 1, river: 1 });
  });

  it('says which names are not measured, how many examples each has, and how they are given the model’s', () => {
    const [problem, ...more] = told(corpusOf(['person', 'person', 'river', 'PER', 'Ship']));
    expect(problem?.message).toContain('letters: person (2), river (1).');
    // LOC is none of its names, so that a place could be meant; PER stands there already.
    expect(problem?.remedy).toContain('--map');
    expect(more).toEqual([]);
    expect(told(corpusOf(['person']))[0]?.remedy).toContain('(--map person=PER)');
    expect(told(corpusOf(['PER', 'Ship']))).toEqual([]);
  });

  it('is none where it holds mostly sentences that are learned, or the target’s own', () => {
    const corpus = corpusOf(['PER', 'PER', 'PER'], ['Ada', 'Bram', 'Odile']);
    const some = (words: readonly string[]) =>
      corpusOf(
        words.map(() => 'LOC'),
        words,
      );
    const messages = (splits: Partial<typeof beside.splits>) =>
      told(corpus, { splits: { ...beside.splits, ...splits } }).map(({ message }) => message);
    expect(messages({ train: some(['Ada', 'Bram']) })[0]).toContain(
      '2 of the 3 sentences of the yardstick letters are learned',
    );
    expect(messages({ test: some(['Ada', 'Bram', 'Odile']) })[0]).toContain('3 of the 3 sentences');
    expect(messages({ test: some(['Ada', 'Bram']) })[0]).toContain('measures the target once more');
    expect(messages({ train: some(['Ada']), dev: some(['Bram']) })).toEqual([]);
  });
});
