/** The figures behind a chart: a category, or a run, a row. It scrolls in a place of its own. */
import type { ReactNode } from 'react';
import { BreakableName } from '../../charts/BreakableName.tsx';
import { CategoryMarker } from '../../components/CategoryMarker.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import classes from './Figures.module.css';

export interface FigureRow {
  readonly name: string;
  /** Whose marker it has; null for totals and runs. */
  readonly category: string | null;
  readonly isNew?: boolean;
  readonly isTotal?: boolean;
  readonly cells: readonly ReactNode[];
}

interface FigureTableProps {
  readonly caption: string;
  /** What the rows are: `Category`. */
  readonly of: string;
  readonly heads: readonly string[];
  readonly rows: readonly FigureRow[];
}

export function FigureTable({ caption, of, heads, rows }: FigureTableProps) {
  return (
    <WideTable label={caption} minWidth={0}>
      <table className={classes.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{of}</th>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, category, isNew, isTotal, cells }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rows may have one name, and none moves.
            <tr key={place} data-total={isTotal || undefined} data-strong={isNew || isTotal || undefined}>
              <th scope="row">
                <span className={classes.name}>
                  {category !== null && <CategoryMarker category={category} />}
                  <bdi>
                    <BreakableName name={name} />
                    {isNew && ' (new)'}
                  </bdi>
                </span>
              </th>
              {cells.map((cell, column) => (
                <td key={heads[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
