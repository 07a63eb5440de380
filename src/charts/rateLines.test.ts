import { describe, expect, it } from 'vitest';
import { describeRates, type RateLine, rateAxis } from './rateLines.ts';

const line = (way: RateLine['way'], ...points: [rate: number, f1: number][]): RateLine => ({
  way,
  name: way,
  points: points.map(([rate, f1]) => ({ rate, f1, runs: 1 })),
});

describe('the axis of labelling rates', () => {
  it('is logarithmic: a power of ten is as wide as the next', () => {
    const { place, ticks, gap } = rateAxis([line('all', [0.001, 60], [1, 90])]);
    expect(ticks).toEqual([0.001, 0.01, 0.1, 1]);
    expect(place(0.01) - place(0.001)).toBeCloseTo(place(1) - place(0.1));
    expect(place(1)).toBeLessThan(1);
    expect(gap).toBeNull();
  });

  it('has 0 at its left, apart', () => {
    const { place, ticks, gap } = rateAxis([line('all', [0, 40], [0.1, 60])]);
    expect(ticks).toEqual([0, 0.1, 1]);
    expect(place(0)).toBeGreaterThan(0);
    expect(gap).toBeGreaterThan(place(0));
    expect(gap).toBeLessThan(place(0.1));
  });

  it('has room for rates that are no power of ten, and for a whole corpus alone', () => {
    expect(rateAxis([line('none', [0.03, 50])]).ticks).toEqual([0.01, 0.1, 1]);
    expect(rateAxis([line('none', [1, 50])]).ticks).toEqual([0.1, 1]);
  });
});

it('says the lines in words', () => {
  const lines = [line('all', [0.1, 61.25]), line('none', [0.1, 40], [1, 88])];
  expect(describeRates(lines, 'F1')).toBe(
    'F1 against the labelling rate. all: 61.3 at 0.1. none: 40.0 at 0.1, 88.0 at 1.',
  );
});
