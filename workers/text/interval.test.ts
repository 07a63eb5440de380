import { describe, expect, it } from 'vitest';
import { meanAndInterval } from './interval.ts';

describe('the interval of a mean', () => {
  it('is that of Student’s t distribution', () => {
    // scipy.stats.t.interval(0.95, 2, loc=90, scale=1/sqrt(3)) is 90 ± 2.4842
    const { mean, half } = meanAndInterval([89, 90, 91]);
    expect(mean).toBe(90);
    expect(half).toBeCloseTo(2.4842, 3);
  });

  it('is nothing where all values are the same', () => {
    expect(meanAndInterval([5, 5, 5, 5])).toEqual({ mean: 5, half: 0 });
  });

  it('narrows with the number of values', () => {
    const spread = (count: number) => meanAndInterval(Array.from({ length: count }, (_, index) => index % 2)).half;
    expect(spread(40)).toBeLessThan(spread(10));
    expect(spread(10)).toBeLessThan(spread(4));
  });
});
