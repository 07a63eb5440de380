/**
 * The names at the right end of the F1 chart's lines, which stand in for a legend. Each has a thin leader from its
 * line's last point, since labels are nudged apart where lines end close together.
 */
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import classes from './chart.module.css';
import { type EpochGeometry, letterWidth, widthInLetters } from './epochGeometry.ts';
import { percent } from './figures.ts';
import { placeLabels, shortName } from './labelPlaces.ts';

export interface EndLabel {
  readonly category: string;
  readonly colour: string;
  readonly strong: boolean;
  readonly value: number;
}

interface EndLabelsProps {
  readonly labels: readonly EndLabel[];
  /** The epoch at which the lines end. */
  readonly epoch: number;
  readonly geometry: EpochGeometry;
  readonly focus: string | null;
  readonly onFocus: (category: string | null) => void;
}

export function EndLabels({ labels, epoch, geometry, focus, onFocus }: EndLabelsProps) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;

  const { fontSize, gutter, leader, withValues } = geometry;
  const gap = fontSize * 1.25;
  // Where even touching labels do not fit, new categories keep theirs; the table and the tooltip name them all.
  const most = Math.max(1, Math.floor(plot.height / (fontSize * 1.05)) + 1);
  const shown = [...labels].sort((a, b) => Number(b.strong) - Number(a.strong)).slice(0, most);
  const ends = shown.map(({ value }) => y(value) ?? plot.y);
  const places = placeLabels(ends, { top: plot.y, bottom: plot.y + plot.height, gap });

  const edge = plot.x + plot.width;
  const left = edge + leader + 4;
  const right = edge + gutter - 2;
  const letters = Math.floor((right - left - (withValues ? fontSize * 2.7 : 0)) / (fontSize * letterWidth));
  const end = x(epoch) ?? edge;

  return (
    <g>
      {shown.map(({ category, colour, strong, value }, index) => {
        const from = ends[index] ?? 0;
        const to = places[index] ?? 0;
        const text = { y: to, dy: '0.35em', fontSize, className: strong ? classes.strongLabel : classes.quietLabel };
        return (
          <g
            key={category}
            opacity={focus !== null && focus !== category ? 0.25 : 1}
            onPointerEnter={() => onFocus(category)}
            onPointerLeave={() => onFocus(null)}
          >
            <title>{`${category} ${percent(value)}`}</title>
            {edge - end > 12 && (
              <path d={`M${end + 6},${from} H${edge}`} stroke={colour} strokeOpacity={0.25} strokeWidth={1} />
            )}
            <path
              d={`M${Math.max(end, edge)},${from} L${edge + leader - 4},${to} H${edge + leader}`}
              fill="none"
              stroke={colour}
              strokeWidth={strong ? 1.75 : 1}
              strokeOpacity={strong ? 1 : 0.7}
            />
            <rect x={edge} y={to - gap / 2} width={gutter} height={gap} fill="transparent" />
            <text x={left} {...text}>
              {shortName(category, Math.floor((letters * category.length) / widthInLetters(category)))}
            </text>
            {withValues && (
              <text x={right} textAnchor="end" {...text}>
                {percent(value)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
