/** What is wrong with storing: what could not be written, what could not be brought back, a disk that is nearly full. */
import { Button, Group } from '@mantine/core';
import { bytesInWords } from '../../workers/text/byteSizes.ts';
import { ProblemAlert } from '../components/ProblemAlert.tsx';
import { savingProblem, showProjects, useProject } from '../store/project.ts';

export function useProjectNotice(): boolean {
  return useProject((state) => savingProblem(state) !== null || state.problem !== null || state.scarce !== null);
}

export function ProjectNotices() {
  const unsaved = useProject(savingProblem);
  const problem = useProject((state) => state.problem);
  const scarce = useProject((state) => state.scarce);
  return (
    <>
      {unsaved && (
        <ProblemAlert problem={unsaved} title="Not saved">
          <Group gap="xs" mt="sm">
            <Button size="compact-sm" variant="default" onClick={() => void tryAgain()}>
              Try again
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => showProjects(true)}>
              Projects
            </Button>
          </Group>
        </ProblemAlert>
      )}
      {problem && <ProblemAlert problem={problem} onClose={() => useProject.setState({ problem: null })} />}
      {scarce && !unsaved && (
        <ProblemAlert
          severity="warning"
          problem={{
            code: 'disk-nearly-full',
            message: `The browser’s room for this page is nearly used up: ${bytesInWords(scarce.used)} of ${bytesInWords(scarce.quota)}.`,
            remedy: 'Delete projects that are not needed, or free space on the disk, before something cannot be saved.',
          }}
        />
      )}
    </>
  );
}

async function tryAgain(): Promise<void> {
  const { tryToSave } = await import('../projects/actions.ts');
  tryToSave();
}
