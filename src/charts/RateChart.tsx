/**
 * F1 against the labelling rate: a line a way of sharing, and one without transfer, named at their ends. The axis is
 * logarithmic; a rate of 0 stands apart at its left.
 */
import { useElementSize } from '@mantine/hooks';
import classes from './chart.module.css';
import { letterWidth, widthInLetters } from './epochGeometry.ts';
import { percent } from './figures.ts';
import { placeLabels, shortName } from './labelPlaces.ts';
import { markerPath } from './markerPath.ts';
import { describeRates, type RateLine, rateAxis } from './rateLines.ts';
import { axisAround } from './scoreAxis.ts';

interface Look {
  readonly colour: string;
  readonly marker: Parameters<typeof markerPath>[0];
}

/** No category’s: nothing here is of one. */
const looks: Readonly<Record<RateLine['way'], Look>> = {
  all: { colour: 'light-dark(#0b5cad, #74b9ff)', marker: 'circle' },
  encoder: { colour: 'light-dark(#ad4400, #ffa366)', marker: 'square' },
  characters: { colour: 'light-dark(#006e53, #45d3a9)', marker: 'triangle' },
  none: { colour: 'var(--mantine-color-dimmed)', marker: 'diamond' },
};

/** Points of F1 that are shown at least: a narrower range would make small differences look large. */
const narrowest = 10;
/** Pixels from the plot to the names of the lines. */
const labelGap = 18;

interface RateChartProps {
  readonly lines: readonly RateLine[];
  /** What the values are: `F1`. */
  readonly figure: string;
  readonly height: number;
}

export function RateChart(props: RateChartProps) {
  const { ref, width: across } = useElementSize();
  return (
    <div
      ref={ref}
      className={classes.chart}
      role="img"
      aria-label={describeRates(props.lines, props.figure)}
      style={{ height: props.height }}
    >
      {across > 0 && <Drawing {...props} across={across} />}
    </div>
  );
}

function Drawing({ lines, figure, height, across }: RateChartProps & { readonly across: number }) {
  const narrow = across < 460;
  const fontSize = narrow ? 12 : 13;
  const longest = Math.max(...lines.map(({ name }) => widthInLetters(name)));
  const gutter = Math.round(
    Math.min(labelGap + fontSize * 3.8 + longest * fontSize * letterWidth, across * (narrow ? 0.42 : 0.38)),
  );
  const [left, right] = [fontSize * 2.7, across - gutter];
  const [top, bottom] = [fontSize * 2.1, height - fontSize * 3.4];
  const rates = rateAxis(lines);
  const scores = axisAround(
    lines.flatMap(({ points }) => points.map(({ f1 }) => f1)),
    narrowest,
  );
  const x = (rate: number) => left + rates.place(rate) * (right - left);
  const y = (f1: number) => bottom - ((f1 - scores.from) / (scores.to - scores.from)) * (bottom - top);
  const gap = rates.gap === null ? null : left + rates.gap * (right - left);
  const small = fontSize * 0.85;
  const ends = lines.map(({ points }) => y(points.at(-1)?.f1 ?? 0));
  const labels = placeLabels(ends, { top, bottom, gap: fontSize * 1.25 });
  const labelAt = right + labelGap;
  const letters = (across - labelAt - fontSize * 3.2) / (fontSize * letterWidth);

  return (
    <svg width={across} height={height} viewBox={`0 0 ${across} ${height}`} aria-hidden="true">
      <g className={classes.grid}>
        {scores.ticks.map((tick) => (
          <path key={tick} d={`M${left},${y(tick)}H${right}`} strokeOpacity={tick === scores.from ? 1 : 0.7} />
        ))}
        {rates.ticks.map((rate) => (
          <path key={rate} d={`M${x(rate)},${bottom}v${fontSize * 0.35}`} />
        ))}
      </g>
      {gap !== null && (
        <path className={classes.kept} d={[-2.5, 2.5].map((by) => `M${gap + by - 2},${bottom + 5}l4,-10`).join('')} />
      )}
      <g className={classes.tick}>
        {scores.ticks.map((tick) => (
          <text key={tick} x={left - fontSize * 0.6} y={y(tick)} dy="0.35em" textAnchor="end" fontSize={fontSize}>
            {tick}
          </text>
        ))}
        {rates.ticks.map((rate) => (
          <text key={rate} x={x(rate)} y={bottom + fontSize * 1.5} textAnchor="middle" fontSize={fontSize}>
            {rate}
          </text>
        ))}
        <text x={0} y={top - fontSize * 1.1} fontSize={small}>
          {`${figure}, %`}
        </text>
        <text x={(left + right) / 2} y={height - fontSize * 0.4} textAnchor="middle" fontSize={small}>
          labelling rate
        </text>
      </g>
      {lines.map(({ way, name, points }, place) => {
        const { colour, marker } = looks[way];
        const at = points.map(({ rate, f1 }) => [x(rate), y(f1)] as const);
        const [endX, endY] = at.at(-1) ?? [right, bottom];
        const labelY = labels[place] ?? endY;
        const last = points.at(-1);
        return (
          <g key={name}>
            <path
              d={at.map(([a, b], index) => `${index === 0 ? 'M' : 'L'}${a.toFixed(1)},${b.toFixed(1)}`).join('')}
              fill="none"
              stroke={colour}
              strokeWidth={way === 'none' ? 1.6 : 2.2}
              strokeLinejoin="round"
            />
            {points.map(({ rate, f1, runs }) => (
              <path key={rate} d={markerPath(marker, x(rate), y(f1), 4.4)} fill={colour}>
                <title>{`${name}, rate ${rate}: ${percent(f1)}${runs > 1 ? `, mean of ${runs} runs` : ''}`}</title>
              </path>
            ))}
            <path
              d={`M${endX + 7},${endY}L${labelAt - 6},${labelY}`}
              fill="none"
              stroke={colour}
              strokeOpacity={0.7}
              strokeDasharray="1 4"
            />
            <g fontSize={fontSize} className={way === 'none' ? classes.quietLabel : classes.newLabel}>
              <title>{name}</title>
              <text x={labelAt} y={labelY} dy="0.35em">
                {shortName(name, letters)}
              </text>
              <text x={across - 2} y={labelY} dy="0.35em" textAnchor="end">
                {percent(last?.f1)}
              </text>
            </g>
          </g>
        );
      })}
    </svg>
  );
}
