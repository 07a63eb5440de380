/** What the axes of the score chart count: above the one, after the last tick of the other. */
import { usePlotArea } from 'recharts';
import classes from './chart.module.css';
import type { EpochGeometry } from './epochGeometry.ts';
import { figureNames, type ScoreFigure } from './scoreLines.ts';

interface AxisNamesProps {
  readonly figure: ScoreFigure;
  readonly geometry: EpochGeometry;
}

export function AxisNames({ figure, geometry: { fontSize, leader } }: AxisNamesProps) {
  const plot = usePlotArea();
  if (!plot) return null;
  const size = fontSize * 0.85;
  return (
    <g fontSize={size}>
      <text x={0} y={plot.y - fontSize * 1.25} className={classes.tick}>
        {`${figureNames[figure]}, %`}
      </text>
      <text x={plot.x + plot.width + leader + 4} y={plot.y + plot.height + fontSize * 1.35} className={classes.tick}>
        epoch
      </text>
    </g>
  );
}
