/** Renames, merges and leaves out categories of a corpus. */
import { Group, Switch, Table, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import { mapCategories } from '../../engine/corpora.ts';
import { useRunUnderWay } from '../../store/runs.ts';

interface Draft {
  readonly name: string;
  readonly keep: boolean;
}

/** What a draft would become, in words; empty where it changes nothing. */
function consequence(category: string, drafts: Readonly<Record<string, Draft>>): string {
  const draft = drafts[category];
  if (!draft?.keep) return 'left out';
  const name = draft.name.trim();
  if (name === '') return 'needs a name';
  const others = Object.entries(drafts).filter(
    ([other, { keep, name: otherName }]) => other !== category && keep && otherName.trim() === name,
  );
  if (others.length > 0) return `merged with ${others.map(([other]) => other).join(', ')}`;
  return name === category ? '' : 'renamed';
}

export function CategoryEditor({ corpus }: { readonly corpus: CorpusSummary }) {
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>(() =>
    Object.fromEntries(corpus.categories.map((name) => [name, { name, keep: true }])),
  );
  const [busy, setBusy] = useState(false);
  const running = useRunUnderWay();
  const change = (category: string, part: Partial<Draft>) =>
    setDrafts((before) => ({ ...before, [category]: { name: category, keep: true, ...before[category], ...part } }));

  const changed = corpus.categories.filter((category) => consequence(category, drafts) !== '');
  const nameless = changed.some((category) => consequence(category, drafts) === 'needs a name');
  const allOut = corpus.categories.every((category) => !drafts[category]?.keep);

  const whyNot = running
    ? 'A run is under way: categories can be changed when it has ended.'
    : allOut
      ? 'At least one category has to stay.'
      : nameless
        ? 'Every category that stays needs a name.'
        : changed.length === 0
          ? 'Nothing is changed yet: give a category another name, or switch one off.'
          : null;

  const apply = async () => {
    const mapping: Record<string, string | null> = {};
    for (const [category, { name, keep }] of Object.entries(drafts)) {
      if (!keep) mapping[category] = null;
      else if (name.trim() !== category) mapping[category] = name.trim();
    }
    setBusy(true);
    await mapCategories(corpus.id, mapping);
    setBusy(false);
  };

  return (
    <div>
      <WideTable label="Categories to rename, merge or leave out" minWidth={35}>
        <Table aria-label="Categories to rename, merge or leave out" maw="52rem" verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">In the files</Table.Th>
              <Table.Th scope="col" miw="11rem">
                Becomes
              </Table.Th>
              <Table.Th scope="col">Keep</Table.Th>
              <Table.Th scope="col" w="9rem">
                <VisuallyHidden>What that does</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {corpus.categories.map((category) => {
              const draft = drafts[category] ?? { name: category, keep: true };
              return (
                <Table.Tr key={category}>
                  <Table.Th scope="row">
                    <CategoryChip category={category} out={!draft.keep} />
                  </Table.Th>
                  <Table.Td>
                    <TextInput
                      size="sm"
                      aria-label={`New name of ${category}`}
                      value={draft.name}
                      disabled={!draft.keep || running}
                      onChange={(event) => change(category, { name: event.currentTarget.value })}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Switch
                      size="sm"
                      aria-label={`Keep ${category}`}
                      checked={draft.keep}
                      disabled={running}
                      onChange={(event) => change(category, { keep: event.currentTarget.checked })}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" c="dimmed">
                      {consequence(category, drafts)}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </WideTable>
      <Group mt="md">
        <ReasonedButton variant="default" whyNot={whyNot} loading={busy} onClick={() => void apply()}>
          Apply to the corpus
        </ReasonedButton>
      </Group>
    </div>
  );
}
