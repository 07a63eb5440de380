/** What is decided of a category that the model does not know, and the buttons that decide otherwise. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleMinus, IconCirclePlus, IconEqual } from '@tabler/icons-react';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { addCategories, nameInModel, takeBackCategories } from '../../store/setup.ts';
import classes from './CategoryRows.module.css';
import { once } from './once.ts';
import { RowMenu } from './RowMenu.tsx';
import type { UnknownRow } from './rows.ts';

const states = {
  new: { words: 'new', icon: IconCirclePlus },
  'left-out': { words: 'left out', icon: IconCircleMinus },
  same: { words: 'the model’s', icon: IconEqual },
  missing: { words: 'picked, not in this corpus', icon: IconAlertTriangle },
} as const;

export function State({ row: { state, sameAs, kindOf, guess } }: { readonly row: UnknownRow }) {
  const { words, icon: Icon } = states[state];
  return (
    <span className={classes.stateLine}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <span className={classes.words}>{guess ? `${words}, looks like` : kindOf ? `${words}, a kind of` : words}</span>
      {(guess ?? sameAs ?? kindOf) && <CategoryChip category={guess ?? sameAs ?? kindOf ?? ''} />}
    </span>
  );
}

interface ChangeProps {
  readonly row: UnknownRow;
  readonly known: readonly string[];
  readonly disabled: boolean;
}

export function Change({ row, known, disabled }: ChangeProps) {
  const { name, state, guess } = row;
  const takeBack = () => (state === 'same' ? nameInModel(name, undefined) : takeBackCategories([name]));
  return (
    <div className={classes.buttons}>
      {guess && (
        <Button
          variant="light"
          size="compact-sm"
          disabled={disabled}
          title={`${name} is what the model calls ${guess}`}
          onClick={once(() => nameInModel(name, guess))}
        >
          Accept<span className={classes.hidden}> {`that ${name} is the model’s ${guess}`}</span>
        </Button>
      )}
      {state === 'left-out' ? (
        <Button
          variant={guess ? 'subtle' : 'light'}
          size="compact-sm"
          disabled={disabled}
          onClick={once(() => addCategories([name]))}
        >
          Add<span className={classes.hidden}> {name}</span>
        </Button>
      ) : (
        <Button variant="subtle" color="gray" size="compact-sm" disabled={disabled} onClick={once(takeBack)}>
          Take back<span className={classes.hidden}> {name}</span>
        </Button>
      )}
      {state !== 'missing' && <RowMenu category={name} known={known} isNew={state === 'new'} disabled={disabled} />}
    </div>
  );
}
