import { describe, expect, it } from 'vitest';
import { thinLosses } from './thin.ts';

describe('thinLosses', () => {
  it('leaves few points as they are', () => {
    const points = [{ epoch: 0.5, loss: 3 }];
    expect(thinLosses(points, 10)).toBe(points);
  });

  it('averages neighbours and keeps the last place', () => {
    const points = [4, 2, 3, 1, 7].map((loss, i) => ({ epoch: i + 1, loss }));
    expect(thinLosses(points, 3)).toEqual([
      { epoch: 2, loss: 3 },
      { epoch: 4, loss: 2 },
      { epoch: 5, loss: 7 },
    ]);
  });

  it('never gives more than asked for', () => {
    const points = Array.from({ length: 6001 }, (_, i) => ({ epoch: i / 100, loss: 1 }));
    expect(thinLosses(points, 240).length).toBeLessThanOrEqual(240);
  });
});
