/** Documents of which a model was not sure enough, the least sure first: each is a click away from being looked at. */
import { Button, Text } from '@mantine/core';
import type { ReviewedDocument } from '../../../workers/protocol/batch.ts';
import { counted } from '../../charts/figures.ts';
import { ShowMore, useShownFirst } from '../../components/ShowMore.tsx';
import { openInAnnotate } from '../../engine/reviewing.ts';
import { useCorpora } from '../../store/corpora.ts';
import classes from './ReviewList.module.css';

interface Props {
  readonly corpusId: string;
  readonly review: readonly ReviewedDocument[];
  readonly below: number;
}

export function ReviewList({ corpusId, review, below }: Props) {
  const corpus = useCorpora(({ corpora }) => corpora.find(({ id }) => id === corpusId));
  const [shown, showMore] = useShownFirst();
  const limit = `${Math.round(100 * below)} %`;
  if (review.length === 0) return <Text mt="sm">It was at least {limit} sure of everything.</Text>;
  return (
    <>
      <Text mt="sm">
        {counted(review.length, 'document')} to be looked at: the model was less than {limit} sure of something there.
      </Text>
      <ul className={classes.list} aria-label="Documents to be looked at">
        {review.slice(0, shown).map(({ documentId, start, end, confidence, words, category }) => (
          <li key={documentId}>
            <span className={classes.name}>{documentId}</span>
            <Text size="sm" c="dimmed" component="span" style={{ overflowWrap: 'anywhere' }}>
              “{words.replace(/\s+/g, ' ')}”, {category ?? 'nothing'}, {Math.round(100 * confidence)} %
            </Text>
            <Button
              size="compact-sm"
              variant="default"
              disabled={!corpus}
              aria-label={`Look at ${documentId}`}
              onClick={() => corpus && void openInAnnotate(corpus, { documentId, stretch: { start, end } })}
            >
              Look at it
            </Button>
          </li>
        ))}
      </ul>
      <ShowMore shown={shown} of={review.length} onMore={showMore} />
    </>
  );
}
