/** The cells of the tables of scores: a category that can be chosen, a figure, and a change with its sign. */
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { BreakableName } from '../../charts/BreakableName.tsx';
import { percent, signed } from '../../charts/figures.ts';
import { CategoryMarker } from '../../components/CategoryMarker.tsx';
import classes from './ScoreCells.module.css';
import type { ScoreRow } from './scoreRows.ts';

interface ScoreProps {
  readonly value: number | null;
  /** Of the category; 0 says why there is no score. */
  readonly support: ScoreRow['support'];
  readonly main?: boolean;
}

/** A score, or a dash that says why there is none. */
export function Score({ value, support, main = false }: ScoreProps) {
  return (
    <td className={classes.figure} data-main={main || undefined}>
      {value === null && support === 0 ? (
        <span title="no examples">
          –<VisuallyHidden> no examples</VisuallyHidden>
        </span>
      ) : (
        percent(value)
      )}
    </td>
  );
}

interface ChangeProps {
  readonly value: number | null;
  readonly className?: string | undefined;
}

/** Points gained or lost. */
export function Change({ value, className = classes.figure }: ChangeProps) {
  const shown = signed(value);
  const direction = value === null || shown.startsWith('±') ? 'none' : value > 0 ? 'gain' : 'loss';
  return (
    <td className={`${className} ${classes.change}`} data-direction={direction}>
      {shown}
    </td>
  );
}

interface CategoryProps {
  readonly name: string;
  readonly chosen: boolean;
  readonly onChoose: (name: string) => void;
}

export function ChosenCategory({ name, chosen, onChoose }: CategoryProps) {
  return (
    <UnstyledButton
      className={classes.name}
      aria-pressed={chosen}
      title={`${name}: make its line stand out`}
      onClick={() => onChoose(name)}
    >
      <CategoryMarker category={name} />
      <bdi className={classes.word}>
        <BreakableName name={name} />
      </bdi>
    </UnstyledButton>
  );
}
