/** One line that says the gist and opens to the whole: `14 notes`, `3 files: IOB1, column 4`. */
import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './Fold.module.css';

interface Props {
  readonly summary: ReactNode;
  readonly openAtFirst?: boolean;
  readonly children: ReactNode;
}

export function Fold({ summary, openAtFirst = false, children }: Props) {
  const [open, setOpen] = useState(openAtFirst);
  const inside = useId();
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <UnstyledButton
        className={classes.line}
        aria-expanded={open}
        aria-controls={open ? inside : undefined}
        onClick={() => setOpen(!open)}
      >
        <Chevron size={16} aria-hidden />
        <span className={classes.words}>{summary}</span>
      </UnstyledButton>
      {open && (
        <div id={inside} className={classes.inside}>
          {children}
        </div>
      )}
    </div>
  );
}
