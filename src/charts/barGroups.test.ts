import { describe, expect, it } from 'vitest';
import { type BarChartData, barAxis, describeBars, placeBars } from './barGroups.ts';

const group = (name: string, values: readonly (number | null)[], isNew = false) => ({
  ...{ name, category: name, isNew, values },
});
const scores: BarChartData = {
  figure: 'F1',
  series: [
    { name: 'before', fill: 'pale' },
    { name: 'after', fill: 'solid' },
  ],
  groups: [group('Address', [null, 92.61], true), group('Person', [76, 86.5]), group('Vessel', [null, null])],
  sides: null,
};
const losses = (...values: number[]): BarChartData => ({
  figure: 'Loss',
  series: [{ name: 'loss', fill: 'solid' }],
  groups: values.map((value, place) => group(`C${place}`, [value])),
  sides: { below: 'gained', above: 'lost' },
});

describe('bars in groups', () => {
  it('are said in words, what is missing too', () => {
    expect(describeBars(scores)).toBe(
      'F1. Address (new): after 92.6. Person: before 76.0, after 86.5. Vessel: no figure.',
    );
    expect(describeBars(losses(2.5, -0.8))).toBe('Loss. C0: +2.5. C1: −0.8.');
  });

  it('stand on an axis from 0 to 100 for scores', () => {
    expect(barAxis(scores)).toMatchObject({ from: 0, to: 100 });
  });

  it('stand on an axis around zero that holds every loss and gain', () => {
    for (const values of [[2.5, -0.8], [0], [14, 3], [-23, -10], [0.04]]) {
      const { from, to, ticks } = barAxis(losses(...values));
      expect(ticks).toContain(0);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(from).toBeLessThan(0);
      expect(to).toBeGreaterThan(0);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(from);
      expect(Math.max(...values)).toBeLessThanOrEqual(to);
    }
  });

  it('do not overlap, whether names stand beside or above them', () => {
    for (const above of [true, false]) {
      const { groups, barHeight, height, bottom } = placeBars(scores, 13, above);
      const tops = groups.flatMap(({ bars }) => bars);
      for (const [place, top] of tops.entries()) {
        if (place > 0) expect(top - (tops[place - 1] ?? 0)).toBeGreaterThan(barHeight);
      }
      expect((tops.at(-1) ?? 0) + barHeight).toBeLessThan(bottom);
      expect(bottom).toBeLessThan(height);
    }
  });
});
