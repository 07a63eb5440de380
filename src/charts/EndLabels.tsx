/**
 * The names at the right end of the F1 chart's lines, which stand in for a legend. Each has a thin leader from its
 * line's last point, since labels are nudged apart where lines end close together.
 */
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import classes from './chart.module.css';
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
  /** Pixels to the right of the plot that the labels may fill. */
  readonly gutter: number;
  readonly fontSize: number;
  readonly withValues: boolean;
  readonly focus: string | null;
  readonly onFocus: (category: string | null) => void;
}

/** Pixels from the plot's right edge to the labels, bridged by the leaders. */
const leader = 18;
/** Width of a letter of the page's font, in font sizes, on average. */
export const letterWidth = 0.56;

export function EndLabels({ labels, epoch, gutter, fontSize, withValues, focus, onFocus }: EndLabelsProps) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;

  const gap = fontSize * 1.22;
  const most = Math.max(1, Math.floor(plot.height / (fontSize * 1.05)) + 1);
  const shown = [...labels].sort((a, b) => Number(b.strong) - Number(a.strong)).slice(0, most);
  const ends = shown.map(({ value }) => y(value) ?? plot.y);
  const places = placeLabels(ends, { top: plot.y, bottom: plot.y + plot.height, gap });

  const edge = plot.x + plot.width;
  const left = edge + leader + 4;
  const right = edge + gutter;
  const valueWidth = withValues ? fontSize * 2.9 : 0;
  const letters = Math.floor((right - left - valueWidth) / (fontSize * letterWidth));
  const end = x(epoch) ?? edge;

  return (
    <g>
      {shown.map(({ category, colour, strong, value }, index) => {
        const from = ends[index] ?? 0;
        const to = places[index] ?? 0;
        const quiet = focus !== null && focus !== category;
        return (
          <g
            key={category}
            opacity={quiet ? 0.25 : 1}
            onMouseEnter={() => onFocus(category)}
            onMouseLeave={() => onFocus(null)}
          >
            <title>{`${category} ${percent(value)}`}</title>
            <path
              d={`M${end},${from} L${edge + 2},${from} L${edge + leader - 4},${to} L${edge + leader},${to}`}
              fill="none"
              stroke={colour}
              strokeWidth={strong ? 1.5 : 1}
              strokeOpacity={strong ? 0.9 : 0.6}
            />
            <rect x={edge} y={to - gap / 2} width={gutter} height={gap} fill="transparent" />
            <text
              x={left}
              y={to}
              dy="0.35em"
              fontSize={fontSize}
              className={strong ? classes.strongLabel : classes.quietLabel}
            >
              {shortName(category, letters)}
            </text>
            {withValues && (
              <text
                x={right}
                y={to}
                dy="0.35em"
                fontSize={fontSize}
                textAnchor="end"
                className={strong ? classes.strongLabel : classes.quietLabel}
              >
                {percent(value)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
