/** A few lines to take along. */
import { ActionIcon, Code, CopyButton, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './ExportPanel.module.css';

export function Snippet({ title, snippet }: { readonly title: string; readonly snippet: string }) {
  return (
    <>
      <Text fw={600} mt="xs">
        {title}
      </Text>
      <div className={classes.snippet}>
        <Code block>{snippet}</Code>
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon variant="default" size="lg" aria-label={`Copy: ${title}`} onClick={copy}>
                {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
    </>
  );
}
