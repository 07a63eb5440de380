/** Asks before the page is left or reloaded while something would be lost: a run under way, a model nobody exported. */
import { useEffect } from 'react';
import { useRunUnderWay } from '../store/runs.ts';
import { useUnsavedModels } from '../store/saved.ts';

export function useLeavingAsked(): void {
  const running = useRunUnderWay();
  const unsaved = useUnsavedModels();
  const asks = running || unsaved;
  useEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [asks]);
}
