/** The way on to the next panel of the work. */
import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { type PanelName, panelTitles, showPanel } from '../store/view.ts';

interface Props {
  readonly to: PanelName;
  readonly variant?: 'filled' | 'default';
}

export function Onward({ to, variant = 'filled' }: Props) {
  return (
    <Button variant={variant} rightSection={<IconArrowRight size={18} aria-hidden />} onClick={() => showPanel(to)}>
      Next: {panelTitles[to]}
    </Button>
  );
}
