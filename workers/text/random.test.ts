import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { createRandom } from './random.ts';

const draws = (random: { next(): number }, count = 20) => Array.from({ length: count }, () => random.next());

describe('createRandom', () => {
  it('follows the published xoshiro128** recurrence', () => {
    const random = createRandom(0);
    random.restore([1, 2, 3, 4, 0]);
    // First outputs of the reference C code from the state {1, 2, 3, 4}.
    const expected = [11520, 0, 5927040, 70819200];
    expect(Array.from({ length: 4 }, () => random.next() * 2 ** 32)).toEqual(expected);
  });

  it('gives the same stream for the same seed and another for another', () => {
    expect(draws(createRandom(7))).toEqual(draws(createRandom(7)));
    expect(draws(createRandom(7))).not.toEqual(draws(createRandom(8)));
  });

  it('goes on from a stored state as if nothing had happened', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 50 }), (seed, before) => {
        const random = createRandom(seed);
        draws(random, before);
        const state = random.state();
        const restored = createRandom(0);
        restored.restore(JSON.parse(JSON.stringify(state)));
        expect(draws(restored)).toEqual(draws(random));
        expect(draws(restored.fork('dropout'))).toEqual(draws(random.fork('dropout')));
      }),
    );
  });

  it('forks streams that depend on the name and not on what was drawn before', () => {
    const random = createRandom(3);
    const early = draws(random.fork('shuffle'));
    draws(random, 100);
    expect(draws(random.fork('shuffle'))).toEqual(early);
    expect(draws(random.fork('dropout'))).not.toEqual(early);
  });

  it('draws uniform numbers and integers within their bounds', () => {
    const random = createRandom(1);
    const counts = new Array<number>(7).fill(0);
    let sum = 0;
    for (let draw = 0; draw < 70_000; draw++) {
      const number = random.next();
      expect(number >= 0 && number < 1).toBe(true);
      sum += number;
      const integer = random.integer(7);
      counts[integer] = (counts[integer] ?? 0) + 1;
    }
    expect(Math.abs(sum / 70_000 - 0.5)).toBeLessThan(0.01);
    // Five standard deviations of a binomial(70000, 1/7) are 463.
    expect(counts).toHaveLength(7);
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(463);
  });

  it('draws normal numbers of the mean and deviation asked for', () => {
    const random = createRandom(2);
    const numbers = Array.from({ length: 50_000 }, () => random.normal(3, 2));
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length;
    expect(Math.abs(mean - 3)).toBeLessThan(0.05);
    expect(Math.abs(Math.sqrt(variance) - 2)).toBeLessThan(0.05);
  });

  it('shuffles a copy that holds the same items', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const original = [...items];
        const shuffled = createRandom(seed).shuffle(items);
        expect(items).toEqual(original);
        expect([...shuffled].sort()).toEqual([...items].sort());
      }),
    );
    const items = Array.from({ length: 50 }, (_, index) => index);
    expect(createRandom(1).shuffle(items)).not.toEqual(items);
  });

  it('refuses seeds and states that it cannot use', () => {
    expect(() => createRandom(-1)).toThrow(GraftError);
    expect(() => createRandom(1.5)).toThrow(GraftError);
    expect(() => createRandom(1).restore([0, 0, 0, 0, 1])).toThrow(GraftError);
    expect(() => createRandom(1).restore([1, 2, 3])).toThrow(GraftError);
  });
});
