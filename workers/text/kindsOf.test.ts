import { describe, expect, it } from 'vitest';
import { defaultAdaptation, type Kinds } from '../protocol/configuration.ts';
import type { AnnotatedCategories, Corpus } from '../protocol/corpus.ts';
import type { HistoryEntry } from '../protocol/history.ts';
import { categoriesAbove, kindsInHistory, kindsOn } from './kindsOf.ts';

const adapted = (kinds: Kinds) =>
  ({ task: 'adapt', configuration: { task: 'adapt', adaptation: { ...defaultAdaptation, kinds } } }) as HistoryEntry;
const edited = (mapping: Readonly<Record<string, string | null>>): HistoryEntry => ({
  ...{ task: 'edit', before: [], mapping, date: '2026-01-01T00:00:00.000Z' },
});
const corpus = (...annotated: readonly AnnotatedCategories[]): Corpus => ({
  ...{ name: 'news', kind: 'spans', categories: ['PER', 'LOC'] },
  documents: annotated.map((each, id) => ({ id: `${id}`, text: '', sentences: [], spans: [], annotated: each })),
});

describe('what a model knows to be a kind of what', () => {
  it('is what its adaptations said, under the names that it has by now', () => {
    const history = [adapted({ politician: 'PER' }), adapted({ senator: 'politician', town: 'LOC' })];
    expect(kindsInHistory(history)).toEqual({ politician: 'PER', senator: 'politician', town: 'LOC' });
    expect(kindsInHistory([...history, edited({ PER: 'Human', senator: 'Senator' })])).toEqual({
      ...{ politician: 'Human', Senator: 'politician', town: 'LOC' },
    });
  });

  it('is forgotten with a category that is removed, or merged into what it is a kind of', () => {
    const history = [adapted({ politician: 'PER', town: 'LOC', poet: 'PER' })];
    expect(kindsInHistory([...history, edited({ politician: 'PER', LOC: null, poet: null })])).toEqual({});
  });
});

describe('what stands above a category', () => {
  it('is what it is a kind of, and what that is a kind of', () => {
    expect(categoriesAbove('senator', { senator: 'politician', politician: 'PER' })).toEqual(['politician', 'PER']);
    expect(categoriesAbove('PER', { politician: 'PER' })).toEqual([]);
  });

  it('has an end where merges have made a ring of it', () => {
    expect(categoriesAbove('a', { a: 'b', b: 'a' })).toEqual(['b']);
    expect(categoriesAbove('c', { c: 'a', a: 'b', b: 'a' })).toEqual(['a', 'b']);
  });
});

describe('on a corpus a kind counts', () => {
  const kinds = { senator: 'politician', politician: 'PER' };

  it('as the nearest category above it that somebody looked for there', () => {
    expect(kindsOn(corpus('all'), kinds)).toEqual({ senator: 'PER', politician: 'PER' });
    expect(kindsOn(corpus(['PER', 'politician']), kinds)).toEqual({ senator: 'politician' });
  });

  it('as the uppermost where nobody looked for any', () => {
    expect(kindsOn(corpus(['LOC']), kinds)).toEqual({ senator: 'PER', politician: 'PER' });
  });
});
