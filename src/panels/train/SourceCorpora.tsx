/** Which of the corpora on the page are learned together with the target: a box each. */
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { counted } from '../../charts/figures.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { listed } from '../../listed.ts';
import { setTogether, useCorpora } from '../../store/corpora.ts';
import { showPanel } from '../../store/view.ts';

function described({ parts, categories, kind }: CorpusSummary): string {
  const { train, dev } = parts;
  const labels = listed(categories, 6) || 'nothing marked';
  const scored = dev.sentences === 0 ? ', none for dev: how it is learned will not be seen' : '';
  return `${counted(train.sentences, 'training sentence')}${scored}; ${kind === 'tags' ? 'one tag a word: ' : ''}${labels}`;
}

interface Props {
  readonly target: CorpusSummary;
  readonly disabled: boolean;
}

export function SourceCorpora({ target, disabled }: Props) {
  const corpora = useCorpora((state) => state.corpora);
  const together = useCorpora((state) => state.together);
  const others = corpora.filter(({ id }) => id !== target.id);
  return (
    <PanelSection
      title="Together with"
      purpose={`The target is ${target.name}: the model is for it, and its dev sentences decide the best epoch. Another is chosen in Corpus.`}
    >
      {others.length === 0 ? (
        <Group gap="sm">
          <Text size="sm">There is no other corpus on this page yet.</Text>
          <Button size="compact-sm" variant="default" disabled={disabled} onClick={() => showPanel('corpus')}>
            Import another in Corpus
          </Button>
        </Group>
      ) : (
        <Stack gap="sm" role="group" aria-label="Corpora to learn together with the target">
          {others.map((corpus) => (
            <Checkbox
              key={corpus.id}
              label={corpus.name}
              description={described(corpus)}
              checked={together.includes(corpus.id)}
              onChange={(event) => setTogether(corpus.id, event.currentTarget.checked)}
              disabled={disabled}
              styles={{ body: { maxWidth: '42rem' }, labelWrapper: { minWidth: 0, overflowWrap: 'anywhere' } }}
            />
          ))}
        </Stack>
      )}
    </PanelSection>
  );
}
