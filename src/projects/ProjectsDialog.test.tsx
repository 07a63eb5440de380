import 'fake-indexeddb/auto';
import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { createProject, listProjects } from '../../workers/storage/projects.ts';
import { emptyPage } from '../testing.ts';
import { ProjectsDialog } from './ProjectsDialog.tsx';

it('the focus is where it was when a project is not deleted after all', async () => {
  emptyPage();
  await createProject('Talk', false);
  render(
    <MantineProvider env="test">
      <ProjectsDialog />
    </MantineProvider>,
  );
  const button = await screen.findByRole('button', { name: 'Delete Talk' });
  button.focus();
  fireEvent.click(button);
  fireEvent.click(screen.getByRole('button', { name: 'Keep it' }));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(document.activeElement).toBe(button);
  expect(await listProjects()).toHaveLength(1);
});
