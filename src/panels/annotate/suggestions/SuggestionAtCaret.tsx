/** The suggestion at the caret, in words, for those who do not see it and those who have no keys. */
import { Button, Group, Kbd, Text } from '@mantine/core';
import { counted } from '../../../charts/figures.ts';
import { acceptSuggestion, rejectSuggestion } from '../../../engine/suggesting.ts';
import { useAnnotating } from '../../../store/annotating.ts';
import { useSuggesting, useSuggestionsNow } from '../../../store/suggesting.ts';
import { inWords } from './SuggestedText.tsx';
import classes from './Suggestions.module.css';
import { suggestionAt } from './suggestionKeys.ts';

export function SuggestionAtCaret() {
  const suggestions = useSuggestionsNow();
  const { document, selection, span } = useAnnotating();
  const isKnown = useSuggesting((state) => state.on && state.document?.documentId === document?.id);
  const at = document && !span ? suggestionAt(document, selection, suggestions) : null;
  if (!isKnown) return null;
  const open = suggestions.length === 0 ? 'No suggestion' : counted(suggestions.length, 'suggestion');
  return (
    <Group className={classes.atCaret} gap="sm">
      <Text size="sm" aria-live="polite" className={classes.words}>
        {at ? `Suggested: ${document?.text.slice(at.start, at.end)}, ${inWords(at)}` : `${open} open here`}
      </Text>
      {at && (
        <>
          <Button size="compact-sm" variant="default" onClick={() => acceptSuggestion(at)}>
            Accept <Kbd ml={6}>Enter</Kbd>
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => rejectSuggestion(at)}>
            Reject <Kbd ml={6}>⌫</Kbd>
          </Button>
        </>
      )}
    </Group>
  );
}
