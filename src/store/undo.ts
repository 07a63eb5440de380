/** What was done last and can be taken back: by the notice that said it, and after the notice is gone, last step first. */
import { create } from 'zustand';

export interface UndoStep {
  /** What happened, as a whole sentence. */
  readonly message: string;
  readonly undo: () => void;
  /** What is to be done for good once it can no longer be taken back. */
  readonly settle: () => void;
}

interface UndoState {
  /** The last one last. */
  readonly steps: readonly UndoStep[];
}

/** What was removed is kept for so long: a corpus takes much memory. */
const mostSteps = 5;

export const useUndo = create<UndoState>()(() => ({ steps: [] }));

export function keepStep(step: UndoStep): void {
  const steps = [...useUndo.getState().steps, step];
  useUndo.setState({ steps: steps.slice(-mostSteps) });
  for (const { settle } of steps.slice(0, -mostSteps)) settle();
}

/** Once: a step that was taken back already is left alone. */
export function takeBackStep(step: UndoStep): void {
  const { steps } = useUndo.getState();
  if (!steps.includes(step)) return;
  useUndo.setState({ steps: steps.filter((other) => other !== step) });
  step.undo();
}

export function takeBackLast(): void {
  const last = useUndo.getState().steps.at(-1);
  if (last) takeBackStep(last);
}
