import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLikenesses, drawnEvenly } from './likenesses.ts';

const span = (start: number, end: number, category: string) => ({ start, end, category });

describe('what a model calls the examples of a category', () => {
  it('is counted over all of them, seen or not', () => {
    expect(
      countLikenesses([
        { spans: [span(0, 9, 'poet'), span(20, 25, 'town')], found: [span(0, 9, 'PER'), span(20, 25, 'LOC')] },
        { spans: [span(0, 4, 'poet'), span(6, 9, 'poet')], found: [span(0, 4, 'ORG')] },
      ]),
    ).toEqual({
      poet: { spans: 3, called: { PER: 1, ORG: 1 } },
      town: { spans: 1, called: { LOC: 1 } },
    });
  });

  it('is what covers them, and neither a part of them nor much more', () => {
    const called = (found: ReturnType<typeof span>) =>
      countLikenesses([{ spans: [span(10, 20, 'university')], found: [found] }]).university?.called;
    expect(called(span(10, 16, 'ORG'))).toEqual({ ORG: 1 });
    expect(called(span(8, 20, 'ORG'))).toEqual({ ORG: 1 });
    expect(called(span(10, 15, 'LOC'))).toEqual({});
    expect(called(span(10, 40, 'ORG'))).toEqual({});
    expect(called(span(20, 25, 'LOC'))).toEqual({});
  });

  it('is a category of the corpus, whatever that is called', () => {
    expect(countLikenesses([{ spans: [span(0, 4, '__proto__')], found: [span(0, 4, 'constructor')] }])).toEqual(
      Object.fromEntries([['__proto__', { spans: 1, called: Object.fromEntries([['constructor', 1]]) }]]),
    );
  });
});

describe('the sentences that a model is shown', () => {
  const sentence = (...categories: readonly string[]) => ({ spans: categories.map((each) => span(0, 1, each)) });

  it('hold each category, however rare, from the beginning of the corpus to its end', () => {
    const common = () => Array.from({ length: 900 }, () => sentence('common'));
    const items = [...common(), sentence('rare'), ...common(), sentence('rare', 'common')];
    const drawn = drawnEvenly(items, 100);
    expect(drawn.filter(({ spans }) => spans[0]?.category === 'rare')).toHaveLength(2);
    const places = drawn.map((item) => items.indexOf(item));
    expect(places.filter((place) => place < 900).length).toBeGreaterThan(20);
    expect(places.filter((place) => place > 900).length).toBeGreaterThan(20);
  });

  it('are those of the corpus in its order, at most as many as are wanted, and all where there are fewer', () => {
    const items = fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((each) => sentence(...each)));
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 40 }), (all, most) => {
        const drawn = drawnEvenly(all, most);
        expect(drawn.length).toBeLessThanOrEqual(most);
        expect(drawn).toEqual(all.filter((item) => drawn.includes(item)));
        if (all.length * 3 <= most) expect(drawn).toEqual(all);
      }),
    );
  });
});
