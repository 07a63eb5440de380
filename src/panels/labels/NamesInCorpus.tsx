/** The corpus may call a category by another name than the model does: which is which. */
import { Select, Table } from '@mantine/core';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import { setAdaptation } from '../../store/setup.ts';

interface Props {
  readonly corpus: CorpusSummary;
  /** The source model's categories. */
  readonly known: readonly string[];
  readonly adaptation: AdaptationConfiguration;
  readonly disabled: boolean;
}

// Choices are told apart from category names by their first letter.
const same = '=';
const out = '-';

export function NamesInCorpus({ corpus, known, adaptation, disabled }: Props) {
  const { categoryMap, newCategories } = adaptation;
  const choose = (category: string, choice: string) => {
    const { [category]: _, ...others } = categoryMap;
    const target = choice === out ? null : choice.slice(1);
    setAdaptation({
      categoryMap: choice === same ? others : { ...others, [category]: target },
      newCategories: choice === same ? newCategories : newCategories.filter((name) => name !== category),
    });
  };
  const choiceOf = (category: string) => {
    if (!(category in categoryMap)) return same;
    const target = categoryMap[category];
    return target === null || target === undefined ? out : `>${target}`;
  };
  return (
    <PanelSection
      title="Names in the corpus"
      purpose="Where the corpus calls something by another name than the model does, say which it is."
    >
      <WideTable label="Names in the corpus and in the model" minWidth={26}>
        <Table aria-label="Names in the corpus and in the model" maw="40rem" verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">In the corpus</Table.Th>
              <Table.Th scope="col">In the model</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {corpus.categories.map((category) => (
              <Table.Tr key={category}>
                <Table.Th scope="row">
                  <CategoryChip category={category} />
                </Table.Th>
                <Table.Td>
                  <Select
                    size="sm"
                    aria-label={`${category} in the model`}
                    value={choiceOf(category)}
                    onChange={(choice) => choice !== null && choose(category, choice)}
                    allowDeselect={false}
                    disabled={disabled}
                    data={[
                      { value: same, label: known.includes(category) ? 'The same' : 'Its own name' },
                      ...known.filter((name) => name !== category).map((name) => ({ value: `>${name}`, label: name })),
                      { value: out, label: 'Leave it out' },
                    ]}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </PanelSection>
  );
}
