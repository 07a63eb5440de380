import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio } from '../../engine/studio.ts';
import { useEvaluation } from '../../store/evaluation.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { EvaluatePanel } from './EvaluatePanel.tsx';

function show() {
  render(
    <MantineProvider env="test">
      <EvaluatePanel />
    </MantineProvider>,
  );
}

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
});

describe('the Evaluate panel', () => {
  it('says what goes there while there is no model', () => {
    show();
    expect(screen.getAllByRole('button', { name: 'Try the demo' })).toHaveLength(1);
  });

  it('evaluates by itself and shows figures, confusions and errors by kind', async () => {
    await bringCorpus();
    await bringModel('source');
    show();
    const scores = await screen.findByRole('table', { name: 'source on Support desk, test' });
    expect(within(scores).getAllByRole('row', { name: /^Person \d+\.\d/ })).toHaveLength(1);
    expect(screen.getAllByRole('columnheader', { name: 'no span' })).toHaveLength(1);
    await userEvent.click(screen.getByRole('radio', { name: 'Missed 116' }));
    await waitFor(() => expect(useEvaluation.getState().filters.kind).toBe('missed'));
    expect(await screen.findAllByRole('list', { name: '114 sentences with errors' })).toHaveLength(1);
  });

  it('tags a text of one’s own, with the confidence as a figure', async () => {
    await bringModel('source');
    show();
    const box = screen.getByLabelText('Text to tag');
    await userEvent.clear(box);
    await userEvent.type(box, 'Thanks, Ines Falk');
    const found = await screen.findByRole('list', { name: 'Found, with confidence' });
    await waitFor(() => expect(found.textContent).toContain('Ines Falk'));
    expect(found.textContent).toContain('97 %');
  });
});
