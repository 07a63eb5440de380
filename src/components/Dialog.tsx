/** A window over the page, with its title. Mantine's own frame has a page header in it, which there may be one of. */
import { Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly size?: 'md' | 'xl';
  /** Absent where it must be answered. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, size = 'md', onClose, children }: Props) {
  return (
    <Modal.Root opened size={size} onClose={() => onClose?.()} closeOnEscape={onClose !== undefined}>
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" wrap="nowrap" p="md" pb="xs">
          <Modal.Title style={{ fontFamily: 'var(--graft-book-font)', fontSize: '1.3rem', overflowWrap: 'anywhere' }}>
            {title}
          </Modal.Title>
          {onClose && <Modal.CloseButton aria-label="Close" />}
        </Group>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
