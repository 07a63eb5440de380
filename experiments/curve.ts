/** One figure against another as a small SVG: points by number, the best of both joined by a line, a list of names beside. */

export interface CurvePoint {
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

interface Titles {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

/** Those that no other is better than in both figures, from the left to the right. */
export function onTheCurve(points: readonly CurvePoint[]): CurvePoint[] {
  const beats = (one: CurvePoint, other: CurvePoint) =>
    one.x >= other.x && one.y >= other.y && (one.x > other.x || one.y > other.y);
  return points
    .filter((point) => !points.some((other) => beats(other, point)))
    .sort((one, other) => one.x - other.x || one.y - other.y);
}

const plot = { left: 56, top: 40, width: 400, height: 300 };
const listLeft = plot.left + plot.width + 24;
const lineHeight = 18;
const full = { width: listLeft + 210, height: plot.top + plot.height + 52 };

/** For white paper: the file stands by itself. */
export function curveSvg(points: readonly CurvePoint[], { title, x, y }: Titles): string {
  const [across, up] = [rangeOf(points.map((each) => each.x)), rangeOf(points.map((each) => each.y))];
  const placeX = (value: number) => plot.left + (plot.width * (value - across.from)) / (across.to - across.from);
  const placeY = (value: number) => plot.top + plot.height * (1 - (value - up.from) / (up.to - up.from));
  const bottom = plot.top + plot.height;
  const best = onTheCurve(points);
  const parts = [
    `<text x="${plot.left}" y="20" font-size="14" font-weight="600">${escaped(title)}</text>`,
    ...across.ticks.flatMap((tick) => [
      line(placeX(tick), plot.top, placeX(tick), bottom, '#e3e3e3'),
      `<text x="${at(placeX(tick))}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`,
    ]),
    ...up.ticks.flatMap((tick) => [
      line(plot.left, placeY(tick), plot.left + plot.width, placeY(tick), '#e3e3e3'),
      `<text x="${plot.left - 8}" y="${at(placeY(tick) + 4)}" text-anchor="end">${tick}</text>`,
    ]),
    `<text x="${plot.left + plot.width / 2}" y="${bottom + 38}" text-anchor="middle">${escaped(x)}</text>`,
    `<text transform="translate(16 ${plot.top + plot.height / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
    `<polyline points="${best.map((each) => `${at(placeX(each.x))},${at(placeY(each.y))}`).join(' ')}" fill="none" stroke="#b4551d" stroke-width="1.5"/>`,
    ...points.flatMap((point, index) => {
      const isBest = best.includes(point);
      const [left, top] = [placeX(point.x), placeY(point.y)];
      const figures = `${point.x.toFixed(2)} / ${point.y.toFixed(2)}`;
      return [
        `<circle cx="${at(left)}" cy="${at(top)}" r="4" fill="${isBest ? '#b4551d' : '#5b6b7b'}"><title>${escaped(point.label)}: ${figures}</title></circle>`,
        `<text x="${at(left + 6)}" y="${at(top - 5)}">${index + 1}</text>`,
        `<text x="${listLeft}" y="${plot.top + 10 + index * lineHeight}"${isBest ? ' font-weight="600"' : ''}>${index + 1} ${escaped(point.label)}</text>`,
      ];
    }),
  ];
  const height = Math.max(full.height, plot.top + 20 + points.length * lineHeight);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full.width} ${height}" width="${full.width}" height="${height}" font-family="sans-serif" font-size="12" fill="#222" role="img">
<title>${escaped(title)}: ${escaped(y)} against ${escaped(x)}</title>
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}

export const at = (value: number) => value.toFixed(1);
export const line = (x1: number, y1: number, x2: number, y2: number, colour: string) =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${colour}"/>`;

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Round ends and the lines between, about five of them. */
export function rangeOf(values: readonly number[]) {
  const [lowest, highest] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 100];
  const wanted = Math.max(highest - lowest, 0.5) / 5;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = ([1, 2, 5].find((each) => each * power >= wanted) ?? 10) * power;
  const first = Math.floor(lowest / step - 0.1);
  const last = Math.max(first + 1, Math.ceil(highest / step + 0.1));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(6)));
  return { from: first * step, to: last * step, ticks };
}
