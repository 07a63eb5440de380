/** Which component stands for which panel. */
import type { ComponentType } from 'react';
import type { PanelName } from '../store/view.ts';
import { AnnotatePanel } from './annotate/AnnotatePanel.tsx';
import { CorpusPanel } from './corpus/CorpusPanel.tsx';
import { EvaluatePanel } from './evaluate/EvaluatePanel.tsx';
import { ExportPanel } from './export/ExportPanel.tsx';
import { LabelsPanel } from './labels/LabelsPanel.tsx';
import { SourcePanel } from './source/SourcePanel.tsx';
import { TrainPanel } from './train/TrainPanel.tsx';

export const panels: Readonly<Record<PanelName, ComponentType>> = {
  source: SourcePanel,
  corpus: CorpusPanel,
  labels: LabelsPanel,
  annotate: AnnotatePanel,
  train: TrainPanel,
  evaluate: EvaluatePanel,
  export: ExportPanel,
};
