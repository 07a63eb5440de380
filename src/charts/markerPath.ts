/** The shapes that stand at a line's points, so that colour alone need not tell categories apart. */
import type { CategoryColour } from '../categoryColours.ts';

/** Corners on a circle of radius 1, from the top and clockwise: the angle in turns and the distance. */
const corners: Readonly<Record<Exclude<CategoryColour['marker'], 'circle'>, readonly (readonly [number, number])[]>> = {
  square: [1, 3, 5, 7].map((eighth) => [eighth / 8, 1.2]),
  triangle: [0, 1, 2].map((third) => [third / 3, 1.3]),
  diamond: [0, 1, 2, 3].map((quarter) => [quarter / 4, 1.35]),
  star: Array.from({ length: 10 }, (_, tenth) => [tenth / 10, tenth % 2 === 0 ? 1.5 : 0.68]),
  cross: [0, 1, 2, 3].flatMap((arm) =>
    [-0.05, 0.05, 0.125].map((turn) => [arm / 4 + turn, turn === 0.125 ? 0.6 : 1.35] as const),
  ),
  wye: [0, 1, 2].flatMap((arm) =>
    [-0.05, 0.05, 1 / 6].map((turn) => [0.5 + arm / 3 + turn, turn === 1 / 6 ? 0.5 : 1.35] as const),
  ),
};

/** An SVG path around (x, y); `radius` is that of the circle, and the other shapes look as large. */
export function markerPath(marker: CategoryColour['marker'], x: number, y: number, radius: number): string {
  if (marker === 'circle') {
    return `M${x - radius},${y}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0Z`;
  }
  const points = corners[marker].map(([turn, distance]) => {
    const angle = 2 * Math.PI * turn;
    const left = x + radius * distance * Math.sin(angle);
    const top = y - radius * distance * Math.cos(angle);
    return `${left.toFixed(2)},${top.toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}
