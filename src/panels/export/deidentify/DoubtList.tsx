/** Places that somebody should look at before the text leaves the house, each a click away from Annotate. */
import { Button, Text } from '@mantine/core';
import type { Doubt } from '../../../../workers/protocol/deidentify.ts';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import { count, counted } from '../../../charts/figures.ts';
import { HighlightedText } from '../../../components/HighlightedText.tsx';
import { ShowMore, useShownFirst } from '../../../components/ShowMore.tsx';
import { openInAnnotate } from '../../../engine/reviewing.ts';
import classes from './DoubtList.module.css';

function why({ kind, category, confidence, replaced }: Doubt): string {
  if (kind === 'same-word') return `Stays; elsewhere it is replaced, as ${category}`;
  if (kind === 'same-form') return `Stays; looks like ${category}`;
  if (kind === 'not-looked-for') return `Nobody looked for ${category} in this document`;
  if (kind === 'unread') return 'Not all annotations of this document could be read';
  const sure = `${Math.round(100 * (confidence ?? 0))} % sure`;
  if (category === null) return `Stays; the model is ${sure} that it is nothing`;
  return `${replaced ? 'Replaced' : 'Stays'}; the model is ${sure} that it is ${category}`;
}

export function DoubtList({ corpus, doubts }: { readonly corpus: CorpusSummary; readonly doubts: readonly Doubt[] }) {
  const [shown, showMore] = useShownFirst();
  if (doubts.length === 0) return <Text>Nothing stands out that was not replaced.</Text>;
  return (
    <>
      <Text aria-live="polite">
        {counted(doubts.length, 'place')} to be looked at before the text leaves the house.
      </Text>
      <ul className={classes.list} aria-label="Places to be looked at">
        {doubts.slice(0, shown).map((doubt) => {
          const { documentId, part, start, end, line, before, words, after, category } = doubt;
          const text = `${before}${words}${after}`;
          const span = { start: before.length, end: before.length + words.length, category: category ?? '' };
          return (
            <li key={`${part} ${documentId} ${start} ${end} ${doubt.kind}`}>
              <div>
                <Text size="sm" c="dimmed">
                  {why(doubt)}. {documentId}, line {count(line)}
                </Text>
                <HighlightedText text={text} spans={[span]} labels={false} />
              </div>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Look at “${words}” in ${documentId}`}
                onClick={() => void openInAnnotate(corpus, { documentId, part, stretch: { start, end } })}
              >
                Look at it
              </Button>
            </li>
          );
        })}
      </ul>
      <ShowMore shown={shown} of={doubts.length} onMore={showMore} />
    </>
  );
}
