import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { setSaving, useProject } from '../store/project.ts';
import { emptyPage } from '../testing.ts';
import { SavedSign } from './SavedSign.tsx';

const project = { id: 'one', name: 'Front desk', created: 0, changed: 0, demo: false };
const words = () => screen.getByRole('button').textContent;

beforeEach(() => {
  emptyPage();
  render(
    <MantineProvider env="test">
      <SavedSign />
    </MantineProvider>,
  );
});

it('says that everything is saved only where it is kept', () => {
  expect(words()).toBe('');
  act(() => useProject.setState({ project }));
  expect(words()).toBe('');
  act(() => useProject.setState({ keeps: 'yes' }));
  expect(words()).toBe('Saved');
  act(() => useProject.setState({ keeps: 'no' }));
  expect(words()).toBe('Not saved');
});

it('says that nothing is saved where no project could be begun, whoever closed the notice', () => {
  const problem = { code: 'not-stored', message: 'No.', remedy: '' };
  act(() => setSaving('project', { waiting: 1, problem: null }));
  expect(words()).toBe('Saving…');
  act(() => setSaving('project', { waiting: 1, problem }));
  act(() => useProject.setState({ problem: null }));
  expect(words()).toBe('Not saved');
});
