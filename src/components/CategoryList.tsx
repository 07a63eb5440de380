/** Categories as chips; of very many the first, and the others when asked for. */
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { CategoryChip } from './CategoryChip.tsx';

/** As many as stand in three lines or so. A few more are shown rather than folded. */
const shownFirst = 20;
const worthFolding = 26;

interface Props {
  readonly categories: readonly string[];
  /** The id of the heading that names the list. */
  readonly labelledBy: string;
}

export function CategoryList({ categories, labelledBy }: Props) {
  const [open, setOpen] = useState(false);
  const folds = categories.length > worthFolding;
  const shown = folds && !open ? categories.slice(0, shownFirst) : categories;
  return (
    <Group gap={8} role="group" aria-labelledby={labelledBy}>
      {shown.map((category) => (
        <CategoryChip key={category} category={category} />
      ))}
      {folds && (
        <Button variant="subtle" color="gray" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? `Only the first ${shownFirst}` : `${categories.length - shownFirst} more`}
        </Button>
      )}
    </Group>
  );
}
