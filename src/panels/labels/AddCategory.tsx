/** Picks a new category from those that the corpus has and the model does not. */
import { Button, Menu, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { setAdaptation } from '../../store/setup.ts';

const format = new Intl.NumberFormat('en');

export function AddCategory({ adaptation }: { readonly adaptation: AdaptationConfiguration }) {
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  const running = useRunUnderWay();
  if (!corpus || !source) return null;
  const { newCategories, categoryMap } = adaptation;
  const candidates = corpus.categories.filter(
    (category) =>
      !source.categories.includes(category) && !newCategories.includes(category) && !(category in categoryMap),
  );
  const add = (category: string) => setAdaptation({ newCategories: [...newCategories, category] });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant={newCategories.length === 0 ? 'filled' : 'default'}
          leftSection={<IconPlus size={18} aria-hidden />}
          disabled={running}
        >
          Add category
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {candidates.length === 0 && (
          <Text size="sm" c="dimmed" p="sm" maw={300}>
            The corpus has no further category that the model does not know. Import one that has, or rename its
            categories in Corpus.
          </Text>
        )}
        {candidates.map((category) => (
          <Menu.Item
            key={category}
            onClick={() => add(category)}
            rightSection={
              <Text size="sm" c="dimmed">
                {format.format(corpus.parts.train.categories[category] ?? 0)} examples
              </Text>
            }
          >
            <CategoryChip category={category} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
