/** What else a finished run has to say, below its figures: what was tried, and what the source model labelled itself. */
import { Stack, Text } from '@mantine/core';
import { initialisationsTried } from '../../../workers/text/runResult.ts';
import { count, percent } from '../../charts/figures.ts';
import { useShownRun } from '../../store/runs.ts';

export function RunNotes() {
  const result = useShownRun((run) => run.result);
  const tried = Object.entries((result && initialisationsTried(result)) ?? {});
  const labelled = Object.entries(result?.pseudoLabels ?? {}).filter(([, number]) => number > 0);
  if (tried.length === 0 && labelled.length === 0) return null;
  return (
    <Stack gap={4} maw="52rem">
      {tried.length > 0 && (
        <Text size="sm" c="dimmed">
          Dev F1 by how the new rows began: {tried.map(([name, f1]) => `${name} ${percent(f1)}`).join(', ')}.
        </Text>
      )}
      {labelled.length > 0 && (
        <Text size="sm" c="dimmed">
          The source model’s own labels joined the training sentences:{' '}
          {labelled.map(([name, number]) => `${name} ${count(number)}`).join(', ')}.
        </Text>
      )}
    </Stack>
  );
}
