/** What is decided of a category that the model does not know, and the buttons that decide otherwise. */
import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleMinus, IconCirclePlus, IconEqual, IconX } from '@tabler/icons-react';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import type { Proposal } from '../../store/likenesses.ts';
import { addCategories, nameInModel, setKind, takeBackCategories } from '../../store/setup.ts';
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

interface StateProps {
  readonly row: UnknownRow;
  readonly disabled: boolean;
  readonly onDismiss: (proposal: Proposal, categories: readonly string[]) => void;
}

export function State({ row, disabled, onDismiss }: StateProps) {
  const { name, state, sameAs, kindOf, guess, kindGuess, seen } = row;
  const { words, icon: Icon } = states[state];
  const other = guess ?? sameAs ?? kindOf ?? kindGuess;
  const proposed = guess ?? kindGuess;
  const link = guess ? ', looks like' : kindOf ? ', a kind of' : kindGuess ? ', perhaps a kind of' : '';
  return (
    <span className={classes.stateLine}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <span className={classes.words}>{`${words}${link}`}</span>
      {other !== null && <CategoryChip category={other} />}
      {seen && (
        <span className={classes.evidence} title={`The source model calls so many of its examples ${seen.name}`}>
          {seen.times} of {seen.examples} examples
        </span>
      )}
      {proposed !== null && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          disabled={disabled}
          aria-label={
            guess
              ? `${name} is not the model’s ${proposed}: propose it no more`
              : `${name} is no kind of ${proposed}: propose it no more`
          }
          title="Propose it no more"
          onClick={once(() => onDismiss(guess ? 'same' : 'kind', [name]))}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      )}
    </span>
  );
}

interface ChangeProps {
  readonly row: UnknownRow;
  readonly known: readonly string[];
  readonly disabled: boolean;
}

export function Change({ row, known, disabled }: ChangeProps) {
  const { name, state, guess, kindGuess } = row;
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
      {kindGuess && (
        <Button
          variant="light"
          size="compact-sm"
          disabled={disabled}
          title={`${name} is a kind of what the model calls ${kindGuess}`}
          onClick={once(() => setKind(name, kindGuess))}
        >
          Accept<span className={classes.hidden}> {`that ${name} is a kind of ${kindGuess}`}</span>
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
