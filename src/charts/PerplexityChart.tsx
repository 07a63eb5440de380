/** Perplexity while an encoder is pretrained: a line on what it learns from, marks on what it does not. Drawn by hand, as the loss is. */
import { useElementSize } from '@mantine/hooks';
import type { PerplexityRecord } from '../../workers/protocol/pretraining.ts';
import classes from './chart.module.css';
import { perplexityScale } from './perplexityScale.ts';
import { thinLosses } from './thin.ts';

interface PerplexityChartProps {
  readonly records: readonly PerplexityRecord[];
  /** On what is learned from. */
  readonly points: readonly { readonly epoch: number; readonly perplexity: number }[];
  readonly epochs: number;
  readonly height: number;
}

const mostPoints = 240;
/** More epochs are a line without marks. */
const mostMarks = 60;
const fontSize = 13;

const figure = (perplexity: number) => perplexity.toFixed(perplexity < 100 ? 1 : 0);

function described(records: readonly PerplexityRecord[]): string {
  const [first, ...others] = records;
  if (!first) return 'Perplexity: nothing yet.';
  const last = others.at(-1);
  return `Perplexity on text that is not learned from: ${figure(first.perplexity)} before${last ? `, ${figure(last.perplexity)} after epoch ${last.epoch}` : ''}.`;
}

export function PerplexityChart({ records, points, epochs, height }: PerplexityChartProps) {
  const { ref, width: across } = useElementSize();
  const measured = thinLosses(
    records.map(({ epoch, perplexity }) => ({ epoch, loss: perplexity })),
    mostPoints,
  );
  const drawn = thinLosses(
    points.map(({ epoch, perplexity }) => ({ epoch, loss: perplexity })),
    mostPoints,
  ).filter(({ loss }) => Number.isFinite(loss));
  const scale = perplexityScale([...records.map(({ perplexity }) => perplexity), ...drawn.map(({ loss }) => loss)]);
  const [left, right] = [fontSize * 3.2, across - fontSize * 11];
  const [top, bottom] = [fontSize * 2.2, height - fontSize * 2];
  const x = (epoch: number) => left + (epoch / Math.max(1, epochs)) * (right - left);
  const y = (perplexity: number) => bottom - scale.place(perplexity) * (bottom - top);
  const path = (at: readonly (readonly [number, number])[]) =>
    `M${at.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join('L')}`;
  const last = records.at(-1);
  const ink = 'light-dark(#0b5cad, #74b9ff)';
  return (
    <div ref={ref} className={classes.chart} role="img" aria-label={described(records)} style={{ height }}>
      {across > 0 && (
        <svg width={across} height={height} aria-hidden="true" fontSize={fontSize}>
          <g className={classes.grid}>
            {scale.ticks.map((tick) => (
              <path key={tick} d={`M${left},${y(tick)}H${right}`} strokeOpacity={0.7} />
            ))}
          </g>
          <g className={classes.tick}>
            {scale.ticks.map((tick) => (
              <text key={tick} x={left - fontSize * 0.6} y={y(tick)} dy="0.35em" textAnchor="end">
                {tick}
              </text>
            ))}
            <text x={0} y={fontSize} fontSize={fontSize * 0.85}>
              perplexity
            </text>
            <text x={left} y={bottom + fontSize * 1.5} textAnchor="middle">
              0
            </text>
            <text x={right} y={bottom + fontSize * 1.5} textAnchor="middle">
              {epochs}
            </text>
            <text x={right + fontSize} y={bottom + fontSize * 1.5} fontSize={fontSize * 0.85}>
              {epochs === 1 ? 'epoch' : 'epochs'}
            </text>
          </g>
          {drawn.length > 1 && (
            <path
              d={path(drawn.map(({ epoch, loss }) => [epoch, loss]))}
              fill="none"
              stroke="var(--mantine-color-dimmed)"
              strokeWidth={1.25}
            />
          )}
          {measured.length > 1 && (
            <path
              d={path(measured.map(({ epoch, loss }) => [epoch, loss]))}
              fill="none"
              stroke={ink}
              strokeWidth={2.2}
            />
          )}
          {(records.length > mostMarks ? records.slice(-1) : records).map(({ epoch, perplexity }) => (
            <circle key={epoch} cx={x(epoch)} cy={y(perplexity)} r={4} fill={ink}>
              <title>{`${epoch === 0 ? 'before' : `epoch ${epoch}`}: ${figure(perplexity)}`}</title>
            </circle>
          ))}
          {last && (
            <text x={x(last.epoch) + fontSize} y={y(last.perplexity)} dy="0.35em" className={classes.newLabel}>
              {`${figure(last.perplexity)} held out`}
            </text>
          )}
        </svg>
      )}
    </div>
  );
}
