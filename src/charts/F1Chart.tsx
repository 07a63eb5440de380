/**
 * F1 by category over the epochs: what people come to see. New categories stand out, known ones stay quiet, and a known
 * category's dashed line is the source model's score, so that a loss of what was known shows as a line below its dashes.
 */
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo, useState } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { CategoryColour } from '../categoryColours.ts';
import { CategoryLines } from './CategoryLines.tsx';
import classes from './chart.module.css';
import { EndLabels } from './EndLabels.tsx';
import { EpochTooltip } from './EpochTooltip.tsx';
import { type EpochAxis, epochGeometry } from './epochGeometry.ts';
import { describeF1Chart, epochTicks, type F1Lines } from './f1Lines.ts';

interface F1ChartProps extends EpochAxis {
  readonly data: F1Lines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly bestEpoch: number | null;
  readonly height: number;
  /** Fixed for exports; else the chart fills what it stands in. */
  readonly width?: number;
}

/** Draws nothing; a line that is told to draw no dots still draws one where it has a single point. */
function noDot({ key }: { readonly key?: React.Key | null }) {
  return <g key={key} />;
}

function F1ChartDrawing({ data, colourOf, bestEpoch, planned, current, height, width, scale = 1 }: F1ChartProps) {
  const { ref, width: measured } = useElementSize();
  const [focus, setFocus] = useState<string | null>(null);
  // A pointer that only rests where the chart came up asks for nothing, and must not hide the lines of a run behind
  // the tooltip: it has to move, and again after each epoch.
  const [pointedAt, setPointedAt] = useState<F1Lines | null>(null);
  const pointed = pointedAt === data;
  // What the axes and the tooltip stand on; the lines are drawn by themselves.
  const rows = useMemo(() => (data.epochs.length > 0 ? data.epochs : [0]).map((e) => ({ e, ground: 0 })), [data]);
  const description = useMemo(() => describeF1Chart(data, bestEpoch), [data, bestEpoch]);

  const across = width ?? measured;
  const geometry = epochGeometry(data, across, { planned, current, scale });
  const { fontSize, lastEpoch } = geometry;
  const tick = { fontSize, className: classes.tick };
  const colouredLabels = data.lines.flatMap(({ category, isNew, values, source }) => {
    const value = values.at(-1) ?? source;
    return value === null ? [] : [{ category, colour: colourOf(category).css, strong: isNew, value }];
  });

  return (
    <div
      ref={ref}
      className={classes.chart}
      role="img"
      aria-label={description}
      style={{ height, width }}
      data-chart="f1"
      onPointerMove={(event) => {
        if (!pointed && (event.movementX !== 0 || event.movementY !== 0)) setPointedAt(data);
      }}
      onPointerDown={() => setPointedAt(data)}
      onPointerLeave={() => setPointedAt(null)}
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
          <Line dataKey="ground" stroke="none" dot={noDot} activeDot={false} isAnimationActive={false} />
          <CategoryLines data={data} colourOf={colourOf} focus={focus} onFocus={setFocus} scale={scale} />
          <Tooltip
            isAnimationActive={false}
            cursor={pointed && { stroke: 'var(--mantine-color-dimmed)', strokeDasharray: '2 2' }}
            content={({ active, label }) =>
              active && pointed ? <EpochTooltip data={data} colourOf={colourOf} epoch={Number(label)} /> : null
            }
          />
          <EndLabels
            labels={colouredLabels}
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
