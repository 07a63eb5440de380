/**
 * A table that may be wider than its place: it scrolls there, and can be reached by keyboard when it does. Its edge fades
 * where there is more of it.
 */
import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSideways } from './useSideways.ts';
import classes from './WideTable.module.css';

interface Props {
  /** What the table holds, for assistive technology. */
  readonly label: string;
  /** In rem; narrower places scroll. */
  readonly minWidth: number;
  readonly children: ReactNode;
}

export function WideTable({ label, minWidth, children }: Props) {
  const { ref, scrolls, more } = useSideways();
  const reach = scrolls ? { tabIndex: 0, role: 'region', 'aria-label': `${label}, scrolls sideways` } : {};
  return (
    <div className={classes.frame} data-more={more || undefined}>
      <Box ref={ref} className={classes.scroller} {...reach}>
        <div style={{ minWidth: `${minWidth}rem` }}>{children}</div>
      </Box>
    </div>
  );
}
