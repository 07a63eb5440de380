/** Picks a new category from those that the corpus has and the model does not. */
import { Button, Menu, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import { counted } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { addCategories } from '../../store/setup.ts';

export function AddCategory({ adaptation }: { readonly adaptation: AdaptationConfiguration }) {
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  const running = useRunUnderWay();
  if (!corpus || !source) return null;
  const { newCategories, categoryMap } = adaptation;
  const candidates = corpus.categories.filter(
    (category) =>
      !source.categories.includes(category) &&
      !newCategories.includes(category) &&
      !Object.hasOwn(categoryMap, category),
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant={newCategories.length === 0 ? 'filled' : 'default'}
          leftSection={<IconPlus size={18} aria-hidden />}
          disabled={running}
          title={running ? 'A run is under way: categories can be added when it has ended.' : undefined}
        >
          Add category
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="min(26rem, 70dvh)" style={{ overflowY: 'auto' }}>
        {candidates.length === 0 && (
          <Text size="sm" c="dimmed" p="sm" maw={300}>
            The corpus has no further category that the model does not know. Import one that has, or rename its
            categories in Corpus.
          </Text>
        )}
        {candidates.length > 1 && (
          <>
            <Menu.Item onClick={() => addCategories(candidates)}>Add all {candidates.length}</Menu.Item>
            <Menu.Divider />
          </>
        )}
        {candidates.map((category) => (
          <Menu.Item
            key={category}
            onClick={() => addCategories([category])}
            rightSection={
              <Text size="sm" c="dimmed">
                {counted(corpus.parts.train.categories[category] ?? 0, 'example')}
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
