/** Corpus files dropped anywhere on the window while this panel is open. Seen only while something is dragged. */
import { Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileImport } from '@tabler/icons-react';
import { openFiles } from './importing.ts';

export function DropArea({ disabled }: { readonly disabled: boolean }) {
  return (
    <Dropzone.FullScreen
      active={!disabled}
      onDrop={(files) => void openFiles(files)}
      withinPortal={false}
      inputProps={{ 'aria-label': 'Dropped corpus files' }}
    >
      <Stack align="center" justify="center" gap="xs" mih="80vh">
        <IconFileImport size={52} stroke={1.2} aria-hidden />
        <Text ff="var(--graft-book-font)" fz="xl">
          Drop corpus files
        </Text>
        <Text c="dimmed">One to be divided, or train, dev and test together.</Text>
      </Stack>
    </Dropzone.FullScreen>
  );
}
