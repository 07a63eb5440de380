/** What concerns the page as a whole: a worker that died, a link that does not read, the demo on its way, what is not stored. */
import { Alert, Stack } from '@mantine/core';
import { ProblemAlert } from '../components/ProblemAlert.tsx';
import { TimedProgress } from '../components/TimedProgress.tsx';
import { useNewerStudio } from '../store/newerStudio.ts';
import { showProblem, useView } from '../store/view.ts';
import { ProjectNotices, useProjectNotice } from './ProjectNotices.tsx';

export function PageNotices() {
  const problem = useView((view) => view.problem);
  const notice = useView((view) => view.notice);
  const busy = useView((view) => view.busy);
  const ofProject = useProjectNotice();
  const newerWaits = useNewerStudio((state) => state.waits);
  if (!problem && !notice && !busy && !ofProject && !newerWaits) return null;
  return (
    <Stack gap="sm" py="md" px={{ base: '1rem', sm: '2.5rem' }} maw="96rem" mx="auto">
      {busy && <TimedProgress progress={busy} />}
      <ProjectNotices />
      {newerWaits && <NewerStudio />}
      {notice && (
        <ProblemAlert problem={notice} severity="warning" onClose={() => useView.setState({ notice: null })} />
      )}
      {problem && <ProblemAlert problem={problem} onClose={() => showProblem(null)} />}
    </Stack>
  );
}

function NewerStudio() {
  return (
    <Alert
      title="A newer Graft is ready"
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => useNewerStudio.setState({ waits: false })}
    >
      It starts once every tab of this one is closed. Nothing changes until then.
    </Alert>
  );
}
