/** Said where the corpus holds nothing of what the model knows: all of it is forgotten unless something is done. */
import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { warningPaper } from '../../components/ProblemAlert.tsx';
import { listed } from '../../listed.ts';
import { remediesOn } from '../../store/remedies.ts';
import { useSetup } from '../../store/setup.ts';
import type { LabelRows } from './rows.ts';

interface Props {
  readonly rows: LabelRows;
  readonly adaptation: AdaptationConfiguration;
  readonly source: ModelSummary;
}

/** What is on of “Keep what it knew”, by the names of its switches. */
function namesOf({ rehearse, imagine, distil, pull, mix, consult }: AdaptationConfiguration): string[] {
  return [
    ...(rehearse > 0 ? ['“Rehearse”'] : []),
    ...(imagine > 0 ? ['“Make sentences up”'] : []),
    ...(distil > 0 ? ['“Learn from the source model”'] : []),
    ...(pull > 0 ? ['“Stay near its weights”'] : []),
    ...(mix ? ['“Take the best mixture”'] : []),
    ...(consult === 0 ? [] : ['“Ask the source model as well”']),
  ];
}

export function WhatIsLost({ rows: { known, unknown }, adaptation, source }: Props) {
  const keeping = useSetup((state) => state.keeping);
  if (known.length === 0 || unknown.length === 0 || known.some(({ hasExamples }) => hasExamples)) return null;
  const names = listed(
    known.map(({ name }) => name),
    12,
  );
  const guessed = unknown.filter(({ guess }) => guess !== null).length;
  const kept = namesOf(remediesOn(adaptation, keeping, source));
  const fate =
    kept.length === 0
      ? `The model will forget ${names}, unless “Keep what it knew” below holds on to them.`
      : `The model would forget ${names}. ${listed(kept)} below ${kept.length === 1 ? 'is' : 'are'} on against that.`;
  const otherwise =
    guessed === 0
      ? 'Where the corpus has one of them by another name, say so (“It is the model’s …” in the menu of a row): its examples then keep it.'
      : guessed === 1
        ? 'One category of the corpus looks like one of them by another name: accept that below, and its examples keep it.'
        : `${guessed} categories of the corpus look like some of them by other names: accept that below, and their examples keep them.`;
  return (
    <Alert
      role="status"
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      styles={{ title: { color: 'var(--mantine-color-text)' }, root: warningPaper }}
      title="The corpus has no example of what the model knows"
    >
      <Text size="sm">
        {fate} {otherwise}
      </Text>
    </Alert>
  );
}
