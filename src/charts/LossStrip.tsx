/** The loss over the epochs, as small as its part in the story: whether it falls, levels off or runs away. */
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import { Area, AreaChart, XAxis, YAxis } from 'recharts';
import type { EpochRecord } from '../../workers/protocol/engine.ts';
import classes from './chart.module.css';
import { lossFigure } from './figures.ts';

interface LossStripProps {
  readonly epochs: readonly Pick<EpochRecord, 'epoch' | 'loss'>[];
  readonly height: number;
  readonly width?: number;
  readonly scale?: number;
}

function LossStripDrawing({ epochs, height, width, scale = 1 }: LossStripProps) {
  const { ref, width: measured } = useElementSize();
  const across = width ?? measured;
  const fontSize = Math.round(11 * scale);
  const first = epochs[0];
  const last = epochs.at(-1);
  const rows = useMemo(() => epochs.map(({ epoch, loss }) => ({ epoch, loss })), [epochs]);
  const description =
    first && last
      ? `Training loss: ${lossFigure(first.loss)} in epoch ${first.epoch}, ${lossFigure(last.loss)} in epoch ${last.epoch}.`
      : 'Training loss: no epoch has ended yet.';

  return (
    <div
      ref={ref}
      className={classes.chart}
      role="img"
      aria-label={description}
      style={{ height, width }}
      data-chart="loss"
    >
      {across > 0 && first && last && (
        <AreaChart
          width={across}
          height={height}
          data={rows}
          margin={{ top: 6, right: fontSize * 5, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis
            dataKey="epoch"
            type="number"
            domain={[first.epoch, Math.max(last.epoch, first.epoch + 1)]}
            hide
            padding={{ left: 12, right: 4 }}
          />
          <YAxis
            domain={[0, 'dataMax']}
            width={fontSize * 3.3}
            tickLine={false}
            axisLine={false}
            interval={0}
            tickCount={2}
            tickFormatter={lossFigure}
            tick={{ fontSize, className: classes.tick }}
          />
          <Area
            dataKey="loss"
            type="linear"
            stroke="var(--mantine-color-dimmed)"
            strokeWidth={1.5}
            fill="var(--mantine-color-dimmed)"
            fillOpacity={0.12}
            dot={rows.length === 1 ? { r: 2.5, strokeWidth: 0, fill: 'var(--mantine-color-dimmed)' } : false}
            isAnimationActive={false}
          />
          <text
            x={across - fontSize * 4.6}
            y={height - 8}
            fontSize={fontSize}
            className={classes.quietLabel}
          >{`${lossFigure(last.loss)}`}</text>
        </AreaChart>
      )}
    </div>
  );
}

export const LossStrip = memo(LossStripDrawing);
