import { describe, expect, it } from 'vitest';
import { doubtfulKinds } from './likenesses.ts';

const kinds = { politician: 'LOC' };
const codes = (spans: number, called: Record<string, number>, given: Record<string, string> = kinds) =>
  doubtfulKinds({ politician: { spans, called } }, given).map(({ code }) => code);

describe('a category that is said to be a kind of another', () => {
  it('is doubted where the model calls hardly any of its examples that, and most of them something else', () => {
    const [problem] = doubtfulKinds({ politician: { spans: 40, called: { PER: 31, LOC: 3 } } }, kinds);
    expect(problem?.message).toContain('of 40 examples the source model calls 3 LOC and 31 PER');
    expect(problem?.remedy).toContain('--kind-of politician=PER');
  });

  it('is believed where a tenth of them are called so, where nothing else is, and where there are few of them', () => {
    expect(codes(40, { PER: 31, LOC: 4 })).toEqual([]);
    expect(codes(40, { PER: 20, LOC: 0 })).toEqual([]);
    expect(codes(9, { PER: 9 })).toEqual([]);
    expect(codes(10, { PER: 9 })).toEqual(['kind-unlike']);
    expect(codes(40, { PER: 31 }, { politician: 'PER' })).toEqual([]);
    expect(codes(40, { PER: 31 }, { poet: 'LOC' })).toEqual([]);
  });
});
