/** Where the user is. The colour scheme is Mantine's to keep (`useMantineColorScheme`). */
import { create } from 'zustand';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { Progress } from '../engine/progress.ts';

export const panelNames = ['source', 'corpus', 'labels', 'annotate', 'train', 'evaluate', 'export'] as const;
export type PanelName = (typeof panelNames)[number];

export const panelTitles: Readonly<Record<PanelName, string>> = {
  source: 'Source',
  corpus: 'Corpus',
  labels: 'Labels',
  annotate: 'Annotate',
  train: 'Train',
  evaluate: 'Evaluate',
  export: 'Export',
};

interface ViewState {
  readonly panel: PanelName;
  /** For talks: larger type, rail folded, chart and table only. */
  readonly presenter: boolean;
  /** What went wrong with the page as a whole: a worker that died, a link that does not read. */
  readonly problem: Problem | null;
  /** What happened to it and is put right already. */
  readonly notice: Problem | null;
  /** What the page as a whole is busy with, such as loading the demo. */
  readonly busy: Progress | null;
}

export const useView = create<ViewState>()(() => ({
  panel: 'source',
  presenter: false,
  problem: null,
  notice: null,
  busy: null,
}));

export function showPanel(panel: PanelName): void {
  useView.setState({ panel });
}

export function setPresenter(presenter: boolean): void {
  useView.setState({ presenter });
}

export function showProblem(problem: Problem | null): void {
  useView.setState({ problem });
}
