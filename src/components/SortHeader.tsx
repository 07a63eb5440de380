/** A column's head that sorts its table: a button that says what the column holds, in a cell that says how it is sorted. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react';
import classes from './SortHeader.module.css';

export type SortDirection = 'ascending' | 'descending';

interface Props {
  readonly label: string;
  /** What the column holds, in a tooltip. */
  readonly help?: string | undefined;
  /** `none` where the table is sorted by another column. */
  readonly sorted: SortDirection | 'none';
  readonly onSort: () => void;
  /** A column that may be left out where there is little room. */
  readonly quiet?: boolean;
}

export function SortHeader({ label, help, sorted, onSort, quiet = false }: Props) {
  const Arrow = sorted === 'ascending' ? IconArrowNarrowUp : IconArrowNarrowDown;
  const button = (
    <UnstyledButton className={classes.button} onClick={onSort}>
      {sorted !== 'none' && <Arrow size={14} stroke={2} aria-hidden className={classes.arrow} />}
      {label}
    </UnstyledButton>
  );
  return (
    <th scope="col" aria-sort={sorted} data-quiet={quiet || undefined}>
      {help ? (
        <Tooltip label={help} multiline maw={300} events={{ hover: true, focus: true, touch: false }}>
          {button}
        </Tooltip>
      ) : (
        button
      )}
    </th>
  );
}
