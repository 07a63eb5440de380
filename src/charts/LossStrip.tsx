/**
 * The training loss, as small as its part in the story: whether it falls, levels off or runs away. It shares the score
 * chart's horizontal axis and stands right below it. It is drawn by hand, since it is drawn anew while steps come in.
 */
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import classes from './chart.module.css';
import { type EpochAxis, epochGeometry } from './epochGeometry.ts';
import { lossFigure } from './figures.ts';
import { epochTicks, type ScoreLines } from './scoreLines.ts';
import { type LossPoint, thinLosses } from './thin.ts';

interface LossStripProps extends EpochAxis {
  readonly losses: readonly LossPoint[];
  /** The chart above, which gives the axis. */
  readonly data: ScoreLines;
  /** The mean of an epoch, which is what the label says: single steps go up and down. */
  readonly mean: EpochLoss | null;
  /** By itself, in a file: with an axis of its own. */
  readonly alone?: boolean;
  readonly height: number;
}

export interface EpochLoss {
  readonly epoch: number;
  readonly loss: number;
}

const mostPoints = 240;

function describeLosses(losses: readonly LossPoint[], mean: EpochLoss | null): string {
  const first = losses[0];
  const last = losses.at(-1);
  if (!first || !last) return 'Training loss: nothing yet.';
  const now = mean ? `, mean of epoch ${mean.epoch}: ${lossFigure(mean.loss)}` : '';
  return `Training loss: from ${lossFigure(first.loss)} at first${now}, in ${last.epoch.toFixed(1)} epochs.`;
}

function LossStripDrawing({ losses, data, mean, planned, current, height, scale = 1, alone = false }: LossStripProps) {
  const { ref, width: across } = useElementSize();
  const points = useMemo(() => thinLosses(losses, mostPoints), [losses]);
  const { axis, gutter, leader, fontSize, lastEpoch } = epochGeometry(data, across, { planned, current, scale });
  const small = Math.round(fontSize * 0.85);
  const highest = Math.max(0, ...points.map(({ loss }) => loss).filter(Number.isFinite));
  const [top, bottom] = [small * (alone ? 2 : 0.7), height - small * (alone ? 2 : 0.5)];
  const x = (epoch: number) => axis + (epoch / lastEpoch) * (across - axis - gutter);
  const y = (loss: number) => (highest > 0 ? bottom - (loss / highest) * (bottom - top) : bottom);
  const drawn = points.filter(({ epoch, loss }) => Number.isFinite(loss) && epoch <= lastEpoch);
  const line = drawn.map(({ epoch, loss }) => `${x(epoch).toFixed(1)},${y(loss).toFixed(1)}`).join('L');
  const first = drawn[0];
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
      aria-label={describeLosses(points, mean)}
      style={{ height }}
      data-chart="loss"
    >
      {across > 0 && first && (
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
          {alone && (
            <g fontSize={small} className={classes.tick}>
              <text y={small * 0.9}>loss a sentence</text>
              {epochTicks(0, lastEpoch, 11).map((epoch) => (
                <text key={epoch} x={x(epoch)} y={bottom + small * 1.4} textAnchor="middle">
                  {epoch}
                </text>
              ))}
              <text x={across - gutter + leader + 4} y={bottom + small * 1.4}>
                epoch
              </text>
            </g>
          )}
          <g fontSize={small} transform={`translate(${across - gutter + leader + 4},${height / 2})`}>
            <text dy={mean ? '-0.3em' : '0.35em'} className={classes.quietLabel}>
              {mean ? `loss ${lossFigure(mean.loss)}` : 'loss'}
            </text>
            {mean && (
              <text dy="1em" className={classes.tick}>
                {`mean of epoch ${mean.epoch}`}
              </text>
            )}
          </g>
        </svg>
      )}
    </div>
  );
}

export const LossStrip = memo(LossStripDrawing);
