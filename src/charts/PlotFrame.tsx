/**
 * What the lines of the score chart stand on: grid, ticks, the names of the axes, the kept epoch. Drawn straight from the
 * chart's scales, since the chart's own axes measure each word and lay the page out again for it, at every epoch's end.
 */
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import classes from './chart.module.css';
import type { EpochGeometry } from './epochGeometry.ts';
import type { ScoreAxis } from './scoreAxis.ts';
import { epochTicks, figureNames, type ScoreLines } from './scoreLines.ts';

interface PlotFrameProps {
  readonly data: ScoreLines;
  readonly axis: ScoreAxis;
  readonly geometry: EpochGeometry;
}

export function PlotFrame({ data: { figure, keptEpoch }, axis, geometry }: PlotFrameProps) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;

  const { fontSize, leader, lastEpoch, narrow } = geometry;
  const [right, bottom] = [plot.x + plot.width, plot.y + plot.height];
  const below = bottom + fontSize * 1.35;
  const nameSize = fontSize * 0.85;
  const share = keptEpoch === null ? 0 : keptEpoch / lastEpoch;
  return (
    <g fontSize={fontSize}>
      <g className={classes.grid}>
        {axis.ticks.map((tick) => (
          <path key={tick} d={`M${plot.x},${y(tick)}H${right}`} strokeOpacity={tick === axis.from ? 1 : 0.7} />
        ))}
      </g>
      <g className={classes.tick}>
        {axis.ticks.map((tick) => (
          <text key={tick} x={plot.x - fontSize * 0.6} y={y(tick)} dy="0.35em" textAnchor="end">
            {tick}
          </text>
        ))}
        {epochTicks(0, lastEpoch, narrow ? 6 : 11).map((epoch) => (
          <text key={epoch} x={x(epoch)} y={below} textAnchor="middle">
            {epoch}
          </text>
        ))}
        <text x={0} y={plot.y - fontSize * 1.25} fontSize={nameSize}>
          {`${figureNames[figure]}, %`}
        </text>
        <text x={right + leader + 4} y={below} fontSize={nameSize}>
          epoch
        </text>
      </g>
      {keptEpoch !== null && (
        <>
          <path d={`M${x(keptEpoch)},${plot.y}V${bottom}`} className={classes.kept} />
          <text
            x={x(keptEpoch)}
            y={plot.y - fontSize * 0.8}
            textAnchor={share < 0.12 ? 'start' : share > 0.88 ? 'end' : 'middle'}
            className={classes.best}
          >
            {`best: epoch ${keptEpoch}`}
          </text>
        </>
      )}
    </g>
  );
}
