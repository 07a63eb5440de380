/**
 * The lines of the F1 chart, drawn straight from the chart's scales. As chart items of their own, twenty categories
 * with their source scores would be worked through one by one at every epoch's end and hold the page up for 100 ms.
 */
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { CategoryColour } from '../categoryColours.ts';
import type { F1Lines } from './f1Lines.ts';
import { markerPath } from './markerPath.ts';

interface CategoryLinesProps {
  readonly data: F1Lines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly focus: string | null;
  readonly onFocus: (category: string | null) => void;
  readonly scale: number;
}

/** New categories carry their marker at every epoch of a run this short, known ones only where the line ends. */
const mostMarkers = 30;

export function CategoryLines({ data, colourOf, focus, onFocus, scale }: CategoryLinesProps) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;

  const { epochs, lines } = data;
  const across = epochs.map((epoch) => x(epoch) ?? 0);
  const crowded = lines.length > 10;
  const faded = (category: string) => focus !== null && focus !== category;
  const dashedOpacity = crowded && focus === null ? 0.45 : 0.8;
  const quietOpacity = crowded ? 0.5 : 0.65;
  const right = plot.x + plot.width;

  return (
    <g fill="none" strokeLinejoin="round">
      {lines.map(
        ({ category, source }) =>
          source !== null && (
            <path
              key={category}
              d={`M${plot.x},${y(source)}H${right}`}
              stroke={colourOf(category).css}
              strokeDasharray={`${2 * scale} ${5 * scale}`}
              strokeWidth={(focus === category ? 2.25 : 1.25) * scale}
              strokeOpacity={faded(category) ? 0.1 : dashedOpacity}
            />
          ),
      )}
      {lines.map(({ category, isNew, values }) => {
        const { css, marker } = colourOf(category);
        const points = values.map((value, index) => [across[index] ?? 0, y(value) ?? 0] as const);
        const marked = isNew && points.length <= mostMarkers ? points : points.slice(-1);
        const ahead = focus === category;
        return (
          <g
            key={category}
            onPointerEnter={() => onFocus(category)}
            onPointerLeave={() => onFocus(null)}
            opacity={faded(category) ? 0.12 : 1}
          >
            <path
              d={points.map(([left, top], index) => `${index === 0 ? 'M' : 'L'}${left},${top}`).join('')}
              stroke={css}
              strokeWidth={(isNew ? 3 : 1.4) * (ahead ? 1.5 : 1) * scale}
              strokeOpacity={isNew || ahead ? 1 : quietOpacity}
            />
            <path
              d={marked.map(([left, top]) => markerPath(marker, left, top, (isNew ? 4.2 : 3) * scale)).join('')}
              fill={css}
            />
          </g>
        );
      })}
    </g>
  );
}
