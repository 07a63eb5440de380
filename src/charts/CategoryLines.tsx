/**
 * The lines of the score chart, drawn straight from the chart's scales. As chart items of their own, twenty categories
 * with their source scores would be worked through one by one at every epoch's end and hold the page up for 100 ms.
 */
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { CategoryColour } from '../categoryColours.ts';
import { markerPath } from './markerPath.ts';
import { emphasisesNew, keyOfLine, type ScoreLines } from './scoreLines.ts';

/** Which line the reader looks at: the one under the pointer, or else the one that was chosen in the table. */
export interface LineFocus {
  readonly focus: string | null;
  readonly onFocus: (category: string | null) => void;
  readonly onChoose: (category: string) => void;
}

interface CategoryLinesProps extends LineFocus {
  readonly data: ScoreLines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly scale: number;
  readonly over: boolean;
}

/** Emphasised categories carry a marker at every epoch of a run this short; all of them one at the kept epoch. */
const mostMarkers = 30;
/** Pixels around a line in which the pointer is on it. */
const reach = 11;

/** No category’s. */
export const corpusColour = 'var(--mantine-color-dimmed)';

export function pathThrough(points: readonly (readonly [number, number])[]): string {
  return points.map(([left, top], index) => `${index === 0 ? 'M' : 'L'}${left.toFixed(1)},${top.toFixed(1)}`).join('');
}

/** What is measured elsewhere is told apart without its colour. */
export function elsewhereDashes(scale: number) {
  return { strokeDasharray: `${7 * scale} ${3.5 * scale}` };
}

export function CategoryLines({ data, colourOf, focus, onFocus, onChoose, scale, over }: CategoryLinesProps) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;

  const { epochs, lines, corpora, keptEpoch } = data;
  const across = epochs.map((epoch) => x(epoch) ?? 0);
  const keptIndex = keptEpoch === null ? -1 : epochs.indexOf(keptEpoch);
  /** What of a line lasts, and what came after the kept epoch. */
  const atKept = (points: readonly (readonly [number, number])[]) =>
    over && keptIndex >= 0
      ? ([points.slice(0, keptIndex + 1), points.slice(keptIndex)] as const)
      : ([points, []] as const);
  const crowded = lines.length > 10;
  const emphasis = emphasisesNew(data);
  const faded = (category: string) => focus !== null && focus !== category;
  const dashedOpacity = crowded && focus === null ? 0.4 : 0.8;
  const right = plot.x + plot.width;

  return (
    <g fill="none" strokeLinejoin="round">
      {lines.map((line) => {
        const { category, source } = line;
        // With both measures there would be two for each category, among as many lines.
        if (source === null || (data.measures === 'both' && focus !== category)) return null;
        return (
          <path
            key={keyOfLine(line)}
            d={`M${plot.x},${y(source)}H${right}`}
            stroke={colourOf(category).css}
            strokeDasharray={`${2 * scale} ${5 * scale}`}
            strokeWidth={(focus === category ? 2.25 : 1.25) * scale}
            strokeOpacity={faded(category) ? 0.1 : dashedOpacity}
          />
        );
      })}
      {corpora.map(({ corpus, values }, place) => {
        const points = values.map((value, index) => [across[index] ?? 0, y(value) ?? 0] as const);
        const [lasting, gone] = atKept(points);
        return (
          <g
            // biome-ignore lint/suspicious/noArrayIndexKey: two corpora may have one name, and none moves.
            key={place}
            stroke={corpusColour}
            strokeWidth={1.4 * scale}
            opacity={focus === null ? 1 : 0.14}
          >
            <title>{corpus}</title>
            <path d={pathThrough(lasting)} strokeOpacity={0.75} />
            {gone.length > 1 && <path d={pathThrough(gone)} strokeOpacity={0.3} />}
          </g>
        );
      })}
      {lines.map((each) => {
        const { category, on, isNew, values } = each;
        const { css, marker } = colourOf(category);
        const points = values.map((value, index) => [across[index] ?? 0, y(value) ?? 0] as const);
        const strong = isNew && emphasis;
        const ahead = focus === category;
        const keptPoint = points[keptIndex] ?? points.at(-1);
        const [lasting, gone] = atKept(points);
        const dashes = on === 'yardstick' ? elsewhereDashes(scale) : {};
        const filling =
          on === 'yardstick'
            ? { fill: 'var(--mantine-color-body)', stroke: css, strokeWidth: 1.4 * scale }
            : { fill: css };
        const marked = (strong || ahead) && points.length <= mostMarkers ? lasting : keptPoint ? [keptPoint] : [];
        const width = ahead ? 3.2 : strong ? 3 : isNew ? 1.9 : 1.4;
        const opacity = strong || ahead ? 1 : isNew ? 0.8 : crowded ? 0.5 : 0.65;
        const size = (strong || ahead ? 4.2 : 3.2) * scale;
        const line = pathThrough(points);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the chart is an image, with the table beside it.
          <g
            key={keyOfLine(each)}
            onPointerEnter={() => onFocus(category)}
            onPointerLeave={() => onFocus(null)}
            onClick={() => onChoose(category)}
            opacity={faded(category) ? 0.14 : 1}
          >
            <path d={line} stroke="transparent" strokeWidth={reach} pointerEvents="stroke" data-screen-only />
            <path
              d={pathThrough(lasting)}
              stroke={css}
              strokeWidth={width * scale}
              strokeOpacity={opacity}
              {...dashes}
            />
            {gone.length > 1 && (
              <path
                d={pathThrough(gone)}
                stroke={css}
                strokeWidth={width * scale}
                strokeOpacity={opacity * 0.4}
                {...dashes}
              />
            )}
            <path d={marked.map(([left, top]) => markerPath(marker, left, top, size)).join('')} {...filling} />
          </g>
        );
      })}
    </g>
  );
}
