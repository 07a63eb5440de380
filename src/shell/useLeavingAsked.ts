/** Asks before the page is left or reloaded while something would be lost: a run under way, what is in no file and no project. */
import { useEffect } from 'react';
import { useCorpora } from '../store/corpora.ts';
import { useModels } from '../store/models.ts';
import { isUnkept, isWaiting, useProject } from '../store/project.ts';
import { useRunUnderWay } from '../store/runs.ts';
import { useUnsavedModels } from '../store/saved.ts';

export function useLeavingAsked(): void {
  const running = useRunUnderWay();
  const unsaved = useUnsavedModels();
  const waits = useProject(isWaiting);
  const unkept = useProject(isUnkept);
  const hasCorpora = useCorpora(({ corpora }) => corpora.length > 0);
  const hasModels = useModels(({ models }) => models.length > 0);
  const leaving = useProject((state) => state.leaving);
  const asks = !leaving && (running || unsaved || waits || (unkept && (hasCorpora || hasModels)));
  useEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [asks]);
}
