import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { dropCorpus, removeCorpus, renameCorpus } from '../engine/corpora.ts';
import { fakeStudio } from '../engine/fake.ts';
import { setStudio, studio } from '../engine/studio.ts';
import { setTarget, targetCorpus, useCorpora } from '../store/corpora.ts';
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

  it('comes back as it is by now, under the name that it was given at the last moment', async () => {
    await bringCorpus();
    const id = targetCorpus(useCorpora.getState())?.id ?? '';
    // A name that is being typed is kept when the pointer goes to Remove.
    const renamed = renameCorpus(id, 'Front desk');
    removeCorpus(id);
    await renamed;
    expect(useCorpora.getState().corpora).toEqual([]);
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(targetCorpus(useCorpora.getState())).toMatchObject({ id, name: 'Front desk' });
  });

  it('leaves the target to what was chosen since, and never to one that is gone', async () => {
    await bringCorpus();
    const [first] = useCorpora.getState().corpora;
    await bringCorpus();
    const second = targetCorpus(useCorpora.getState())?.id ?? '';
    setTarget(first?.id ?? '');
    removeCorpus(second);
    await dropCorpus(first?.id ?? '');
    await bringCorpus();
    const third = targetCorpus(useCorpora.getState())?.id;
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(useCorpora.getState().corpora.map(({ id }) => id)).toEqual([third, second]);
    expect(targetCorpus(useCorpora.getState())?.id).toBe(third);
  });

  it('does not come back where its files were read again, and the worker has forgotten it', async () => {
    await bringCorpus();
    const id = targetCorpus(useCorpora.getState())?.id ?? '';
    removeCorpus(id);
    await dropCorpus(id);
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(useCorpora.getState()).toMatchObject({ corpora: [], problem: null });
  });
});
