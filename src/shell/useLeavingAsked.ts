/** Asks before the page is left or reloaded while something would be lost: a run under way, what is in no file and no project. */
import { useEffect } from 'react';
import { isWaiting, useProject } from '../store/project.ts';
import { useRunUnderWay } from '../store/runs.ts';
import { useUnsavedModels } from '../store/saved.ts';

export function useLeavingAsked(): void {
  const running = useRunUnderWay();
  const unsaved = useUnsavedModels();
  const waits = useProject(isWaiting);
  const leaving = useProject((state) => state.leaving);
  const asks = !leaving && (running || unsaved || waits);
  useEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [asks]);
}
