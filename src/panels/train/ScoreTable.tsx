/** The score table beside the chart: before, after, and the difference with its sign. Figures keep their columns. */
import { Text, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { BreakableName } from '../../charts/BreakableName.tsx';
import { count, percent, signed } from '../../charts/figures.ts';
import { CategoryMarker } from '../../components/CategoryMarker.tsx';
import classes from './ScoreTable.module.css';
import type { ScoreRow } from './scoreRows.ts';

interface ScoreTableProps {
  readonly rows: readonly ScoreRow[];
  /** What the scores are of: `On the dev sentences, best epoch so far: 7`. */
  readonly caption: string;
  /** A source model stood before this run, so there is a before and an after. */
  readonly compared: boolean;
  readonly withRandom: boolean;
  /** How the comparison was trained. */
  readonly note: string | null;
}

function Difference({ value }: { readonly value: number | null }) {
  const shown = signed(value);
  const direction = value === null || shown.startsWith('±') ? 'none' : value > 0 ? 'gain' : 'loss';
  return (
    <td className={classes.figure} data-direction={direction}>
      {shown}
    </td>
  );
}

const totalHelp: Readonly<Record<ScoreRow['kind'], string | undefined>> = {
  category: undefined,
  known: 'All spans of the categories that the source model knew before, taken together',
  overall: 'All spans taken together; the source model cannot find those of new categories',
};

function ScoreTableDrawing({ rows, caption, compared, withRandom, note }: ScoreTableProps) {
  const groups = [
    { title: 'New', rows: rows.filter((row) => row.kind === 'category' && row.isNew) },
    {
      title: compared ? 'Known before' : 'Categories',
      rows: rows.filter((row) => row.kind === 'category' && !row.isNew),
    },
  ].filter((group) => group.rows.length > 0);
  const totals = rows.filter((row) => row.kind !== 'category');
  const columns = 2 + (compared ? 2 : 0) + (withRandom ? 1 : 0) + 1;

  const figures = (row: ScoreRow) => (
    <>
      {compared && <td className={classes.figure}>{percent(row.init)}</td>}
      <td className={classes.figure} data-main>
        {percent(row.sub)}
      </td>
      {compared && <Difference value={row.difference} />}
      {withRandom && <td className={classes.figure}>{percent(row.random)}</td>}
      <td className={classes.figure} data-quiet>
        {row.support === null ? '–' : count(row.support)}
      </td>
    </>
  );

  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>Category</VisuallyHidden>
            </th>
            {compared && (
              <th scope="col" title="F1 of the source model, before this run">
                Init
              </th>
            )}
            <th scope="col" title={compared ? 'F1 of the adapted model (the papers’ Sub)' : 'F1 of the trained model'}>
              {compared ? 'Sub' : 'F1'}
            </th>
            {compared && (
              <th scope="col" title="Sub less Init">
                <abbr title="Difference">±</abbr>
              </th>
            )}
            {withRandom && (
              <th scope="col" title="F1 of the same architecture from random weights">
                Rand
              </th>
            )}
            <th scope="col" title="Annotated spans (support)" data-quiet>
              Spans
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.title}>
            <tr className={classes.group}>
              <th scope="rowgroup" colSpan={columns}>
                {group.title}
              </th>
            </tr>
            {group.rows.map((row) => (
              <tr key={row.name} data-new={row.isNew || undefined}>
                <th scope="row">
                  <span className={classes.name}>
                    <CategoryMarker category={row.name} />
                    <span className={classes.word} title={row.name}>
                      <BreakableName name={row.name} />
                    </span>
                  </span>
                </th>
                {figures(row)}
              </tr>
            ))}
          </tbody>
        ))}
        <tfoot>
          {totals.map((row) => (
            <tr key={row.name} data-total={row.kind}>
              <th scope="row" title={totalHelp[row.kind]}>
                {row.name}
              </th>
              {figures(row)}
            </tr>
          ))}
        </tfoot>
      </table>
      {rows.every((row) => row.sub === null) && (
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
