/** One of the papers' figures: what it shows, its chart or the same as a table, and where it comes from. */
import { SegmentedControl, Text, Title } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import classes from './Figures.module.css';

interface FigureProps {
  readonly title: string;
  /** What is drawn and of what; then the paper with its table or figure. */
  readonly caption: ReactNode;
  readonly paper: string;
  /** Absent where the figure is a table only. */
  readonly chart?: ReactNode;
  readonly table: ReactNode;
  /** As high as two others. */
  readonly tall?: boolean;
  /** What would make more of it. */
  readonly note?: ReactNode;
}

export function Figure({ title, caption, paper, chart, table, note, tall = false }: FigureProps) {
  const [form, setForm] = useState<'chart' | 'table'>('chart');
  const heading = useId();
  return (
    <figure className={classes.figure} data-tall={tall || undefined} aria-labelledby={heading}>
      <header className={classes.head}>
        <Title order={3} id={heading} className={classes.title}>
          {title}
        </Title>
        {chart && (
          <SegmentedControl
            size="xs"
            aria-label={`Show ${title.toLowerCase()} as`}
            value={form}
            onChange={(value) => setForm(value as 'chart' | 'table')}
            data={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
          />
        )}
      </header>
      {chart && form === 'chart' ? chart : table}
      <figcaption className={classes.caption}>
        {caption} <span className={classes.paper}>{paper}</span>
      </figcaption>
      {note && (
        <Text size="sm" c="dimmed" maw="40rem">
          {note}
        </Text>
      )}
    </figure>
  );
}
