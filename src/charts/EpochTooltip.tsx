/** All categories' figures of the epoch that is pointed at, best first, in as many columns as keep it short. */
import type { CategoryColour } from '../categoryColours.ts';
import classes from './chart.module.css';
import { percent } from './figures.ts';
import type { ScoreLines } from './scoreLines.ts';

interface EpochTooltipProps {
  readonly data: ScoreLines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly epoch: number;
}

export function EpochTooltip({ data, colourOf, epoch }: EpochTooltipProps) {
  const index = data.epochs.indexOf(epoch);
  if (index < 0) return null;
  const rows = data.lines
    .map(({ category, isNew, values }) => ({ category, isNew, value: values[index] ?? 0 }))
    .sort((a, b) => b.value - a.value);
  return (
    <div className={classes.tooltip}>
      <strong>Epoch {epoch}</strong>
      <ul className={classes.tooltipList} style={{ gridTemplateRows: `repeat(${Math.min(rows.length, 12)}, auto)` }}>
        {rows.map(({ category, isNew, value }) => (
          <li key={category}>
            <span className={classes.swatch} style={{ background: colourOf(category).css }} />
            <span style={{ fontWeight: isNew ? 700 : 400 }}>{category}</span>
            <span className={classes.tooltipFigure}>{percent(value)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
