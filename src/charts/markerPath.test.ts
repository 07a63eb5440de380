import { describe, expect, it } from 'vitest';
import { markerPath } from './markerPath.ts';

const markers = ['circle', 'square', 'triangle', 'diamond', 'star', 'cross', 'wye'] as const;

describe('markerPath', () => {
  it('draws a closed shape of its own for every marker', () => {
    const paths = markers.map((marker) => markerPath(marker, 0, 0, 1));
    expect(new Set(paths).size).toBe(markers.length);
    for (const path of paths) {
      expect(path).toMatch(/^M.*Z$/);
      expect(path).not.toContain('NaN');
    }
  });

  it('keeps every corner near the point it marks', () => {
    for (const marker of markers.filter((name) => name !== 'circle')) {
      const numbers =
        markerPath(marker, 100, 200, 4)
          .match(/-?[\d.]+/g)
          ?.map(Number) ?? [];
      expect(numbers.length).toBeGreaterThanOrEqual(6);
      for (let i = 0; i < numbers.length; i += 2) {
        const distance = Math.hypot((numbers[i] ?? 0) - 100, (numbers[i + 1] ?? 0) - 200);
        expect(distance).toBeLessThanOrEqual(6.01);
      }
    }
  });
});
