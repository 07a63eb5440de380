/** The panels' signs in the rail. */
import {
  type Icon,
  IconBook2,
  IconChartLine,
  IconDownload,
  IconHighlight,
  IconSeeding,
  IconTags,
  IconTarget,
} from '@tabler/icons-react';
import type { PanelName } from '../store/view.ts';

export const panelIcons: Readonly<Record<PanelName, Icon>> = {
  source: IconSeeding,
  corpus: IconBook2,
  labels: IconTags,
  annotate: IconHighlight,
  train: IconChartLine,
  evaluate: IconTarget,
  export: IconDownload,
};
