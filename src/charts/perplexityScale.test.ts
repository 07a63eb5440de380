import { describe, expect, it } from 'vitest';
import { perplexityScale } from './perplexityScale.ts';

describe('the axis of perplexities', () => {
  it('goes from a round figure below the least to one above the largest', () => {
    const { ticks, place } = perplexityScale([37, 420, 61]);
    expect(ticks).toEqual([20, 50, 100, 200, 500]);
    expect(place(20)).toBe(0);
    expect(place(500)).toBe(1);
    // Equal ratios are equal distances.
    expect(place(200) - place(100)).toBeCloseTo(place(100) - place(50), 10);
  });

  it('has two figures at least, whatever stands on it', () => {
    expect(perplexityScale([5]).ticks).toEqual([5, 10]);
    expect(perplexityScale([]).ticks).toEqual([1, 2, 5, 10]);
    expect(perplexityScale([Number.POSITIVE_INFINITY, 3]).ticks).toEqual([2, 5]);
  });
});
