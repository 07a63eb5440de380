/** The frame of every panel: its title, a line on what it is for, its one primary action, and room to breathe. */
import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

interface Props {
  readonly title: string;
  /** One sentence: what this panel is for. */
  readonly purpose?: ReactNode;
  /** Beside the title; at most one of them primary. */
  readonly actions?: ReactNode;
  /** For charts and tables, which want all the width there is; or what has a use for it on large screens alone. */
  readonly wide?: boolean | 'large';
  readonly children: ReactNode;
}

export function Panel({ title, purpose, actions, wide = false, children }: Props) {
  const headingId = useId();
  return (
    <section
      className={classes.panel}
      data-wide={wide === 'large' ? 'large' : wide || undefined}
      aria-labelledby={headingId}
    >
      <header className={classes.header}>
        <div className={classes.words}>
          <Title order={1} id={headingId}>
            {title}
          </Title>
          {purpose && (
            <Text c="dimmed" mt={6} maw="38rem">
              {purpose}
            </Text>
          )}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}

interface SectionProps {
  readonly title: string;
  readonly purpose?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a panel, under its own heading. */
export function PanelSection({ title, purpose, actions, children }: SectionProps) {
  const headingId = useId();
  return (
    <section className={classes.section} aria-labelledby={headingId}>
      <header className={classes.header}>
        <div className={classes.words}>
          <Title order={2} id={headingId}>
            {title}
          </Title>
          {purpose && (
            <Text c="dimmed" size="sm" mt={2} maw="40rem">
              {purpose}
            </Text>
          )}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
