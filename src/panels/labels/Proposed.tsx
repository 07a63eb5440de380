/** Several proposals of one sort, to be taken or dismissed at once. One alone is taken or dismissed in its row. */
import { Button, Group, Text } from '@mantine/core';
import { once } from './once.ts';

type Proposals = readonly (readonly [category: string, known: string])[];

interface Props {
  /** What is said of them, behind `5 of them`. */
  readonly what: string;
  /** What they are called on the button. */
  readonly guesses: string;
  readonly proposed: Proposals;
  readonly onAccept: (proposed: Proposals) => void;
  readonly onDismiss: (categories: readonly string[]) => void;
  readonly disabled: boolean;
}

export function Proposed({ what, guesses, proposed, onAccept, onDismiss, disabled }: Props) {
  if (proposed.length < 2) return null;
  return (
    <Group gap="sm">
      <Text size="sm">
        {proposed.length} of them {what}.
      </Text>
      <Group gap="xs">
        <Button variant="light" size="compact-sm" disabled={disabled} onClick={once(() => onAccept(proposed))}>
          Accept all {proposed.length} {guesses}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          disabled={disabled}
          onClick={once(() => onDismiss(proposed.map(([category]) => category)))}
        >
          Dismiss all {proposed.length} {guesses}
        </Button>
      </Group>
    </Group>
  );
}
