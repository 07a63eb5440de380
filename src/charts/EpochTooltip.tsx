/**
 * All categories' figures of the epoch that is pointed at, best first, in as many columns as keep it short. Below them those
 * of the corpora that are learned together.
 */
import type { CategoryColour } from '../categoryColours.ts';
import { corpusColour } from './CategoryLines.tsx';
import classes from './chart.module.css';
import { percent } from './figures.ts';
import { nameOfLine, type ScoreLines } from './scoreLines.ts';

interface EpochTooltipProps {
  readonly data: ScoreLines;
  readonly colourOf: (category: string) => CategoryColour;
  readonly epoch: number;
}

export function EpochTooltip({ data, colourOf, epoch }: EpochTooltipProps) {
  const index = data.epochs.indexOf(epoch);
  if (index < 0) return null;
  const categories = data.lines
    .map((line) => ({
      ...{ name: nameOfLine(line, data.measures), isNew: line.isNew, value: line.values[index] ?? 0 },
      colour: colourOf(line.category).css,
    }))
    .sort((a, b) => b.value - a.value);
  const corpora = data.corpora.map(({ corpus, values }) => ({
    ...{ name: corpus, isNew: false, value: values[index] ?? 0 },
    colour: corpusColour,
  }));
  const rows = [...categories, ...corpora];
  return (
    <div className={classes.tooltip}>
      <strong>Epoch {epoch}</strong>
      <ul className={classes.tooltipList} style={{ gridTemplateRows: `repeat(${Math.min(rows.length, 12)}, auto)` }}>
        {rows.map(({ name, isNew, value, colour }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a corpus may be called as a category is, and all are drawn anew.
          <li key={place}>
            <span className={classes.swatch} style={{ background: colour }} />
            <span style={{ fontWeight: isNew ? 700 : 400 }}>{name}</span>
            <span className={classes.tooltipFigure}>{percent(value)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
