/**
 * The run's state at a pace that eyes can follow. Steps come by the dozen a second and each would draw the panel anew;
 * what shows them looks only so often, and not while the tab is hidden. Epochs are rare and need no pacing.
 */
import { useEffect, useState } from 'react';
import type { RunState } from '../../store/runState.ts';
import { shownRun, useRuns } from '../../store/runs.ts';

/** What `select` gives, at most once in `milliseconds`. `select` must be defined outside of the component. */
export function usePacedRun<Value>(select: (state: RunState) => Value, milliseconds: number): Value {
  const [value, setValue] = useState(() => select(shownRun(useRuns.getState())));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame: number | undefined;
    const show = () => {
      frame = undefined;
      setValue(() => select(shownRun(useRuns.getState())));
    };
    const soon = () => {
      if (timer !== undefined || frame !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        frame = requestAnimationFrame(show);
      }, milliseconds);
    };
    show();
    const end = useRuns.subscribe(soon);
    return () => {
      end();
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [select, milliseconds]);
  return value;
}
