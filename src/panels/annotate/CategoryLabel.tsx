/** The name of a category behind what bears it in the text: a span, or what is suggested. */
import type { ReactNode } from 'react';
import { clip } from '../../../workers/text/clip.ts';
import classes from './CategoryLabel.module.css';

/** Characters of the name: a longer one must not be wider than a phone's line. The title has it whole. */
const longest = 28;

interface Props {
  readonly category: string;
  /** As in CSS. */
  readonly colour: string;
  readonly isSuggested?: boolean;
  readonly children?: ReactNode;
}

export function CategoryLabel({ category, colour, isSuggested = false, children }: Props) {
  return (
    <span
      className={classes.label}
      data-suggested={isSuggested || undefined}
      title={category}
      style={{ color: colour }}
    >
      <bdi>
        {clip(category, longest)}
        {isSuggested && '?'}
      </bdi>
      {children}
    </span>
  );
}
