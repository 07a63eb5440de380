/** T-A's map of labels: for each label of the other corpora, which of the target's it may be. */
import { Button, Group, MultiSelect, Table, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { count, counted } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import stacked from '../../components/StackedTable.module.css';
import { listed } from '../../listed.ts';
import { mapLabels } from '../../store/setup.ts';
import classes from './LabelMap.module.css';
import { type LabelMapRow, labelMapRows } from './labelMapRows.ts';

interface Props {
  readonly target: CorpusSummary;
  readonly sources: readonly CorpusSummary[];
  readonly labelMap: Readonly<Record<string, readonly string[]>>;
  readonly disabled: boolean;
}

const unmapped = { same: 'The target’s of this name', own: 'A label of its own' } as const;

function Row({ row, target, disabled }: { readonly row: LabelMapRow } & Pick<Props, 'target' | 'disabled'>) {
  const { label, examples, meanings, state, guess } = row;
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.label}>
        <CategoryChip category={label} />
      </Table.Th>
      <Table.Td className={classes.examples}>
        {count(examples)}
        <span className={classes.unit}> {examples === 1 ? 'example' : 'examples'}</span>
      </Table.Td>
      <Table.Td className={classes.meanings}>
        <MultiSelect
          aria-label={`What ${label} may be of the target’s labels`}
          size="sm"
          classNames={{ input: classes.chosen, inputField: classes.field }}
          data={[...target.categories]}
          value={[...meanings]}
          onChange={(chosen) => mapLabels([[label, chosen]])}
          placeholder={state === 'mapped' ? undefined : unmapped[state]}
          searchable={target.categories.length > 8}
          disabled={disabled}
        />
      </Table.Td>
      <Table.Td className={classes.guess}>
        {guess && (
          <span className={classes.guessed}>
            <span>looks like</span>
            <CategoryChip category={guess} />
            <Button
              variant="light"
              size="compact-sm"
              disabled={disabled}
              aria-label={`Accept that ${label} is ${guess}`}
              onClick={() => mapLabels([[label, [guess]]])}
            >
              Accept
            </Button>
          </span>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** What becomes of labels that nobody mapped. */
function Unmapped({ rows }: { readonly rows: readonly LabelMapRow[] }) {
  const own = rows.filter(({ state }) => state === 'own').map(({ label }) => label);
  if (own.length === 0) return null;
  const nothingShared = own.length === rows.length;
  return (
    <Text size="sm" c="dimmed">
      {own.length === 1 ? '1 label is' : `${own.length} labels are`} not mapped and learned beside the target’s:{' '}
      {listed(own, 12)}.
      {nothingShared && ' As long as no label is the target’s, the corpora share no more than with T-B.'}
    </Text>
  );
}

export function LabelMap({ target, sources, labelMap, disabled }: Props) {
  const rows = useMemo(() => labelMapRows(target, sources, labelMap), [target, sources, labelMap]);
  const guesses = rows.flatMap(({ label, guess }) => (guess ? [[label, [guess]] as const] : []));
  return (
    <PanelSection
      title="What their labels are"
      purpose="Which of the target’s labels each may be. With several, training leaves open which of them is meant. Without one it keeps its name: a label that the target has too is the same, another is learned beside them."
    >
      {guesses.length > 1 && (
        <Group gap="sm">
          <Text size="sm">{counted(guesses.length, 'label')} look like labels of the target by another name.</Text>
          <Button variant="light" size="compact-sm" disabled={disabled} onClick={() => mapLabels(guesses)}>
            Accept all {guesses.length} guesses
          </Button>
        </Group>
      )}
      <Table
        aria-label="What the labels of the other corpora are among the target’s"
        className={`${stacked.stacked} ${classes.table}`}
        verticalSpacing={6}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" className={classes.label}>
              Label
            </Table.Th>
            <Table.Th scope="col" className={classes.examples}>
              Examples
            </Table.Th>
            <Table.Th scope="col">Of the target’s it may be</Table.Th>
            <Table.Th scope="col" className={classes.guess}>
              Guess
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row key={row.label} row={row} target={target} disabled={disabled} />
          ))}
        </Table.Tbody>
      </Table>
      <Unmapped rows={rows} />
    </PanelSection>
  );
}
