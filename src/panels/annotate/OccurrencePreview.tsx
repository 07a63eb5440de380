/** How many places would be marked, before they are: by keys from the text, by mouse or finger from here. */
import { Button, Group, Text } from '@mantine/core';
import type { Document } from '../../../workers/protocol/corpus.ts';
import { quoted } from '../../../workers/text/clip.ts';
import { counted } from '../../charts/figures.ts';
import { useAnnotating } from '../../store/annotating.ts';
import { leavePreview, takePreview } from './marking.ts';

export function OccurrencePreview({ document }: { readonly document: Document }) {
  const preview = useAnnotating((state) => state.preview);
  const [first] = preview?.stretches ?? [];
  return (
    <Group gap="xs" mt={first && 'xs'} aria-live="polite">
      {preview && first && (
        <>
          <Text size="sm">
            {counted(preview.stretches.length, 'occurrence')} of {quoted(document.text, first)} as {preview.category}:
            Enter marks them, Esc leaves them.
          </Text>
          <Button size="compact-sm" onClick={takePreview}>
            Mark all
          </Button>
          <Button size="compact-sm" variant="default" onClick={leavePreview}>
            Leave
          </Button>
        </>
      )}
    </Group>
  );
}
