/**
 * The score table beside the chart: before, after, and the change with its sign. Figures keep their columns. Each column
 * sorts; each category can be chosen, and then stands out in the chart.
 */
import { SegmentedControl, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { memo, useState } from 'react';
import { BreakableName } from '../../charts/BreakableName.tsx';
import { count, percent, signed } from '../../charts/figures.ts';
import { CategoryMarker } from '../../components/CategoryMarker.tsx';
import { SortHeader } from '../../components/SortHeader.tsx';
import classes from './ScoreTable.module.css';
import { type ScoreRow, type Sorting, type SortKey, sortedRows } from './scoreRows.ts';
import type { ScoredPart, useScoreTable } from './useScoreTable.ts';

interface ScoreTableProps extends ReturnType<typeof useScoreTable> {
  readonly onPart: (part: ScoredPart) => void;
  readonly chosen: string | null;
  readonly onChoose: (category: string) => void;
}

/** A score, or a dash that says why there is none. */
function Score({ value, row, main = false }: { value: number | null; row: ScoreRow; main?: boolean }) {
  return (
    <td className={classes.figure} data-main={main || undefined}>
      {value === null && row.support === 0 ? (
        <span title="no examples">
          –<VisuallyHidden> no examples</VisuallyHidden>
        </span>
      ) : (
        percent(value)
      )}
    </td>
  );
}

function Change({ value }: { readonly value: number | null }) {
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

function Category({ name, chosen, onChoose }: { name: string; chosen: boolean; onChoose: (name: string) => void }) {
  return (
    <UnstyledButton
      className={classes.name}
      aria-pressed={chosen}
      title={`${name}: make its line stand out`}
      onClick={() => onChoose(name)}
    >
      <CategoryMarker category={name} />
      <bdi className={classes.word}>
        <BreakableName name={name} />
      </bdi>
    </UnstyledButton>
  );
}

interface Column {
  readonly key: SortKey;
  readonly label: string;
  readonly help: string;
}

function columnsOf({ figureName, compared, withRandom }: ScoreTableProps): Column[] {
  const after = compared
    ? { label: 'After', help: `${figureName} of the adapted model, at its kept epoch. Papers call it Sub.` }
    : { label: figureName, help: `${figureName} of the trained model, at its kept epoch.` };
  return [
    ...(compared
      ? [{ key: 'before', label: 'Before', help: `${figureName} of the source model. Papers call it Init.` } as const]
      : []),
    { key: 'after', ...after },
    ...(compared ? [{ key: 'change', label: 'Change', help: 'After less before, in points.' } as const] : []),
    ...(withRandom
      ? [
          {
            key: 'random',
            label: 'Random',
            help: `${figureName} of the same architecture from random weights. Papers call it Rand.`,
          } as const,
        ]
      : []),
    { key: 'support', label: 'Spans', help: 'How many are annotated: the support.' },
  ];
}

function ScoreTableDrawing(props: ScoreTableProps) {
  const { rows, caption, compared, withRandom, note, part, parts, onPart, chosen, onChoose } = props;
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const sort = (key: SortKey) => {
    const first = key === 'name' ? 'ascending' : 'descending';
    const second = key === 'name' ? 'descending' : 'ascending';
    // Once more, and it is as it came.
    setSorting((now) =>
      now?.key !== key ? { key, direction: first } : now.direction === first ? { key, direction: second } : null,
    );
  };
  const sortedBy = (key: SortKey) => (sorting?.key === key ? sorting.direction : 'none');
  const inOrder = (own: readonly ScoreRow[]) => (sorting ? sortedRows(own, sorting) : own);
  const groups = [
    { title: 'New', rows: rows.filter((row) => row.kind === 'category' && row.isNew) },
    {
      title: compared ? 'Known before' : 'Categories',
      rows: rows.filter((row) => row.kind === 'category' && !row.isNew),
    },
  ].filter((group) => group.rows.length > 0);
  const columns = columnsOf(props);

  const figures = (row: ScoreRow) => (
    <>
      {compared && <Score value={row.before} row={row.isNew ? { ...row, support: null } : row} />}
      <Score value={row.after} row={row} main />
      {compared && <Change value={row.change} />}
      {withRandom && <Score value={row.random} row={row} />}
      <td className={classes.figure} data-quiet>
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
              <SortHeader label="Category" sorted={sortedBy('name')} onSort={() => sort('name')} />
              {columns.map(({ key, label, help }) => (
                <SortHeader
                  key={key}
                  label={label}
                  help={help}
                  sorted={sortedBy(key)}
                  onSort={() => sort(key)}
                  quiet={key === 'support'}
                />
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
                    <Category name={row.name} chosen={row.name === chosen} onChoose={onChoose} />
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
