import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { App } from '../App.tsx';
import { dropCorpus, removeCorpus, renameCorpus } from '../engine/corpora.ts';
import { fakeStudio } from '../engine/fake.ts';
import { chooseSource, loadSourceModel, mapModelCategories, removeModel } from '../engine/models.ts';
import { startRun, stopRun } from '../engine/runs.ts';
import { setStudio, studio } from '../engine/studio.ts';
import { setTarget, targetCorpus, useCorpora } from '../store/corpora.ts';
import { forgetModel, renameModel, sourceModel, useModels } from '../store/models.ts';
import { isUnderWay, shownRun, useRuns } from '../store/runs.ts';
import { useSaved } from '../store/saved.ts';
import { setField, useSetup } from '../store/setup.ts';
import { keepStep } from '../store/undo.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';

function unsaved(): boolean {
  return useModels.getState().models.some((model) => !useSaved.getState().models.includes(model));
}

function fiveSteps(): void {
  for (let step = 1; step <= 5; step++) keepStep({ message: `Step ${step}.`, undo: () => {}, settle: () => {} });
}

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
  notifications.clean();
  render(
    <MantineProvider env="test">
      <Notifications />
      <App />
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

  it('can be taken back after its notice is gone, by button and by keyboard', async () => {
    for (const way of ['button', 'keys']) {
      await bringCorpus();
      const id = targetCorpus(useCorpora.getState())?.id ?? '';
      removeCorpus(id);
      await userEvent.click(await screen.findByRole('button', { name: 'Dismiss' }));
      await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull());
      if (way === 'keys') await userEvent.keyboard('{Control>}z{/Control}');
      else await userEvent.click(screen.getByRole('button', { name: 'Undo: The corpus “Support desk” was removed.' }));
      expect(targetCorpus(useCorpora.getState())?.id).toBe(id);
      expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull();
    }
  });

  it('is forgotten by the worker too once five later steps could be taken back', async () => {
    await bringCorpus();
    const id = targetCorpus(useCorpora.getState())?.id ?? '';
    removeCorpus(id);
    fiveSteps();
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

describe('a model that was removed', () => {
  it('is in a file still after it came back, and does not ask to be saved', async () => {
    const model = await loadSourceModel('Desk.graft', new Uint8Array([1]));
    expect(unsaved()).toBe(false);
    removeModel(model?.id ?? '');
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(sourceModel(useModels.getState())?.name).toBe('Desk');
    expect(unsaved()).toBe(false);
  });

  it('leaves the source to the one that was chosen since', async () => {
    const first = await bringModel('Desk');
    const second = await bringModel('Other');
    removeModel(second.id);
    chooseSource(first);
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(sourceModel(useModels.getState())?.id).toBe(first.id);
  });

  it('is forgotten by the trainer when the run has ended that was started meanwhile', async () => {
    await bringCorpus();
    const { id } = await bringModel('Desk');
    const source = await bringModel('Other');
    removeModel(id);
    chooseSource(source);
    const run = startRun();
    await waitFor(() => expect(isUnderWay(shownRun(useRuns.getState()).status)).toBe(true));
    fiveSteps();
    await stopRun();
    await run;
    await waitFor(() => expect(studio().engine.exportModel(id)).rejects.toThrow());
    expect(useModels.getState().problem).toBeNull();
  });
});

describe('a model whose categories were changed', () => {
  it('keeps the settings of the run that is set up, and so does Undo', async () => {
    const before = await bringModel('Desk');
    setField('epochs', 7);
    await mapModelCategories(before, { Phone: null });
    expect(useSetup.getState().settings.adapt.epochs).toBe(7);
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(sourceModel(useModels.getState())?.id).toBe(before.id);
    expect(useSetup.getState().settings.adapt.epochs).toBe(7);
  });

  it('goes by the name that the model has on the page', async () => {
    const { id } = await bringModel('Desk');
    renameModel(id, 'Front desk');
    await mapModelCategories(sourceModel(useModels.getState()) as ModelSummary, { Phone: null });
    expect(sourceModel(useModels.getState())?.name).toBe('Front desk (2)');
  });

  it('does not go back to a model that is gone', async () => {
    const before = await bringModel('Desk');
    await mapModelCategories(before, { Phone: null });
    forgetModel(before.id);
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(useModels.getState().roles.source).toBeNull();
  });
});
