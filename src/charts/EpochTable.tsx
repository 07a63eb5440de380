/** The score chart as a table, for whoever reads figures better than lines: an epoch a row, a category a column. */
import { Box } from '@mantine/core';
import { BreakableName } from './BreakableName.tsx';
import classes from './chart.module.css';
import { percent } from './figures.ts';
import { figureNames, type ScoreLines } from './scoreLines.ts';

interface EpochTableProps {
  readonly data: ScoreLines;
  /** Scrolls beyond this, in pixels. */
  readonly height: number;
}

export function EpochTable({ data, height }: EpochTableProps) {
  const lines = [...data.lines].reverse();
  const withSource = lines.some(({ source }) => source !== null);
  return (
    <Box
      component="section"
      className={classes.scroll}
      mah={height}
      tabIndex={0}
      aria-label={`${figureNames[data.figure]} by epoch, as a table`}
    >
      <table className={classes.epochs}>
        <caption>{figureNames[data.figure]} on the dev sentences, in percent</caption>
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            {lines.map(({ category, isNew }) => (
              <th key={category} scope="col">
                <BreakableName name={category} />
                {isNew && data.adapted && ' (new)'}
              </th>
            ))}
            {data.corpora.map(({ corpus }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two corpora may have one name, and none moves.
              <th key={place} scope="col">
                <BreakableName name={corpus} /> overall
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {withSource && (
            <tr>
              <th scope="row">source model</th>
              {lines.map(({ category, source }) => (
                <td key={category}>{percent(source)}</td>
              ))}
            </tr>
          )}
          {data.epochs.map((epoch, index) => (
            <tr key={epoch} data-best={epoch === data.keptEpoch || undefined}>
              <th scope="row">{epoch === data.keptEpoch ? `${epoch} (best)` : epoch}</th>
              {lines.map(({ category, values }) => (
                <td key={category}>{percent(values[index])}</td>
              ))}
              {data.corpora.map(({ values }, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                <td key={place}>{percent(values[index])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}
