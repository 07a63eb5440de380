/**
 * F1 by category over the epochs: what people come to see. New categories stand out, known ones stay quiet, and a known
 * category's dashed line is the source model's score, so that a loss of what was known shows as a line below its dashes.
 */
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo, useState } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import classes from './chart.module.css';
import { EndLabels, letterWidth } from './EndLabels.tsx';
import { EpochTooltip } from './EpochTooltip.tsx';
import { chartRows, describeF1Chart, epochTicks, type F1Lines } from './f1Lines.ts';

export interface F1ChartProps {
  readonly data: F1Lines;
  readonly colourOf: (category: string) => string;
  readonly bestEpoch: number | null;
  /** At most so many epochs will come, which keeps the first few from filling the whole width. */
  readonly planned?: number;
  readonly height: number;
  /** Fixed for exports; else the chart fills what it stands in. */
  readonly width?: number;
  /** 1 on a desk; more for a talk. */
  readonly scale?: number;
}

/** Epochs that the axis has room for from the start, so that it does not rescale while the first ones come in. */
const firstEpochs = 6;

function F1ChartDrawing({ data, colourOf, bestEpoch, planned, height, width, scale = 1 }: F1ChartProps) {
  const { ref, width: measured } = useElementSize();
  const [focus, setFocus] = useState<string | null>(null);
  const rows = useMemo(() => chartRows(data), [data]);
  const description = useMemo(() => describeF1Chart(data, bestEpoch), [data, bestEpoch]);

  const across = width ?? measured;
  const narrow = across < 560;
  const fontSize = Math.round((narrow ? 11 : 13) * scale);
  const longest = Math.max(4, ...data.lines.map(({ category }) => category.length));
  const wish = longest * fontSize * letterWidth + (narrow ? 30 : 34 + fontSize * 2.9);
  const gutter = Math.min(wish, across * (narrow ? 0.3 : 0.34));

  const first = data.epochs[0] ?? 1;
  const last = data.epochs.at(-1) ?? first;
  const end = Math.max(last, first + Math.min(planned ?? firstEpochs, firstEpochs) - 1);
  const quiet = (category: string) => focus !== null && focus !== category;

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
          margin={{ top: fontSize * 1.8, right: gutter, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" strokeOpacity={0.7} />
          <XAxis
            dataKey="e"
            type="number"
            domain={[first, end]}
            allowDataOverflow
            ticks={epochTicks(first, end, narrow ? 6 : 10)}
            interval={0}
            tickLine={false}
            axisLine={{ stroke: 'var(--mantine-color-default-border)' }}
            tick={{ fontSize, className: classes.tick }}
            height={fontSize * 2.2}
            padding={{ left: 12, right: 4 }}
          />
          <YAxis
            domain={[0, 100]}
            ticks={[0, 20, 40, 60, 80, 100]}
            tickLine={false}
            axisLine={false}
            tick={{ fontSize, className: classes.tick }}
            width={fontSize * 2.8}
          />
          {bestEpoch !== null && bestEpoch >= first && (
            <ReferenceLine
              x={bestEpoch}
              stroke="var(--mantine-color-text)"
              strokeOpacity={0.55}
              strokeWidth={1}
              label={{
                value: `best: epoch ${bestEpoch}`,
                position: 'top',
                fontSize,
                className: classes.best,
                textAnchor: bestEpoch - first < (end - first) * 0.12 ? 'start' : 'middle',
              }}
            />
          )}
          {data.lines.map(
            ({ category, source }) =>
              source !== null && (
                <ReferenceLine
                  key={`source ${category}`}
                  y={source}
                  stroke={colourOf(category)}
                  strokeDasharray="2 5"
                  strokeWidth={focus === category ? 2 : 1.25}
                  strokeOpacity={quiet(category) ? 0.15 : 0.75}
                />
              ),
          )}
          {data.lines.map(({ category, isNew }, position) => (
            <Line
              key={category}
              dataKey={`v${position}`}
              name={category}
              type="linear"
              stroke={colourOf(category)}
              strokeWidth={(isNew ? 3 : 1.5) * (focus === category ? 1.5 : 1)}
              strokeOpacity={quiet(category) ? 0.12 : isNew ? 1 : 0.75}
              strokeLinejoin="round"
              dot={rows.length === 1 || isNew ? { r: isNew ? 3 : 2.5, strokeWidth: 0, fill: colourOf(category) } : false}
              activeDot={{ r: 4 }}
              isAnimationActive={false}
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--mantine-color-dimmed)', strokeDasharray: '2 2' }}
            content={({ active, label }) =>
              active ? <EpochTooltip data={data} colourOf={colourOf} epoch={Number(label)} /> : null
            }
          />
          {rows.length > 0 && (
            <EndLabels
              labels={data.lines.map(({ category, isNew, values }) => ({
                category,
                colour: colourOf(category),
                strong: isNew,
                value: values.at(-1) ?? 0,
              }))}
              epoch={last}
              gutter={gutter}
              fontSize={fontSize}
              withValues={!narrow}
              focus={focus}
              onFocus={setFocus}
            />
          )}
        </LineChart>
      )}
    </div>
  );
}

/** Drawn again when an epoch ends, not with every step. */
export const F1Chart = memo(F1ChartDrawing);
