/** How far each panel is, for the rail: what is there already, and which one waits for the user next. */
import { useCorpora } from './corpora.ts';
import { useModels } from './models.ts';
import { isUnderWay, shownRun, useRuns } from './runs.ts';
import { useSetup } from './setup.ts';
import type { PanelName } from './view.ts';

export type PanelState = 'empty' | 'ready' | 'attention';

export const panelStateWords: Readonly<Record<PanelState, string>> = {
  empty: 'nothing yet',
  ready: 'ready',
  attention: 'needs you',
};

export interface Standing {
  readonly hasCorpus: boolean;
  readonly corpusProblem: boolean;
  readonly hasSource: boolean;
  readonly sourceProblem: boolean;
  /** Beginning with random weights instead of adapting a model. */
  readonly fromScratch: boolean;
  readonly hasModels: boolean;
  /** The adaptation as it is set up would change nothing, or cannot be done. */
  readonly labelsOpen: boolean;
  readonly run: 'none' | 'under way' | 'finished' | 'failed';
}

/** The states of all panels. At most one step further than what is done asks for the user. */
export function panelStates(standing: Standing): Readonly<Record<PanelName, PanelState>> {
  const { hasCorpus, corpusProblem, hasSource, sourceProblem, fromScratch, hasModels, labelsOpen, run } = standing;
  const canTrain = hasCorpus && (hasSource || fromScratch);
  const labelsState = !canTrain ? 'empty' : labelsOpen && !fromScratch ? 'attention' : 'ready';
  const trainState = !canTrain
    ? 'empty'
    : run === 'failed' || (run === 'none' && labelsState === 'ready')
      ? 'attention'
      : 'ready';
  return {
    source: sourceProblem ? 'attention' : hasSource || (fromScratch && hasCorpus) ? 'ready' : 'attention',
    corpus: corpusProblem ? 'attention' : hasCorpus ? 'ready' : hasSource ? 'attention' : 'empty',
    labels: labelsState,
    annotate: hasCorpus ? 'ready' : 'empty',
    train: trainState,
    evaluate: hasModels && hasCorpus ? 'ready' : 'empty',
    export: hasModels ? 'ready' : 'empty',
  };
}

export function usePanelStates(): Readonly<Record<PanelName, PanelState>> {
  const hasCorpus = useCorpora(({ roles }) => roles.target !== null);
  const corpusProblem = useCorpora((state) => state.problem !== null);
  const hasSource = useModels(({ roles }) => roles.source !== null);
  const sourceProblem = useModels((state) => state.problem !== null);
  const hasModels = useModels((state) => state.models.length > 0);
  const fromScratch = useSetup(({ task }) => task !== 'adapt');
  const labelsOpen = useSetup(({ plan, planProblem }) => {
    const unpicked = plan?.categories.some(({ state }) => state === 'left-out') ?? false;
    const grows = plan?.categories.some(({ state }) => state === 'new') ?? false;
    return planProblem !== null || (unpicked && !grows);
  });
  const run = useRuns((state): Standing['run'] => {
    const { status } = shownRun(state);
    if (isUnderWay(status)) return 'under way';
    if (state.problem) return 'failed';
    return status === 'finished' || status === 'failed' ? status : 'none';
  });
  const standing = { hasCorpus, corpusProblem, hasSource, sourceProblem, fromScratch, hasModels, labelsOpen, run };
  return panelStates(standing);
}
