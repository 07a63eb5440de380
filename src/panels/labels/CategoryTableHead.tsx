/** The head of the two tables of categories: they look alike, and both sort by name and by examples. */
import { Table, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { SortHeader } from '../../components/SortHeader.tsx';
import type { useSorting } from '../../components/sorting.ts';
import classes from './CategoryRows.module.css';

export type RowKey = 'name' | 'examples';

interface SortableRow {
  readonly name: string;
  readonly examples: number;
}

export const inColumn = (row: SortableRow, key: RowKey) => row[key];

interface Props {
  readonly head: ReturnType<typeof useSorting<SortableRow, RowKey>>['head'];
  /** Chooses all rows. */
  readonly pick?: ReactNode;
  readonly annotated?: boolean;
}

export function CategoryTableHead({ head, pick, annotated = false }: Props) {
  return (
    <Table.Thead>
      <Table.Tr>
        {pick && <Table.Td className={classes.pick}>{pick}</Table.Td>}
        <SortHeader cell={Table.Th} label="Category" {...head('name')} />
        <Table.Th scope="col" className={classes.state}>
          State
        </Table.Th>
        <SortHeader cell={Table.Th} label="Examples" {...head('examples')} className={classes.examples} />
        {annotated && (
          <Table.Th scope="col" className={classes.annotated}>
            Annotated
          </Table.Th>
        )}
        <Table.Th scope="col" className={classes.change}>
          <VisuallyHidden>Change</VisuallyHidden>
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
  );
}
