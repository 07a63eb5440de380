/** A column's head that sorts its table: a button that says what the column holds, in a cell that says how it is sorted. */
import { type TableThProps, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import classes from './SortHeader.module.css';

export type SortDirection = 'ascending' | 'descending';

interface Props extends Pick<TableThProps, 'className' | 'ta' | 'w'> {
  readonly label: string;
  /** What the column holds, in a tooltip. */
  readonly help?: string | undefined;
  /** `none` where the table is sorted by another column. */
  readonly sorted: SortDirection | 'none';
  readonly onSort: () => void;
  /** A column of words begins at its left edge; the arrow stands where there is room. */
  readonly ofWords?: boolean;
  /** A column that may be left out where there is little room. */
  readonly quiet?: boolean;
  /** The cell of the table that it stands in. */
  readonly cell?: 'th' | ComponentType<TableThProps>;
}

export function SortHeader({
  label,
  help,
  sorted,
  onSort,
  ofWords = false,
  quiet = false,
  cell = 'th',
  ...place
}: Props) {
  const Cell = cell;
  const Arrow = sorted === 'ascending' ? IconArrowNarrowUp : IconArrowNarrowDown;
  const button = (
    <UnstyledButton className={classes.button} data-words={ofWords || undefined} onClick={onSort}>
      {sorted !== 'none' && <Arrow size={14} stroke={2} aria-hidden className={classes.arrow} />}
      {label}
    </UnstyledButton>
  );
  return (
    <Cell scope="col" aria-sort={sorted} data-quiet={quiet || undefined} {...place}>
      {help ? (
        <Tooltip label={help} multiline maw={300} events={{ hover: true, focus: true, touch: false }}>
          {button}
        </Tooltip>
      ) : (
        button
      )}
    </Cell>
  );
}
