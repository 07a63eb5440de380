/** Which of the training documents train, where an annotator has begun to submit them. */
import { Text } from '@mantine/core';
import { count, counted } from '../../charts/figures.ts';
import { useTargetCorpus } from '../../store/corpora.ts';

export function SubmittedAlone() {
  const corpus = useTargetCorpus();
  if (!corpus?.judged) return null;
  const { documents, standings } = corpus.parts.train;
  if (standings.submitted === documents) return null;
  return (
    <Text size="sm" c="dimmed">
      Of {counted(documents, 'training document')} {count(standings.submitted)} are submitted and train. Drafts,
      discarded ones and those that wait do not.
    </Text>
  );
}
