/** The seeds or trials of the run that is shown, as they come in and when it is over; nothing where it is not repeated. */
import { useDeferredValue, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { repetitionsSoFar } from '../../store/repetitions.ts';
import { shownRun, useRuns } from '../../store/runs.ts';
import { Seeds } from './Seeds.tsx';
import { Trials } from './Trials.tsx';

/** Of the run that is shown, in its slices between other work: when an epoch has ended, not with every step. */
function useRepetitions() {
  const changed = useDeferredValue(
    useRuns(
      useShallow((state) => {
        const { request, result, stage, stages } = shownRun(state);
        return [request, result, stage, ...stages.map(({ records }) => records)];
      }),
    ),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the run is made of stands for the run.
  return useMemo(() => {
    const run = shownRun(useRuns.getState());
    return { run, repetitions: repetitionsSoFar(run) };
  }, [changed]);
}

export function Repetitions() {
  const { run, repetitions } = useRepetitions();
  const { request, result, categories, newCategories } = run;
  const configuration = request?.configuration;
  if (!configuration || repetitions.length === 0) return null;
  if (configuration.task === 'search') {
    return <Trials search={configuration} trials={repetitions} over={result !== null} />;
  }
  if (configuration.task !== 'repeat') return null;
  const fresh = configuration.run.task === 'adapt' ? newCategories : [];
  return <Seeds count={configuration.seeds.length} seeds={repetitions} categories={categories} newCategories={fresh} />;
}
