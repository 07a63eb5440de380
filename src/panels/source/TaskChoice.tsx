/** What kind of run is set up: from a model, from random weights on one corpus, or on several together. */
import { Stack, Text } from '@mantine/core';
import type { SingleTask } from '../../../workers/protocol/configuration.ts';
import { Alternatives } from '../../components/Alternatives.tsx';
import { setTask } from '../../store/setup.ts';

const meanings: Readonly<Record<SingleTask, string>> = {
  adapt: 'The model keeps what it knows and learns from your corpus, categories that are new to it among the rest.',
  train:
    'A model is trained on one corpus, from random weights or from a pretrained encoder. Others can be adapted from it later.',
  joint:
    'A model is trained from random weights on your corpus and others at once: each step learns from one of them, and what they share learns from all. It helps where your corpus is small and a larger one is near it (paper 3). Which corpora, and what they share, is chosen in Train.',
};

interface Props {
  readonly task: SingleTask;
  readonly disabled: boolean;
}

export function TaskChoice({ task, disabled }: Props) {
  return (
    <Stack gap="xs">
      <Alternatives
        label="How to begin"
        value={task}
        onChange={setTask}
        disabled={disabled}
        data={[
          { value: 'adapt', label: 'Start from a model' },
          { value: 'train', label: 'Train a source model' },
          { value: 'joint', label: 'Learn corpora together' },
        ]}
      />
      <Text size="sm" c="dimmed" maw="40rem">
        {meanings[task]}
      </Text>
    </Stack>
  );
}
