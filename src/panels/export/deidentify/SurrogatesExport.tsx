/** The table of who became whom, which no other file has: saved by itself, once it was said what it is. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Ledger } from '../../../../workers/protocol/deidentify.ts';
import { writeLedger } from '../../../../workers/text/deidentify/ledgerFile.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { useDeidentifying } from '../../../store/deidentifying.ts';
import { download } from '../download.ts';

interface Props {
  readonly ledger: Ledger;
  /** That of the file, without its ending. */
  readonly name: string;
}

export function SurrogatesExport({ ledger, name }: Props) {
  const isWarned = useDeidentifying((state) => state.isWarned);
  const [asking, setAsking] = useState(false);
  const save = () => {
    useDeidentifying.setState({ isWarned: true });
    setAsking(false);
    download(`${name}.json`, writeLedger(ledger), 'application/json');
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={isWarned ? save : () => setAsking(true)}>
        Save the table of surrogates
      </Button>
      {asking && (
        <Dialog title="Save the table of surrogates?" onClose={() => setAsking(false)}>
          <Stack gap="md">
            <Text size="sm">
              It says who became whom. Whoever has it can take the replacements back: the names in what you have given
              away are then known. Keep it to yourself, and never beside the corpus without names.
            </Text>
            <Group gap="xs">
              <Button data-autofocus variant="default" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button onClick={save}>Save it</Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </>
  );
}
