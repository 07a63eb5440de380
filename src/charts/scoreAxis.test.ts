import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreAxis } from './scoreAxis.ts';
import type { ScoreLines } from './scoreLines.ts';

const drawn = (values: readonly number[], source: number | null = null, others: readonly number[][] = []) => {
  const line = { category: 'Person', isNew: false, values, others, kept: null, source };
  return { lines: [line], corpora: [] } as unknown as ScoreLines;
};

describe('the axis of scores', () => {
  it('follows the data, the other seeds’ and the source model’s scores', () => {
    expect(scoreAxis(drawn([84, 91]), false)).toEqual({ from: 80, to: 92, ticks: [80, 82, 84, 86, 88, 90, 92] });
    expect(scoreAxis(drawn([84, 91], 62), false)).toEqual({ from: 60, to: 100, ticks: [60, 70, 80, 90, 100] });
    expect(scoreAxis(drawn([84, 91], null, [[62, 90]]), false)).toMatchObject({ from: 60, to: 100 });
    expect(scoreAxis(drawn([0, 97]), false)).toMatchObject({ from: 0, to: 100 });
  });

  it('is whole by choice, and where there is nothing to follow', () => {
    expect(scoreAxis(drawn([84, 91]), true)).toMatchObject({ from: 0, to: 100, ticks: [0, 20, 40, 60, 80, 100] });
    expect(scoreAxis(drawn([]), false)).toMatchObject({ from: 0, to: 100 });
  });

  it('holds all scores, stays within 0 and 100 and has few ticks', () => {
    const score = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(score, { minLength: 1 }), (values) => {
        const { from, to, ticks } = scoreAxis(drawn(values), false);
        expect(from).toBeLessThanOrEqual(Math.min(...values));
        expect(to).toBeGreaterThanOrEqual(Math.max(...values));
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(100);
        expect(to - from).toBeGreaterThanOrEqual(10);
        expect(ticks.length).toBeGreaterThan(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect([ticks[0], ticks.at(-1)]).toEqual([from, to]);
      }),
    );
  });
});
