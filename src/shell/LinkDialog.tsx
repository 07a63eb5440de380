/** The set-up as a link, shown before it is copied: whoever gets a link reads what it names. */
import { Button, Code, Group, List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../components/Dialog.tsx';
import { ProblemAlert } from '../components/ProblemAlert.tsx';
import { linkToSetup } from '../engine/openLink.ts';

const clipboardRefused = {
  code: 'clipboard-refused',
  message: 'The browser did not let the link be copied.',
  remedy: 'Select it above, and copy it by hand.',
};

export function LinkDialog({ onClose }: { readonly onClose: () => void }) {
  const [{ address, names, lacks }] = useState(linkToSetup);
  const [refused, setRefused] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      onClose();
      notifications.show({ title: 'Link copied', message: 'It restores the settings, seed included.', color: 'pine' });
    } catch {
      setRefused(true);
    }
  };
  return (
    <Dialog title="Link to this set-up" size="xl" onClose={onClose}>
      {names.length > 0 ? (
        <>
          <Text>Besides settings it names, for whoever gets it to read:</Text>
          <List my="xs">
            {names.map((name) => (
              <List.Item key={name} style={{ overflowWrap: 'anywhere' }}>
                {name}
              </List.Item>
            ))}
          </List>
        </>
      ) : (
        <Text>It holds settings, and no name of yours.</Text>
      )}
      <Text>No text and no file is in it{lacks && `: ${lacks} must be loaded by hand where it is opened`}.</Text>
      <Code block my="md" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {address}
      </Code>
      {refused && <ProblemAlert problem={clipboardRefused} onClose={() => setRefused(false)} />}
      <Group justify="flex-end" mt="md">
        <Button leftSection={<IconLink size={18} aria-hidden />} onClick={() => void copy()}>
          Copy it
        </Button>
      </Group>
    </Dialog>
  );
}
