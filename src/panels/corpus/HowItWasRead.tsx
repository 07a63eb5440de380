/** What was assumed in reading the files, in one line; opened, all of it, and the settings to read them another way. */
import { List, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { Fold } from '../../components/Fold.tsx';
import { inPage } from '../../inPage.ts';
import { ImportSettingsForm } from './ImportSettingsForm.tsx';
import { importInShort } from './importInShort.ts';
import { useImporting } from './importing.ts';

function Annotated({ corpus }: { readonly corpus: CorpusSummary }) {
  const { annotated } = corpus;
  if (annotated === 'all' || corpus.kind === 'tags') return null;
  if (corpus.categories.every((category) => annotated.includes(category))) return null;
  const names = annotated.length === 0 ? 'none of its categories' : annotated.join(', ');
  return (
    <Text size="sm" c="dimmed">
      Annotated throughout: {names}. Other categories may stand in the text unmarked; Labels says what becomes of them.
    </Text>
  );
}

export function HowItWasRead({ corpus }: { readonly corpus: CorpusSummary }) {
  const hasFiles = useImporting(({ settings }) => settings[corpus.id] !== undefined);
  return (
    <Fold summary={importInShort(corpus)}>
      <Stack gap="md">
        {corpus.assumed.length > 0 && (
          <List
            aria-label="What was assumed"
            size="sm"
            icon={<IconCircleCheck size={16} stroke={1.6} aria-hidden />}
            spacing={2}
            c="dimmed"
            styles={{ itemWrapper: { alignItems: 'flex-start' }, itemIcon: { marginTop: 2 } }}
          >
            {corpus.assumed.map((assumption) => (
              <List.Item key={assumption}>{inPage(assumption)}</List.Item>
            ))}
          </List>
        )}
        <Annotated corpus={corpus} />
        {hasFiles && <ImportSettingsForm settingsKey={corpus.id} />}
      </Stack>
    </Fold>
  );
}
