/**
 * The training loss, as small as its part in the story: whether it falls, levels off or runs away. It shares the F1
 * chart's horizontal axis and stands right below it. It is drawn by hand, since it is drawn anew while steps come in.
 */
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import classes from './chart.module.css';
import { type EpochAxis, epochGeometry } from './epochGeometry.ts';
import type { F1Lines } from './f1Lines.ts';
import { lossFigure } from './figures.ts';
import { type LossPoint, thinLosses } from './thin.ts';

interface LossStripProps extends EpochAxis {
  readonly losses: readonly LossPoint[];
  /** The chart above, which gives the axis. */
  readonly data: F1Lines;
  readonly height: number;
  readonly width?: number;
}

const mostPoints = 240;

function describeLosses(losses: readonly LossPoint[]): string {
  const first = losses[0];
  const last = losses.at(-1);
  if (!first || !last) return 'Training loss: nothing yet.';
  return `Training loss: from ${lossFigure(first.loss)} to ${lossFigure(last.loss)} in ${last.epoch.toFixed(1)} epochs.`;
}

function LossStripDrawing({ losses, data, planned, current, height, width, scale = 1 }: LossStripProps) {
  const { ref, width: measured } = useElementSize();
  const points = useMemo(() => thinLosses(losses, mostPoints), [losses]);
  const across = width ?? measured;
  const { axis, gutter, leader, fontSize, lastEpoch } = epochGeometry(data, across, { planned, current, scale });
  const small = Math.round(fontSize * 0.85);
  const highest = Math.max(0, ...points.map(({ loss }) => loss).filter(Number.isFinite));
  const [top, bottom] = [small * 0.7, height - small * 0.5];
  const x = (epoch: number) => axis + (epoch / lastEpoch) * (across - axis - gutter);
  const y = (loss: number) => (highest > 0 ? bottom - (loss / highest) * (bottom - top) : bottom);
  const drawn = points.filter(({ epoch, loss }) => Number.isFinite(loss) && epoch <= lastEpoch);
  const line = drawn.map(({ epoch, loss }) => `${x(epoch).toFixed(1)},${y(loss).toFixed(1)}`).join('L');
  const [first, last] = [drawn[0], points.at(-1)];
  const tick = {
    x: axis - small * 0.7,
    dy: '0.35em',
    textAnchor: 'end',
    fontSize: small,
    className: classes.tick,
  } as const;

  return (
    <div
      ref={ref}
      className={classes.chart}
      role="img"
      aria-label={describeLosses(points)}
      style={{ height, width }}
      data-chart="loss"
    >
      {across > 0 && first && last && (
        <svg width={across} height={height} aria-hidden="true">
          <path
            d={`M${line}L${x(drawn.at(-1)?.epoch ?? 0).toFixed(1)},${bottom}L${x(first.epoch).toFixed(1)},${bottom}Z`}
            fill="var(--mantine-color-dimmed)"
            fillOpacity={0.12}
          />
          <path d={`M${line}`} fill="none" stroke="var(--mantine-color-dimmed)" strokeWidth={1.25 * scale} />
          <text y={top} {...tick}>
            {lossFigure(highest)}
          </text>
          <text y={bottom} {...tick}>
            0
          </text>
          <text
            x={across - gutter + leader + 4}
            y={height / 2}
            dy="0.35em"
            fontSize={small}
            className={classes.quietLabel}
          >
            {`loss ${lossFigure(last.loss)}`}
          </text>
        </svg>
      )}
    </div>
  );
}

export const LossStrip = memo(LossStripDrawing);
