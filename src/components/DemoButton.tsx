/** One click to a run on the corpus and the model that ship with the page. */
import { Button, Kbd, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { tryDemo } from '../engine/demo.ts';
import { useDemo } from '../store/demo.ts';
import { useRunUnderWay } from '../store/runs.ts';
import { useView } from '../store/view.ts';

/** Puts the demo back to its start, for the next talk. */
export const demoKey = 'F9';

interface Props {
  readonly variant?: 'filled' | 'default' | 'light';
  readonly size?: 'sm' | 'md';
}

export function DemoButton({ variant = 'filled', size = 'sm' }: Props) {
  const busy = useView((state) => state.busy !== null);
  const running = useRunUnderWay();
  const started = useDemo(({ corpus }) => corpus !== null);
  return (
    <>
      <Button
        variant={variant}
        size={size}
        loading={busy}
        disabled={running}
        leftSection={<IconPlayerPlay size={18} aria-hidden />}
        onClick={() => void tryDemo()}
      >
        Try the demo
      </Button>
      {started && (
        <Text size="xs" c="dimmed">
          <Kbd>{demoKey}</Kbd> puts the demo back to its start
        </Text>
      )}
    </>
  );
}
