/** The score chart as a table, for whoever reads figures better than lines: an epoch a row, a category a column. */
import { Box } from '@mantine/core';
import { BreakableName } from './BreakableName.tsx';
import classes from './chart.module.css';
import { percent } from './figures.ts';
import { figureNames, keyOfLine, type Measures, type ScoreLines } from './scoreLines.ts';

interface EpochTableProps {
  readonly data: ScoreLines;
  /** Scrolls beyond this, in pixels. */
  readonly height: number;
}

const sentencesOf: Readonly<Record<Measures, string>> = {
  target: 'the dev sentences',
  yardstick: 'the sentences that measure what is kept',
  both: 'the dev sentences, and elsewhere on those that measure what is kept',
};

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
        <caption>
          {figureNames[data.figure]} on {sentencesOf[data.measures]}, in percent
        </caption>
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            {lines.map((line) => (
              <th key={keyOfLine(line)} scope="col">
                <BreakableName name={line.category} />
                {line.isNew && data.adapted && ' (new)'}
                {line.on === 'yardstick' && data.measures === 'both' && ' elsewhere'}
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
              {lines.map((line) => (
                <td key={keyOfLine(line)}>{percent(line.source)}</td>
              ))}
            </tr>
          )}
          {data.epochs.map((epoch, index) => (
            <tr key={epoch} data-best={epoch === data.keptEpoch || undefined}>
              <th scope="row">{epoch === data.keptEpoch ? `${epoch} (best)` : epoch}</th>
              {lines.map((line) => (
                <td key={keyOfLine(line)}>{percent(line.values[index])}</td>
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
