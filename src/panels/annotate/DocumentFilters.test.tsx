import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio } from '../../engine/studio.ts';
import { targetCorpus, useCorpora } from '../../store/corpora.ts';
import { useSuggesting } from '../../store/suggesting.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { DocumentFilters } from './DocumentFilters.tsx';

const byModel = () => screen.getByRole('combobox', { name: 'Only documents of which the model says' });

function show(): void {
  const { parts } = targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
  render(
    <MantineProvider env="test">
      <DocumentFilters part={parts.train} categories={[]} />
    </MantineProvider>,
  );
}

beforeEach(async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
});

it('go by what the model says, where there is one', () => {
  show();
  expect(byModel()).toHaveProperty('disabled', true);
});

it('are those of which the model is not sure, or that it has otherwise', async () => {
  await bringModel('desk');
  show();
  for (const [name, finding] of [
    ['The model is not sure', 'unsure'],
    ['Model and annotation differ', 'differs'],
  ] as const) {
    await userEvent.click(byModel());
    await userEvent.click(await screen.findByRole('option', { name }));
    expect(useSuggesting.getState().finding).toBe(finding);
  }
});
