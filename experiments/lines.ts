/** Figures over a few places as a small SVG: a line for each way, and its name where it ends. */
import { at, escaped, line, rangeOf } from './curve.ts';

export interface Line {
  readonly label: string;
  /** At each place; undefined where nothing is known. */
  readonly values: readonly (number | undefined)[];
}

interface Titles {
  readonly title: string;
  /** From the left to the right, evenly apart. */
  readonly places: readonly string[];
  readonly x: string;
  readonly y: string;
}

const colours = ['#5b6b7b', '#1d6fb4', '#8a7a1d', '#b4551d', '#5d8a1d', '#7a3a8a'];
const plot = { left: 56, top: 40, width: 420, height: 300 };
const full = { width: plot.left + plot.width + 240, height: plot.top + plot.height + 52 };
const lineHeight = 18;

/** For white paper: the file stands by itself. */
export function linesSvg(lines: readonly Line[], { title, places, x, y }: Titles): string {
  const up = rangeOf(lines.flatMap(({ values }) => values.filter((value) => value !== undefined)));
  const placeX = (index: number) => plot.left + (plot.width * (index + 0.5)) / Math.max(1, places.length);
  const placeY = (value: number) => plot.top + (plot.height * (up.to - value)) / (up.to - up.from);
  const bottom = plot.top + plot.height;
  const listLeft = plot.left + plot.width + 24;
  const drawn = lines.map(({ label, values }, index) => {
    const colour = colours[index % colours.length] as string;
    const points = values.flatMap((value, place) =>
      value === undefined ? [] : [{ value, left: placeX(place), top: placeY(value), where: places[place] ?? '' }],
    );
    const path = points.map(({ left, top }) => `${at(left)},${at(top)}`).join(' ');
    const listTop = plot.top + 10 + index * lineHeight;
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...points.map(
        ({ value, left, top, where }) =>
          `<circle cx="${at(left)}" cy="${at(top)}" r="4" fill="${colour}"><title>${escaped(`${label}, ${where}: ${value.toFixed(2)}`)}</title></circle>`,
      ),
      line(listLeft, listTop - 4, listLeft + 20, listTop - 4, colour),
      `<text x="${listLeft + 28}" y="${listTop}">${escaped(label)}</text>`,
    ];
  });
  const parts = [
    `<text x="${plot.left}" y="22" font-weight="600">${escaped(title)}</text>`,
    ...up.ticks.flatMap((tick) => [
      line(plot.left, placeY(tick), plot.left + plot.width, placeY(tick), '#e3e3e3'),
      `<text x="${plot.left - 8}" y="${at(placeY(tick) + 4)}" text-anchor="end">${tick}</text>`,
    ]),
    ...places.map(
      (place, index) =>
        `<text x="${at(placeX(index))}" y="${bottom + 16}" text-anchor="middle">${escaped(place)}</text>`,
    ),
    `<text x="${plot.left + plot.width / 2}" y="${bottom + 38}" text-anchor="middle">${escaped(x)}</text>`,
    `<text transform="translate(16 ${plot.top + plot.height / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
    ...drawn.flat(),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full.width} ${full.height}" width="${full.width}" height="${full.height}" font-family="sans-serif" font-size="12" fill="#222">
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}
