/** Figures by category: a category a row, and all of them at the foot where there is such a figure. */
import type { ReactNode } from 'react';
import { BreakableName } from '../charts/BreakableName.tsx';
import { CategoryMarker } from './CategoryMarker.tsx';
import classes from './CategoryTable.module.css';

interface CategoryTableProps {
  readonly caption: ReactNode;
  /** A heading a column, that of the categories first. */
  readonly head: ReactNode;
  readonly rows: readonly { readonly category: string; readonly cells: ReactNode }[];
  /** The cells of all categories together. */
  readonly overall?: ReactNode;
}

export function CategoryTable({ caption, head, rows, overall }: CategoryTableProps) {
  return (
    <table className={classes.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>
        {rows.map(({ category, cells }) => (
          <tr key={category}>
            <th scope="row">
              <span className={classes.name}>
                <CategoryMarker category={category} />
                <span>
                  <BreakableName name={category} />
                </span>
              </span>
            </th>
            {cells}
          </tr>
        ))}
      </tbody>
      {overall && (
        <tfoot>
          <tr>
            <th scope="row">Overall</th>
            {overall}
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** Headings that sort nothing. */
export function ColumnTitles({ titles }: { readonly titles: readonly string[] }) {
  return titles.map((title) => (
    <th key={title} scope="col">
      {title}
    </th>
  ));
}
