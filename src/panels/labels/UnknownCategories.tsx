/** The categories of the corpus that the model does not know: which of them it is to learn, and which it knows after all. */
import { Button, Checkbox, Table, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { count, counted } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import stacked from '../../components/StackedTable.module.css';
import { useSorting } from '../../components/sorting.ts';
import type { Proposal } from '../../store/likenesses.ts';
import { addCategories, nameAllInModel, setKinds, takeBackCategories } from '../../store/setup.ts';
import classes from './CategoryRows.module.css';
import { CategoryTableHead, inColumn, type RowKey } from './CategoryTableHead.tsx';
import { once } from './once.ts';
import { Proposed } from './Proposed.tsx';
import { matches, type UnknownRow } from './rows.ts';
import { Change, State } from './UnknownCells.tsx';

interface Props {
  readonly rows: readonly UnknownRow[];
  /** The source model's categories. */
  readonly known: readonly string[];
  readonly filter: string;
  readonly disabled: boolean;
  /** These are proposed no more. */
  readonly onDismiss: (proposal: Proposal, categories: readonly string[]) => void;
}

function pickedAs(fresh: number, here: number): string {
  if (fresh === 0) return '';
  if (fresh < here) return `, ${fresh} of them picked as new`;
  return here === 1 ? ', picked as new' : ', all of them picked as new';
}

export function UnknownCategories({ rows, known, filter, disabled, onDismiss }: Props) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const { inOrder, head } = useSorting<UnknownRow, RowKey>(inColumn, ['name']);
  const shown = rows.filter(({ name }) => matches(name, filter));
  const chosen = shown.filter(({ name }) => picked.has(name));
  const addable = (chosen.length > 0 ? chosen : shown).filter(({ state }) => state === 'left-out');
  const whole = addable.length === rows.length ? 'Add all' : 'Add the other';
  const addWord = chosen.length > 0 || filter.trim() !== '' ? 'Add' : whole;
  const removable = chosen.filter(({ state }) => state === 'new' || state === 'missing');
  const guessed = shown.flatMap(({ name, guess }) => (guess ? [[name, guess] as const] : []));
  const kinds = shown.flatMap(({ name, kindGuess }) => (kindGuess ? [[name, kindGuess] as const] : []));
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
              {addWord} {addable.length}
            </Button>
          ) : null}
        </>
      }
    >
      <Proposed
        what="look like categories that the model knows by another name"
        guesses="guesses"
        proposed={guessed}
        onAccept={nameAllInModel}
        onDismiss={(names) => onDismiss('same', names)}
        disabled={disabled}
      />
      <Proposed
        what="look like kinds of what the model knows: it calls most of their examples so"
        guesses="kinds"
        proposed={kinds}
        onAccept={setKinds}
        onDismiss={(names) => onDismiss('kind', names)}
        disabled={disabled}
      />
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          None of these has “{filter.trim()}” in its name.
        </Text>
      ) : (
        <Table
          aria-label="Categories of the corpus that the model does not know"
          className={`${stacked.stacked} ${classes.table}`}
          verticalSpacing={6}
        >
          <CategoryTableHead
            head={head}
            pick={
              <Checkbox
                size="xs"
                aria-label={filter.trim() === '' ? 'Choose all' : 'Choose all that are shown'}
                checked={chosen.length === shown.length}
                indeterminate={chosen.length > 0 && chosen.length < shown.length}
                onChange={(event) => pick(all, event.currentTarget.checked)}
              />
            }
          />
          <Table.Tbody>
            {inOrder(shown).map((row) => (
              <Table.Tr
                key={row.name}
                data-state={row.state}
                data-names={(row.guess ?? row.sameAs ?? row.kindOf ?? row.kindGuess) !== null || undefined}
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
                  <State row={row} disabled={disabled} onDismiss={onDismiss} />
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
