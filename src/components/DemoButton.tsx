/** One click to a run on the corpus and the model that ship with the page. */
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { tryDemo } from '../engine/demo.ts';
import { useRunUnderWay } from '../store/runs.ts';
import { useView } from '../store/view.ts';

interface Props {
  readonly variant?: 'filled' | 'default' | 'light';
  readonly size?: 'sm' | 'md';
}

export function DemoButton({ variant = 'filled', size = 'sm' }: Props) {
  const busy = useView((state) => state.busy !== null);
  const running = useRunUnderWay();
  return (
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
  );
}
