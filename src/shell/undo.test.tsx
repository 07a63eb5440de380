import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { removeCorpus } from '../engine/corpora.ts';
import { fakeStudio } from '../engine/fake.ts';
import { setStudio, studio } from '../engine/studio.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { bringCorpus, emptyPage } from '../testing.ts';

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
  notifications.clean();
  render(
    <MantineProvider env="test">
      <Notifications />
    </MantineProvider>,
  );
});

describe('a corpus that was removed', () => {
  it('comes back with everything that it had', async () => {
    await bringCorpus();
    const before = targetCorpus(useCorpora.getState());
    removeCorpus(before?.id ?? '');
    expect(useCorpora.getState().corpora).toEqual([]);
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(targetCorpus(useCorpora.getState())).toEqual(before);
    expect((await studio().corpora.splits(before?.id ?? '')).train.documents.length).toBeGreaterThan(0);
  });

  it('is forgotten by the worker too once the notice is gone', async () => {
    await bringCorpus();
    const id = targetCorpus(useCorpora.getState())?.id ?? '';
    removeCorpus(id);
    await userEvent.click(await screen.findByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(studio().corpora.splits(id)).rejects.toThrow());
  });
});
