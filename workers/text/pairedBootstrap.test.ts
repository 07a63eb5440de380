import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreTags, type TagPair } from './conlleval.ts';
import { pairedBootstrap } from './pairedBootstrap.ts';

const tags = fc.constantFrom('O', 'S-A', 'S-B');
const sentences = fc.array(fc.array(fc.tuple(tags, tags, tags), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 12,
});
const paired = (rows: readonly (readonly [string, string, string])[][], tagger: 1 | 2): TagPair[] =>
  rows.map((row) => ({ gold: row.map(([gold]) => gold), predicted: row.map((each) => each[tagger]) }));

describe('the paired bootstrap', () => {
  it('gives the difference of the scores as they are, in each category too', async () => {
    await fc.assert(
      fc.asyncProperty(sentences, async (rows) => {
        const [first, second] = [paired(rows, 1), paired(rows, 2)];
        const { overall, categories } = await pairedBootstrap('spans', first, second, { samples: 3 });
        const [one, other] = [scoreTags(first), scoreTags(second)];
        expect(overall.difference).toBeCloseTo(other.overall.f1 - one.overall.f1, 8);
        for (const [name, { difference }] of Object.entries(categories)) {
          const f1 = (scores: typeof one) => scores.categories[name]?.f1 ?? 0;
          expect(difference).toBeCloseTo(f1(other) - f1(one), 8);
        }
      }),
    );
  });

  it('is sure of nothing between a tagger and itself', async () => {
    const pairs: TagPair[] = [{ gold: ['S-A', 'O'], predicted: ['S-A', 'S-A'] }];
    expect((await pairedBootstrap('spans', pairs, pairs)).overall).toEqual({
      difference: 0,
      low: 0,
      high: 0,
      otherwise: 1,
    });
  });

  it('is sure where one is right in every sentence and the other in none', async () => {
    const right: TagPair[] = Array.from({ length: 50 }, () => ({ gold: ['S-A'], predicted: ['S-A'] }));
    const wrong = right.map(({ gold }) => ({ gold, predicted: ['O'] }));
    expect((await pairedBootstrap('spans', wrong, right)).overall).toEqual({
      difference: 100,
      low: 100,
      high: 100,
      otherwise: 0,
    });
  });

  it('covers the spread that the binomial distribution has', async () => {
    // The second is right in 60 of 100 sentences of one token, the first in none: accuracy 60 with a deviation of 4.9.
    const second = Array.from({ length: 100 }, (_, n) => ({ gold: ['x'], predicted: [n < 60 ? 'x' : 'y'] }));
    const first = second.map(({ gold }) => ({ gold, predicted: ['y'] }));
    const { low, high } = (await pairedBootstrap('tags', first, second, { samples: 4000 })).overall;
    expect(Math.abs(low - (60 - 1.96 * 4.9))).toBeLessThan(1.5);
    expect(Math.abs(high - (60 + 1.96 * 4.9))).toBeLessThan(1.5);
  });

  it('also compares over some categories alone', async () => {
    const gold = ['S-A', 'S-B'];
    const first: TagPair[] = [{ gold, predicted: ['S-A', 'O'] }];
    const second: TagPair[] = [{ gold, predicted: ['O', 'S-B'] }];
    const { overall, known } = await pairedBootstrap('spans', first, second, { known: ['A'] });
    expect(overall.difference).toBe(0);
    expect(known).toEqual({ difference: -100, low: -100, high: -100, otherwise: 0 });
    expect((await pairedBootstrap('spans', first, second)).known).toBeNull();
  });

  it('says how far it is, and ends where it is told to', async () => {
    const pairs: TagPair[] = [{ gold: ['S-A'], predicted: ['S-A'] }];
    const told: number[] = [];
    await pairedBootstrap('spans', pairs, pairs, { samples: 200, afterDraws: (fraction) => void told.push(fraction) });
    expect(told).toEqual([0.25, 0.5, 0.75, 1]);
    const ended = pairedBootstrap('spans', pairs, pairs, {
      afterDraws: () => {
        throw new Error('ended');
      },
    });
    await expect(ended).rejects.toThrow('ended');
  });

  it('is refused on other sentences, and on none', async () => {
    const one: TagPair[] = [{ gold: ['O'], predicted: ['O'] }];
    await expect(pairedBootstrap('spans', one, [...one, ...one])).rejects.toThrow('not scored on the same sentences');
    await expect(pairedBootstrap('spans', [], [])).rejects.toThrow('no sentences');
  });
});
