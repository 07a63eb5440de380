import { expect, it } from 'vitest';
import { curveSvg, onTheCurve } from './curve.ts';

const point = (label: string, x: number, y: number) => ({ label, x, y });
const points = [point('none', 70, 50), point('both', 80, 52), point('keeps', 85, 48), point('worse', 79, 51)];

it('joins those that no other is better than in both figures', () => {
  expect(onTheCurve(points).map(({ label }) => label)).toEqual(['both', 'keeps']);
  expect(onTheCurve([point('a', 1, 1), point('b', 1, 1)])).toHaveLength(2);
});

it('draws every point inside the plot, and names it', () => {
  const svg = curveSvg([...points, point('a < b & c', 84, 49)], { title: 'T', x: 'X', y: 'Y' });
  const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(circles).toHaveLength(5);
  for (const [x = 0, y = 0] of circles) {
    expect(x).toBeGreaterThanOrEqual(56);
    expect(x).toBeLessThanOrEqual(456);
    expect(y).toBeGreaterThanOrEqual(40);
    expect(y).toBeLessThanOrEqual(340);
  }
  expect(svg).toContain('5 a &lt; b &amp; c');
  expect(svg).toContain('<title>T: Y against X</title>');
});

it('draws one point, and none', () => {
  for (const few of [[point('one', 0, 0)], []])
    expect(curveSvg(few, { title: 'T', x: 'X', y: 'Y' })).not.toMatch(/NaN|Infinity/);
});
