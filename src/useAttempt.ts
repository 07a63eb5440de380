/** Trying something and saying what went wrong, where it was asked for. */
import { useState } from 'react';
import { type Problem, problemFrom } from '../workers/protocol/errors.ts';

export interface Attempt {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Does `action`; a failure becomes `problem`. */
  readonly attempt: (action: () => Promise<void>) => Promise<void>;
}

export function useAttempt(): Attempt {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = async (action: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await action();
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, attempt };
}
