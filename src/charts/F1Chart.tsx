/**
 * F1 by category over the epochs: what people come to see. New categories stand out, known ones stay quiet, and a known
 * category's dashed line is the source model's score, so that a loss of what was known shows as a line below its dashes.
 */
import { useElementSize } from '@mantine/hooks';
import { memo, type ReactElement, useMemo, useState } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, Symbols, Tooltip, XAxis, YAxis } from 'recharts';
import type { CategoryColour } from '../categoryColours.ts';
import classes from './chart.module.css';
import { EndLabels } from './EndLabels.tsx';
import { EpochTooltip } from './EpochTooltip.tsx';
import { epochGeometry } from './epochGeometry.ts';
import { chartRows, describeF1Chart, epochTicks, type F1Lines } from './f1Lines.ts';

interface F1ChartProps {
  readonly data: F1Lines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly bestEpoch: number | null;
  /** At most so many epochs will come. */
  readonly planned?: number;
  readonly height: number;
  /** Fixed for exports; else the chart fills what it stands in. */
  readonly width?: number;
  /** 1 on a desk; more for a talk. */
  readonly scale?: number;
}

interface DotPlace {
  readonly key?: React.Key | null;
  readonly cx?: number;
  readonly cy?: number;
  readonly index: number;
}

/** New categories carry their marker at every epoch of a short run, known ones only where the line ends. */
function marksEpoch(isNew: boolean, index: number, epochs: number): boolean {
  return index === epochs - 1 || (isNew && epochs <= 30);
}

/** A line of one point draws it even where it is told to draw no dots, so it is told to draw an empty one. */
function noDot({ key }: DotPlace) {
  return <g key={key} />;
}

function F1ChartDrawing({ data, colourOf, bestEpoch, planned, height, width, scale = 1 }: F1ChartProps) {
  const { ref, width: measured } = useElementSize();
  const [focus, setFocus] = useState<string | null>(null);
  // Without a row there would be no axes; before the first epoch they carry the source model's scores.
  const rows = useMemo(() => (data.epochs.length > 0 ? chartRows(data) : [{ e: 0, none: 0 }]), [data]);
  const description = useMemo(() => describeF1Chart(data, bestEpoch), [data, bestEpoch]);

  const across = width ?? measured;
  const geometry = epochGeometry(data, across, planned, scale);
  const { fontSize, lastEpoch } = geometry;
  const crowded = data.lines.length > 10;
  const tick = { fontSize, className: classes.tick };
  const faded = (category: string) => focus !== null && focus !== category;

  const drawMarker = (category: string, isNew: boolean) => (dot: DotPlace) => {
    if (!marksEpoch(isNew, dot.index, data.epochs.length)) return noDot(dot);
    const { marker, css } = colourOf(category);
    return (
      <Symbols
        key={dot.key}
        type={marker}
        cx={dot.cx ?? 0}
        cy={dot.cy ?? 0}
        size={(isNew ? 52 : 26) * scale}
        fill={css}
        opacity={faded(category) ? 0.12 : 1}
      />
    ) as ReactElement<SVGElement>;
  };

  return (
    <div
      ref={ref}
      className={classes.chart}
      role="img"
      aria-label={description}
      style={{ height, width }}
      data-chart="f1"
    >
      {across > 0 && (
        <LineChart
          width={across}
          height={height}
          data={rows}
          margin={{ top: fontSize * 1.8, right: geometry.gutter, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" strokeOpacity={0.7} />
          <XAxis
            dataKey="e"
            type="number"
            domain={[0, lastEpoch]}
            ticks={epochTicks(0, lastEpoch, geometry.narrow ? 6 : 11)}
            interval={0}
            tickLine={false}
            axisLine={{ stroke: 'var(--mantine-color-default-border)' }}
            tick={tick}
            height={fontSize * 2.2}
          />
          <YAxis
            domain={[0, 100]}
            ticks={[0, 20, 40, 60, 80, 100]}
            interval={0}
            tickLine={false}
            axisLine={false}
            tick={tick}
            width={geometry.axis}
          />
          {data.lines.map(
            ({ category, source }) =>
              source !== null && (
                <ReferenceLine
                  key={`source ${category}`}
                  y={source}
                  stroke={colourOf(category).css}
                  strokeDasharray={`${2 * scale} ${5 * scale}`}
                  strokeWidth={(focus === category ? 2.25 : 1.25) * scale}
                  strokeOpacity={faded(category) ? 0.1 : crowded && focus === null ? 0.45 : 0.8}
                />
              ),
          )}
          {bestEpoch !== null && (
            <ReferenceLine
              x={bestEpoch}
              stroke="var(--mantine-color-text)"
              strokeOpacity={0.5}
              strokeWidth={1}
              label={{
                value: `best: epoch ${bestEpoch}`,
                position: 'top',
                fontSize,
                className: classes.best,
                textAnchor: bestEpoch < lastEpoch * 0.12 ? 'start' : bestEpoch > lastEpoch * 0.88 ? 'end' : 'middle',
              }}
            />
          )}
          {(data.epochs.length > 0 ? data.lines : []).map(({ category, isNew }, position) => (
            <Line
              key={category}
              dataKey={`v${position}`}
              name={category}
              type="linear"
              stroke={colourOf(category).css}
              strokeWidth={(isNew ? 3 : 1.4) * (focus === category ? 1.5 : 1) * scale}
              strokeOpacity={faded(category) ? 0.1 : isNew || focus === category ? 1 : crowded ? 0.5 : 0.65}
              strokeLinejoin="round"
              dot={drawMarker(category, isNew)}
              activeDot={false}
              isAnimationActive={false}
            />
          ))}
          {data.epochs.length === 0 && (
            <Line dataKey="none" stroke="none" dot={noDot} activeDot={false} isAnimationActive={false} />
          )}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--mantine-color-dimmed)', strokeDasharray: '2 2' }}
            content={({ active, label }) =>
              active ? <EpochTooltip data={data} colourOf={colourOf} epoch={Number(label)} /> : null
            }
          />
          <EndLabels
            labels={data.lines.flatMap(({ category, isNew, values, source }) => {
              const value = values.at(-1) ?? source;
              return value === null ? [] : [{ category, colour: colourOf(category).css, strong: isNew, value }];
            })}
            epoch={data.epochs.at(-1) ?? lastEpoch}
            geometry={geometry}
            focus={focus}
            onFocus={setFocus}
          />
        </LineChart>
      )}
    </div>
  );
}

/** Drawn again when an epoch ends, not with every step. */
export const F1Chart = memo(F1ChartDrawing);
