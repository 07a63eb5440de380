/** That the model's names are not the corpus's, as long as nobody said which are the same: its suggestions come by its own. */
import { Button, Group, Text } from '@mantine/core';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../../../workers/protocol/model.ts';
import { listed } from '../../../listed.ts';
import { namesInCorpusOf } from '../../../store/lookedFor.ts';
import { useSetup } from '../../../store/setup.ts';
import { showPanel } from '../../../store/view.ts';

interface Props {
  readonly corpus: Pick<CorpusSummary, 'categories'>;
  readonly model: Pick<ModelSummary, 'name' | 'categories'>;
}

/** So many names are listed. */
const most = 4;

export function OtherNames({ corpus, model }: Props) {
  const { categoryMap, newCategories } = useSetup((state) => state.adaptation);
  const isDecided = (name: string) => Object.hasOwn(categoryMap, name) || newCategories.includes(name);
  const unknown = corpus.categories.filter((name) => !model.categories.includes(name) && !isDecided(name));
  const own = model.categories.filter((name) => namesInCorpusOf(name, corpus, categoryMap).length === 0);
  if (unknown.length === 0 || own.length === 0) return null;
  return (
    <Group gap="xs" mt="xs">
      <Text size="sm" maw="44rem">
        {model.name} knows nothing called {listed(unknown, most)}, and suggests {listed(own, most)}, which this corpus
        has not. Labels is where it is said which are the same.
      </Text>
      <Button variant="default" size="compact-sm" onClick={() => showPanel('labels')}>
        Go to Labels
      </Button>
    </Group>
  );
}
