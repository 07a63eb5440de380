/**
 * The score table beside the chart: before, after, and the change with its sign. Figures keep their columns. Each column
 * sorts; each category can be chosen, and then stands out in the chart.
 */
import { SegmentedControl, Text, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { count } from '../../charts/figures.ts';
import { SortHeader } from '../../components/SortHeader.tsx';
import { useSorting } from '../../components/sorting.ts';
import cells from './ScoreCells.module.css';
import { Change, ChosenCategory, Score } from './ScoreCells.tsx';
import classes from './ScoreTable.module.css';
import { scoreColumns } from './scoreColumns.ts';
import type { ScoreFigureKey, ScoreRow } from './scoreRows.ts';
import type { ScoredPart, useScoreTable } from './useScoreTable.ts';

interface ScoreTableProps extends ReturnType<typeof useScoreTable> {
  readonly onPart: (part: ScoredPart) => void;
  readonly chosen: string | null;
  readonly onChoose: (category: string) => void;
}

const totalHelp: Readonly<Record<ScoreRow['kind'], string | undefined>> = {
  category: undefined,
  known: 'All spans of the categories that the source model knew before, taken together',
  overall: 'All spans taken together; the source model cannot find those of new categories',
};

const inColumn = (row: ScoreRow, key: 'name' | ScoreFigureKey) => row[key];

function ScoreTableDrawing(props: ScoreTableProps) {
  const { rows, caption, compared, own, others, withRandom, note, part, parts, onPart, chosen, onChoose } = props;
  const { inOrder, head } = useSorting(inColumn, ['name']);
  const groups = [
    { title: own, rows: rows.filter((row) => row.kind === 'category' && row.isNew) },
    { title: others, rows: rows.filter((row) => row.kind === 'category' && !row.isNew) },
  ].filter((group) => group.rows.length > 0);
  const columns = scoreColumns(props);

  const figures = (row: ScoreRow) => (
    <>
      {compared && <Score value={row.before} support={row.isNew ? null : row.support} />}
      <Score value={row.after} support={row.support} main />
      {compared && <Change value={row.change} />}
      {withRandom && <Score value={row.random} support={row.support} />}
      <td className={cells.figure} data-quiet>
        {row.support === null ? '–' : count(row.support)}
      </td>
    </>
  );

  return (
    <div className={classes.scores}>
      <header className={classes.head}>
        <Text size="sm" c="dimmed" aria-hidden>
          {caption}
        </Text>
        {parts.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Scores on"
            value={part}
            onChange={(value) => onPart(value as ScoredPart)}
            data={parts.map((value) => ({ value, label: value === 'test' ? 'Test' : 'Dev' }))}
          />
        )}
      </header>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption>
            <VisuallyHidden>{caption}</VisuallyHidden>
          </caption>
          <thead>
            <tr>
              <SortHeader label="Category" {...head('name')} />
              {columns.map(({ key, label, help }) => (
                <SortHeader key={key} label={label} help={help} {...head(key)} quiet={key === 'support'} />
              ))}
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group.title}>
              <tr className={classes.group}>
                <th scope="rowgroup" colSpan={columns.length + 1}>
                  {group.title}
                </th>
              </tr>
              {inOrder(group.rows).map((row) => (
                <tr
                  key={row.name}
                  data-strong={(row.isNew && group.rows.length <= 3) || row.name === chosen || undefined}
                  data-chosen={row.name === chosen || undefined}
                >
                  <th scope="row">
                    <ChosenCategory name={row.name} chosen={row.name === chosen} onChoose={onChoose} />
                  </th>
                  {figures(row)}
                </tr>
              ))}
            </tbody>
          ))}
          <tfoot>
            {rows
              .filter((row) => row.kind !== 'category')
              .map((row) => (
                <tr key={row.name} data-total={row.kind} data-strong={row.kind === 'overall' || undefined}>
                  <th scope="row" title={totalHelp[row.kind]}>
                    {row.name}
                  </th>
                  {figures(row)}
                </tr>
              ))}
          </tfoot>
        </table>
      </div>
      {rows.every((row) => row.after === null) && (
        <Text size="sm" c="dimmed" mt="xs">
          Figures come with the first epoch.
        </Text>
      )}
      {note && (
        <Text size="sm" c="dimmed" mt="xs">
          {note}
        </Text>
      )}
    </div>
  );
}

/** Drawn again when an epoch ends, not with every step. */
export const ScoreTable = memo(ScoreTableDrawing);
