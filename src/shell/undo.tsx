/** Taking back what was just done: a notice with an Undo button that stands long enough to be read and reached. */
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Milliseconds; it stays longer while the pointer is on it. */
const patience = 20_000;

/**
 * Says what was done and offers to take it back.
 * @param message what happened, as a whole sentence.
 * @param settle once it can no longer be taken back: what is to be done for good.
 */
export function offerUndo(message: string, undo: () => void, settle?: () => void): void {
  let undone = false;
  const id = notifications.show({
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" component="span" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          style={{ flex: 'none' }}
          onClick={() => {
            if (undone) return;
            undone = true;
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
    color: 'pine',
    autoClose: patience,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    onClose: () => {
      if (!undone) settle?.();
    },
  });
}
