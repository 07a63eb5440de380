/** The project of this page is open in another tab: whether it is looked at here, or another one is opened, is asked. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { lockedProjects } from '../../workers/storage/projectLock.ts';
import { type ListedProject, listProjects } from '../../workers/storage/projects.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ProblemAlert } from '../components/ProblemAlert.tsx';
import { useAttempt } from '../panels/export/problem.ts';
import { useProject } from '../store/project.ts';
import { goToNewProject, goToProject, lookAtProject } from './actions.ts';

/** So many of the others are offered. */
const most = 5;

export function ElsewhereDialog() {
  const project = useProject((state) => state.project);
  const { busy, problem, attempt } = useAttempt();
  const [free, setFree] = useState<readonly ListedProject[]>([]);
  useEffect(() => {
    const look = async () => {
      const projects = await listProjects();
      const locked = await lockedProjects(projects.map(({ id }) => id));
      setFree(projects.filter(({ id }) => !locked.has(id)).slice(0, most));
    };
    void look();
  }, []);
  return (
    <Dialog title={`“${project?.name ?? ''}” is open in another tab`}>
      <Stack gap="md">
        <Text size="sm">One tab at a time writes a project, so that nothing gets lost between two.</Text>
        {problem && <ProblemAlert problem={problem} />}
        <Group gap="xs">
          <Button data-autofocus loading={busy} onClick={() => void attempt(lookAtProject)}>
            Look at it, read only
          </Button>
          <Button variant="default" onClick={() => void attempt(goToNewProject)}>
            New project
          </Button>
          {free.map(({ id, name }) => (
            <Button key={id} variant="default" onClick={() => void attempt(() => goToProject(id))}>
              Open “{name}”
            </Button>
          ))}
        </Group>
      </Stack>
    </Dialog>
  );
}
