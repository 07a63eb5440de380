/** What concerns the page as a whole: a worker that died, a link that does not read, the demo on its way, what is not stored. */
import { Stack } from '@mantine/core';
import { ProblemAlert } from '../components/ProblemAlert.tsx';
import { TimedProgress } from '../components/TimedProgress.tsx';
import { showProblem, useView } from '../store/view.ts';
import { ProjectNotices, useProjectNotice } from './ProjectNotices.tsx';

export function PageNotices() {
  const problem = useView((view) => view.problem);
  const busy = useView((view) => view.busy);
  const ofProject = useProjectNotice();
  if (!problem && !busy && !ofProject) return null;
  return (
    <Stack gap="sm" py="md" px={{ base: '1rem', sm: '2.5rem' }} maw="96rem" mx="auto">
      {busy && <TimedProgress progress={busy} />}
      <ProjectNotices />
      {problem && <ProblemAlert problem={problem} onClose={() => showProblem(null)} />}
    </Stack>
  );
}
