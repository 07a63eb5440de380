/** What keys do to the span at the caret, for those who have none: a word shorter or longer, and away. */
import { Button, Group, Kbd, Text } from '@mantine/core';
import type { Document } from '../../../workers/protocol/corpus.ts';
import { quoted } from '../../../workers/text/clip.ts';
import { useAnnotating } from '../../store/annotating.ts';
import { resize, takeAway } from './marking.ts';

const quiet = { size: 'compact-sm', variant: 'default' } as const;

export function SpanAtCaret({ document }: { readonly document: Document }) {
  const span = useAnnotating((state) => state.span);
  if (!span) return null;
  const words = quoted(document.text, span);
  return (
    // The text keeps the focus, so that its keys go on.
    <Group
      role="group"
      aria-label="The span at the caret"
      gap="sm"
      mt="xs"
      onMouseDown={(event) => event.preventDefault()}
    >
      <Text size="sm">
        {words} is {span.category}
      </Text>
      <Button {...quiet} aria-label={`${words} a word shorter`} onClick={() => resize(document, -1)}>
        Shorter <Kbd ml={6}>[</Kbd>
      </Button>
      <Button {...quiet} aria-label={`${words} a word longer`} onClick={() => resize(document, 1)}>
        Longer <Kbd ml={6}>]</Kbd>
      </Button>
      <Button {...quiet} aria-label={`Take ${words} away`} onClick={() => takeAway(document)}>
        Take away <Kbd ml={6}>Del</Kbd>
      </Button>
    </Group>
  );
}
