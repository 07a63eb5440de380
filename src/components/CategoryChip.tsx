/** A category by name, in its colour, with the marker that its line has in charts. One that is too long for its place is cut; its title has it whole. */
import { Box } from '@mantine/core';
import { useCategoryColour } from '../store/colours.ts';
import classes from './CategoryChip.module.css';
import { CategoryMarker } from './CategoryMarker.tsx';

interface Props {
  readonly category: string;
  /** Struck through: left out. */
  readonly out?: boolean;
}

export function CategoryChip({ category, out = false }: Props) {
  const colour = useCategoryColour()(category);
  return (
    <Box
      component="span"
      className={classes.chip}
      data-out={out || undefined}
      title={category}
      style={{ color: colour.css, background: colour.wash }}
    >
      <CategoryMarker category={category} />
      <span className={classes.name}>{category}</span>
    </Box>
  );
}
