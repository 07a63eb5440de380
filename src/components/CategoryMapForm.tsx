/** Renames, merges and leaves out categories, of a corpus or of a model: what each becomes, and what that does. */
import { Group, Switch, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { CategoryChip } from './CategoryChip.tsx';
import classes from './CategoryMapForm.module.css';
import { ReasonedButton } from './ReasonedButton.tsx';
import stacked from './StackedTable.module.css';

interface Props {
  readonly categories: readonly string[];
  /** What the table holds: `Categories to rename, merge or leave out`. */
  readonly label: string;
  /** The head of the first column: `Now`. */
  readonly from: string;
  /** What a category is that does not stay: `left out`. */
  readonly gone: string;
  /** What the button says. */
  readonly apply: string;
  /** Why nothing can be changed now; null where it can. */
  readonly locked: string | null;
  /** Other names, and null for what does not stay; what stays as it is is not in it. */
  readonly onApply: (mapping: Readonly<Record<string, string | null>>) => Promise<unknown>;
}

interface Draft {
  readonly name: string;
  readonly keep: boolean;
}

type Drafts = ReadonlyMap<string, Draft>;

/** What a draft would become, in words; empty where it changes nothing. */
function consequence(category: string, drafts: Drafts, gone: string): string {
  const draft = drafts.get(category);
  if (!draft?.keep) return gone;
  const name = draft.name.trim();
  if (name === '') return 'needs a name';
  const others = [...drafts].filter(
    ([other, { keep, name: otherName }]) => other !== category && keep && otherName.trim() === name,
  );
  if (others.length > 0) return `merged with ${others.map(([other]) => other).join(', ')}`;
  return name === category ? '' : 'renamed';
}

export function CategoryMapForm({ categories, label, from, gone, apply, locked, onApply }: Props) {
  const [drafts, setDrafts] = useState<Drafts>(() => new Map(categories.map((name) => [name, { name, keep: true }])));
  const [busy, setBusy] = useState(false);
  const change = (category: string, part: Partial<Draft>) =>
    setDrafts((before) => {
      const draft = before.get(category) ?? { name: category, keep: true };
      return new Map(before).set(category, { ...draft, ...part });
    });
  const changed = categories.filter((category) => consequence(category, drafts, gone) !== '');
  const nameless = changed.some((category) => consequence(category, drafts, gone) === 'needs a name');
  const allGone = categories.every((category) => !drafts.get(category)?.keep);
  const whyNot =
    locked ??
    (allGone
      ? 'At least one category has to stay.'
      : nameless
        ? 'Every category that stays needs a name.'
        : changed.length === 0
          ? 'Nothing is changed yet: give a category another name, or switch one off.'
          : null);

  const send = async () => {
    const mapping = [...drafts].flatMap(([category, { name, keep }]): [string, string | null][] => {
      if (!keep) return [[category, null]];
      return name.trim() === category ? [] : [[category, name.trim()]];
    });
    setBusy(true);
    await onApply(Object.fromEntries(mapping));
    setBusy(false);
  };

  return (
    <div>
      <Table aria-label={label} className={`${stacked.stacked} ${classes.table}`} verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{from}</Table.Th>
            <Table.Th scope="col">Becomes</Table.Th>
            <Table.Th scope="col" className={classes.keep}>
              Keep
            </Table.Th>
            <Table.Th scope="col" className={classes.does}>
              <VisuallyHidden>What that does</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {categories.map((category) => {
            const draft = drafts.get(category) ?? { name: category, keep: true };
            return (
              <Table.Tr key={category}>
                <Table.Th scope="row" className={classes.name}>
                  <CategoryChip category={category} out={!draft.keep} />
                </Table.Th>
                <Table.Td className={classes.becomes}>
                  <TextInput
                    size="sm"
                    aria-label={`New name of ${category}`}
                    value={draft.name}
                    disabled={!draft.keep || locked !== null}
                    onChange={(event) => change(category, { name: event.currentTarget.value })}
                  />
                </Table.Td>
                <Table.Td className={classes.keep}>
                  <Switch
                    size="sm"
                    aria-label={`Keep ${category}`}
                    checked={draft.keep}
                    disabled={locked !== null}
                    onChange={(event) => change(category, { keep: event.currentTarget.checked })}
                  />
                </Table.Td>
                <Table.Td className={classes.does}>
                  <Text size="sm" c="dimmed" truncate title={consequence(category, drafts, gone)}>
                    {consequence(category, drafts, gone)}
                  </Text>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      <Group mt="md">
        <ReasonedButton variant="default" whyNot={whyNot} loading={busy} onClick={() => void send()}>
          {apply}
        </ReasonedButton>
      </Group>
    </div>
  );
}
