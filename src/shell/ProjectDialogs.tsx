/** The windows about projects. They, and all that stores, are loaded when one is asked for. */
import { lazy, Suspense } from 'react';
import { useProject } from '../store/project.ts';

const Projects = lazy(async () => ({ default: (await import('../projects/ProjectsDialog.tsx')).ProjectsDialog }));
const Elsewhere = lazy(async () => ({ default: (await import('../projects/ElsewhereDialog.tsx')).ElsewhereDialog }));

export function ProjectDialogs() {
  const dialog = useProject((state) => state.dialog);
  const isElsewhere = useProject((state) => state.mode === 'elsewhere');
  return (
    <Suspense fallback={null}>
      {dialog && <Projects />}
      {isElsewhere && !dialog && <Elsewhere />}
    </Suspense>
  );
}
