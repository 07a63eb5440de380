/** What chart and score table show of a run. */
import { useDeferredValue } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { EpochRecord } from '../../../workers/protocol/engine.ts';
import type { EpochLoss } from '../../charts/LossStrip.tsx';
import { otherSeedsSoFar } from '../../store/repetitions.ts';
import type { RunState, StageState } from '../../store/runState.ts';
import { shownRun, useRuns, useRunUnderWay, useShownRun } from '../../store/runs.ts';

const none: readonly never[] = [];

/**
 * Of the run as a whole. Deferred: it is drawn in slices between other work, so that neither a run's beginning nor
 * an epoch's end holds the page up. Where the panel comes up during a run, it comes up without them first.
 */
export function useRunFacts() {
  const running = useRunUnderWay();
  const categories = useShownRun((run) => run.categories);
  return {
    categories: useDeferredValue(categories, running ? none : categories),
    newCategories: useDeferredValue(useShownRun((run) => run.newCategories)),
    sourceDev: useDeferredValue(useShownRun((run) => run.sourceDev)),
    sourceYardstick: useDeferredValue(useShownRun((run) => run.sourceYardstick)),
    result: useDeferredValue(useShownRun((run) => run.result)),
  };
}

/** The same of one of its stages. @param stageOf must be defined outside of the component. */
export function useStage(stageOf: (run: RunState) => StageState | null) {
  return {
    records: useDeferredValue(useShownRun((run): readonly EpochRecord[] => stageOf(run)?.records ?? none)),
    bestEpoch: useDeferredValue(useShownRun((run) => stageOf(run)?.bestEpoch ?? null)),
    /** The epoch under way. */
    current: useDeferredValue(useShownRun((run) => stageOf(run)?.epoch ?? 0)),
    planned: useShownRun((run) => stageOf(run)?.epochs),
    label: useShownRun((run) => stageOf(run)?.label ?? ''),
  };
}

/** The epochs of the run's other seeds, whose lines change when one of their epochs ends. */
export function useOtherSeeds() {
  return useDeferredValue(useRuns(useShallow((state) => otherSeedsSoFar(shownRun(state)))));
}

export type ShownStage = ReturnType<typeof useStage>;

export function bestRecord({ records, bestEpoch }: ShownStage): EpochRecord | undefined {
  return records.find(({ epoch }) => epoch === bestEpoch);
}

/** The mean training loss of the kept epoch when the run is over; before that, of the last one that ended. */
export function shownLoss(stage: Pick<ShownStage, 'records' | 'bestEpoch'>, over: boolean): EpochLoss | null {
  return (over ? stage.records.find(({ epoch }) => epoch === stage.bestEpoch) : stage.records.at(-1)) ?? null;
}
