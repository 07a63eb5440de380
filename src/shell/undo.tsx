/**
 * Taking back what was just done: a notice with an Undo button that stands long enough to be read and reached. When it is
 * gone, the same is to be had among the tools of the page and by Ctrl+Z.
 */
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { keepStep, takeBackStep, type UndoStep, useUndo } from '../store/undo.ts';

/** Milliseconds; it stays longer while the pointer is on it. */
const patience = 20_000;

/**
 * Says what was done and offers to take it back.
 * @param message what happened, as a whole sentence.
 * @param settle once it can no longer be taken back: what is to be done for good.
 */
export function offerUndo(message: string, undo: () => void, settle: () => void = () => {}): void {
  const step: UndoStep = { message, undo, settle };
  keepStep(step);
  const id = notifications.show({
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" component="span" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        <Button size="compact-sm" variant="default" style={{ flex: 'none' }} onClick={() => takeBackStep(step)}>
          Undo
        </Button>
      </Group>
    ),
    color: 'pine',
    autoClose: patience,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    onClose: () => unwatch(),
  });
  // By whichever way it is taken back, the notice has nothing to offer any more.
  const unwatch = useUndo.subscribe(({ steps }) => {
    if (!steps.includes(step)) notifications.hide(id);
  });
}
