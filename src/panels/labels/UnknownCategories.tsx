/** The categories of the corpus that the model does not know: which of them it is to learn, and which it knows after all. */
import { Button, Checkbox, Group, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleMinus, IconCirclePlus, IconEqual, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { count, counted } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { addCategories, nameAllInModel, nameInModel, takeBackCategories } from '../../store/setup.ts';
import classes from './CategoryRows.module.css';
import { once } from './once.ts';
import { RowMenu } from './RowMenu.tsx';
import { matches, type UnknownRow } from './rows.ts';

const states = {
  new: { words: 'new', icon: IconCirclePlus },
  'left-out': { words: 'left out', icon: IconCircleMinus },
  same: { words: 'the model’s', icon: IconEqual },
  missing: { words: 'picked, not in this corpus', icon: IconAlertTriangle },
} as const;

interface Props {
  readonly rows: readonly UnknownRow[];
  /** The source model's categories. */
  readonly known: readonly string[];
  readonly filter: string;
  readonly disabled: boolean;
}

function State({ row: { state, sameAs, guess } }: { readonly row: UnknownRow }) {
  const { words, icon: Icon } = states[state];
  return (
    <span className={classes.stateLine}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <span className={classes.words}>{guess ? `${words}, looks like` : words}</span>
      {(guess ?? sameAs) && <CategoryChip category={guess ?? sameAs ?? ''} />}
    </span>
  );
}

function Change({ row, known, disabled }: { readonly row: UnknownRow } & Pick<Props, 'known' | 'disabled'>) {
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
      {state !== 'missing' && <RowMenu category={name} known={known} disabled={disabled} />}
    </div>
  );
}

function pickedAs(fresh: number, here: number): string {
  if (fresh === 0) return '';
  if (fresh < here) return `, ${fresh} of them picked as new`;
  return here === 1 ? ', picked as new' : ', all of them picked as new';
}

export function UnknownCategories({ rows, known, filter, disabled }: Props) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const shown = rows.filter(({ name }) => matches(name, filter));
  const chosen = shown.filter(({ name }) => picked.has(name));
  const addable = (chosen.length > 0 ? chosen : shown).filter(({ state }) => state === 'left-out');
  const removable = chosen.filter(({ state }) => state === 'new' || state === 'missing');
  const guessed = shown.flatMap(({ name, guess }) => (guess ? [[name, guess] as const] : []));
  const pick = (names: readonly string[], on: boolean) =>
    setPicked((before) => {
      const after = new Set(before);
      for (const name of names) on ? after.add(name) : after.delete(name);
      return after;
    });
  const act = (action: (names: readonly string[]) => void, on: readonly UnknownRow[]) => {
    action(on.map(({ name }) => name));
    setPicked(new Set());
  };
  const all = shown.map(({ name }) => name);
  const here = rows.filter(({ state }) => state !== 'missing').length;
  const fresh = rows.filter(({ state }) => state === 'new').length;
  return (
    <PanelSection
      title="In the corpus, and not known to the model"
      purpose={`${counted(here, 'category', 'categories')}${pickedAs(fresh, here)}. What is left out counts as nothing.`}
      actions={
        <>
          {chosen.length > 0 && (
            <Text size="sm" c="dimmed">
              {chosen.length} chosen
            </Text>
          )}
          {removable.length > 0 && (
            <Button
              variant="default"
              size="sm"
              disabled={disabled}
              onClick={once(() => act(takeBackCategories, removable))}
            >
              Take back {removable.length}
            </Button>
          )}
          {addable.length > 1 || (addable.length === 1 && chosen.length > 0) ? (
            <Button
              variant="default"
              size="sm"
              leftSection={<IconPlus size={16} aria-hidden />}
              disabled={disabled}
              onClick={once(() => act(addCategories, addable))}
            >
              {chosen.length > 0 || filter.trim() !== '' ? 'Add' : 'Add all'} {addable.length}
            </Button>
          ) : null}
        </>
      }
    >
      {guessed.length > 1 && (
        <Group gap="sm">
          <Text size="sm">{guessed.length} of them look like categories that the model knows by another name.</Text>
          <Button variant="light" size="compact-sm" disabled={disabled} onClick={once(() => nameAllInModel(guessed))}>
            Accept all {guessed.length} guesses
          </Button>
        </Group>
      )}
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          None of these has “{filter.trim()}” in its name.
        </Text>
      ) : (
        <Table
          aria-label="Categories of the corpus that the model does not know"
          className={classes.table}
          verticalSpacing={6}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Td className={classes.pick}>
                <Checkbox
                  size="xs"
                  aria-label={filter.trim() === '' ? 'Choose all' : 'Choose all that are shown'}
                  checked={chosen.length === shown.length}
                  indeterminate={chosen.length > 0 && chosen.length < shown.length}
                  onChange={(event) => pick(all, event.currentTarget.checked)}
                />
              </Table.Td>
              <Table.Th scope="col">Category</Table.Th>
              <Table.Th scope="col" className={classes.state}>
                State
              </Table.Th>
              <Table.Th scope="col" className={classes.examples}>
                Examples
              </Table.Th>
              <Table.Th scope="col" className={classes.change}>
                <VisuallyHidden>Change</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <Table.Tr
                key={row.name}
                data-state={row.state}
                data-names={(row.guess ?? row.sameAs) !== null || undefined}
              >
                <Table.Td className={classes.pick}>
                  <Checkbox
                    size="xs"
                    aria-label={`Choose ${row.name}`}
                    checked={picked.has(row.name)}
                    onChange={(event) => pick([row.name], event.currentTarget.checked)}
                  />
                </Table.Td>
                <Table.Th scope="row" className={classes.name}>
                  <CategoryChip category={row.name} out={row.state === 'left-out'} />
                </Table.Th>
                <Table.Td className={classes.state}>
                  <State row={row} />
                </Table.Td>
                <Table.Td className={classes.examples} data-none={row.state === 'missing' || undefined}>
                  {count(row.examples)}
                  <span className={classes.unit}> {row.examples === 1 ? 'example' : 'examples'}</span>
                </Table.Td>
                <Table.Td className={classes.change}>
                  <Change row={row} known={known} disabled={disabled} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </PanelSection>
  );
}
