/**
 * The training loss, as small as its part in the story: whether it falls, levels off or runs away. It shares the F1
 * chart's horizontal axis and stands right below it.
 */
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import { Area, AreaChart, XAxis, YAxis } from 'recharts';
import classes from './chart.module.css';
import { epochGeometry } from './epochGeometry.ts';
import type { F1Lines } from './f1Lines.ts';
import { lossFigure } from './figures.ts';
import { type LossPoint, thinLosses } from './thin.ts';

interface LossStripProps {
  readonly losses: readonly LossPoint[];
  /** The chart above, which gives the axis. */
  readonly data: F1Lines;
  readonly planned?: number;
  readonly height: number;
  readonly width?: number;
  readonly scale?: number;
}

const mostPoints = 240;

function describeLosses(losses: readonly LossPoint[]): string {
  const first = losses[0];
  const last = losses.at(-1);
  if (!first || !last) return 'Training loss: nothing yet.';
  return `Training loss: from ${lossFigure(first.loss)} to ${lossFigure(last.loss)} in ${last.epoch.toFixed(1)} epochs.`;
}

function LossStripDrawing({ losses, data, planned, height, width, scale = 1 }: LossStripProps) {
  const { ref, width: measured } = useElementSize();
  const points = useMemo(() => thinLosses(losses, mostPoints), [losses]);
  const across = width ?? measured;
  const { axis, gutter, leader, fontSize, lastEpoch } = epochGeometry(data, across, planned, scale);
  const small = Math.round(fontSize * 0.85);
  const last = points.at(-1);

  return (
    <div
      ref={ref}
      className={classes.chart}
      role="img"
      aria-label={describeLosses(points)}
      style={{ height, width }}
      data-chart="loss"
    >
      {across > 0 && last && (
        <AreaChart
          width={across}
          height={height}
          data={[...points]}
          margin={{ top: small * 0.7, right: gutter, bottom: small * 0.5, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis dataKey="epoch" type="number" domain={[0, lastEpoch]} hide allowDataOverflow />
          <YAxis
            domain={[0, 'dataMax']}
            width={axis}
            tickLine={false}
            axisLine={false}
            interval={0}
            ticks={[0, Math.max(...points.map(({ loss }) => loss).filter(Number.isFinite), 0)]}
            tickFormatter={lossFigure}
            tick={{ fontSize: small, className: classes.tick }}
          />
          <Area
            dataKey="loss"
            type="linear"
            stroke="var(--mantine-color-dimmed)"
            strokeWidth={1.25 * scale}
            fill="var(--mantine-color-dimmed)"
            fillOpacity={0.12}
            isAnimationActive={false}
            activeDot={false}
          />
          <text
            x={across - gutter + leader + 4}
            y={height / 2}
            dy="0.35em"
            fontSize={small}
            className={classes.quietLabel}
          >
            {`loss ${lossFigure(last.loss)}`}
          </text>
        </AreaChart>
      )}
    </div>
  );
}

export const LossStrip = memo(LossStripDrawing);
