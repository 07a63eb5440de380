import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultAdaptation } from '../../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { RunEntry } from '../../../workers/protocol/history.ts';
import { commonSettings } from '../../../workers/protocol/settings.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { plannedRequest, startRun } from '../../engine/runs.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { keepCorpus, useCorpora } from '../../store/corpora.ts';
import { useEncoders } from '../../store/encoders.ts';
import { keepModel, setSource, sourceModel, useModels } from '../../store/models.ts';
import { configurationOf, setField, setTask, setVectors, useSetup } from '../../store/setup.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { SourcePanel } from './SourcePanel.tsx';

const user = userEvent.setup();
const source = () => sourceModel(useModels.getState());
const adapting = { version: 2, task: 'adapt', seed: 1, settings: commonSettings } as const;
const names = () => useModels.getState().models.map(({ name }) => name);

function show() {
  render(
    <MantineProvider env="test">
      <Notifications />
      <SourcePanel />
    </MantineProvider>,
  );
}

beforeEach(() => {
  emptyPage();
  setStudio(fakeStudio(0));
  notifications.clean();
});

describe('the Source panel', () => {
  it('renames a model where its name stands, and the file bears the name', async () => {
    const { id } = await bringModel('Desk');
    show();
    await user.click(screen.getByRole('button', { name: 'Rename the model' }));
    // The old name is selected.
    await user.paste('Front desk');
    await user.keyboard('{Enter}');
    screen.getByRole('heading', { name: 'Front desk' });
    const file = new TextDecoder().decode(await studio().engine.exportModel(id, source()?.name));
    expect(JSON.parse(file)).toMatchObject({ name: 'Front desk' });
  });

  it('trains a new model that begins with a checkpoint’s encoder, and without it one from random weights', async () => {
    setTask('train');
    await bringCorpus();
    show();
    expect(screen.queryByRole('radio', { name: /^BERT tagger/ })).toBeNull();
    const file = new File(['{}'], 'config.json');
    await user.upload(screen.getByLabelText('Folder of a checkpoint'), file);
    await screen.findByText(/11\.2 million numbers/);
    // What it takes here, before and after a measurement; what is advised is set by a click.
    screen.getByText(/^Training takes about/);
    await user.click(screen.getByRole('button', { name: 'Measure how long an epoch takes' }));
    expect((await screen.findByText(/^An epoch of this corpus takes about/)).textContent).toContain('42 s here');
    act(() => setField('epochs', 30));
    await user.click(screen.getByRole('button', { name: 'Freeze the 2 lowest layers' }));
    expect(useSetup.getState().settings.train).toMatchObject({ frozenLayers: 2, epochs: 30 });
    screen.getByText(/as measured with other settings/);
    screen.getByRole('radio', { name: /^BERT tagger/, checked: true });
    // Vectors of words are of no use to what reads pieces of words.
    expect(screen.queryByText('Word vectors')).toBeNull();
    await user.click(screen.getByRole('radio', { name: /BERT-CRF/ }));
    expect(plannedRequest()?.models).toEqual({ encoder: useEncoders.getState().encoder?.id });
    expect(plannedRequest()?.configuration).toMatchObject({ task: 'train', architecture: 'bert-crf' });
    // Another checkpoint takes its place, and what was chosen of the architecture stays.
    await user.upload(screen.getByLabelText('Files of a checkpoint, or a zip of them'), file);
    await waitFor(() => expect(plannedRequest()?.models).toEqual({ encoder: useEncoders.getState().encoder?.id }));
    expect(plannedRequest()?.configuration).toMatchObject({ architecture: 'bert-crf' });
    // Vectors that were chosen before do not go along.
    setVectors({ name: 'glove.txt', blob: new Blob(['']) });
    expect(plannedRequest()?.vectors).toBeUndefined();
    await user.click(screen.getByRole('button', { name: 'Remove the encoder' }));
    await waitFor(() => expect(screen.queryByRole('radio', { name: /BERT/ })).toBeNull());
    expect(plannedRequest()?.models).toEqual({});
    expect(plannedRequest()?.vectors?.name).toBe('glove.txt');
    expect(useSetup.getState().architecture).toBe('bilstm-crf');
  });

  it('gives a second model of a name another one', async () => {
    await bringModel('Desk');
    await bringModel('Desk');
    expect(names()).toEqual(['Desk', 'Desk (2)']);
  });

  it('makes a model with other categories, and goes back to the old one by undo', async () => {
    const before = await bringModel('Desk');
    show();
    await user.click(screen.getByRole('button', { name: 'Rename, merge or remove categories' }));
    const apply = () => screen.getByRole('button', { name: 'Make a model with these categories' });
    expect(apply().getAttribute('aria-disabled')).toBe('true');
    screen.getByText('Nothing is changed yet: give a category another name, or switch one off.');
    await user.clear(screen.getByRole('textbox', { name: 'New name of Location' }));
    await user.paste('Organization');
    await user.click(screen.getByRole('switch', { name: 'Keep Phone' }));
    await user.click(apply());
    const undo = await screen.findByRole('button', { name: 'Undo' });
    expect(source()?.categories).toEqual(
      before.categories.filter((category) => category !== 'Location' && category !== 'Phone'),
    );
    expect(names()).toEqual(['Desk', 'Desk (2)']);
    await user.click(undo);
    expect(source()?.id).toBe(before.id);
    expect(names()).toEqual(['Desk']);
  });

  it('takes a removed model back by undo', async () => {
    await bringModel('Desk');
    const { id } = await bringModel('Other');
    show();
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    expect(names()).toEqual(['Desk']);
    screen.getByText('The model “Other” was removed.');
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(names()).toEqual(['Desk', 'Other']);
    expect(source()?.id).toBe(id);
  });

  it('offers the models that are there before any of them is chosen, and never says that there is none', async () => {
    const model = await bringModel('Desk');
    useModels.setState({ models: [model], roles: { source: null } });
    show();
    await user.click(screen.getByRole('combobox', { name: 'Source model' }));
    await user.click(screen.getByRole('option', { name: 'Desk' }));
    expect(source()?.id).toBe(model.id);
    expect(screen.queryByText('No source model yet')).toBeNull();
  });

  it('sorts the test scores of a run in the history by F1 and by count', async () => {
    await bringModel('Desk');
    show();
    await user.click(screen.getByText(/^Test F1/));
    const table = screen.getByRole('table', { name: 'Test scores' });
    const figures = (column: number) =>
      within(table)
        .getAllByRole('row')
        .slice(1, -1)
        .map((row) => Number(within(row).getAllByRole('cell')[column]?.textContent));
    for (const [column, name] of [
      [2, 'F1'],
      [3, 'Spans'],
    ] as const) {
      const head = within(table).getByRole('columnheader', { name });
      await user.click(within(head).getByRole('button', { name }));
      expect(head.getAttribute('aria-sort')).toBe('descending');
      expect(figures(column)).toEqual([...figures(column)].sort((a, b) => b - a));
    }
  });

  it('says how many words of the corpus have a vector, as soon as there are both, and in the history of what came of it', async () => {
    await bringModel('Desk');
    setVectors({ name: 'glove.txt', blob: new Blob(['Ada 0.1']) });
    show();
    expect(screen.getByText(/said here as soon as there is a corpus/)).toBeTruthy();
    await act(bringCorpus);
    const said = /^Vectors: 1,080 of the 1,200 different words to learn from have one in glove\.txt/;
    expect(await screen.findByRole('status')).toBeTruthy();
    expect((await screen.findAllByText(said)).length).toBe(1);
    await act(startRun);
    act(() => setSource(useModels.getState().models.at(-1)?.id ?? null));
    expect(within(screen.getByRole('article', { name: /^Model card/ })).getAllByText(said)).toHaveLength(1);
  });

  it('says in the history of an adaptation what was done against forgetting, and what became of the old categories', async () => {
    const model = await bringModel('Desk');
    const [trained] = model.history;
    if (!trained || trained.task === 'edit' || !trained.test) throw new Error('The model was trained and tested.');
    const learned = { newCategories: ['Address'], kinds: { Address: 'Location' }, pull: 10 };
    const adapted: RunEntry = {
      ...{ ...trained, task: 'adapt', newCategories: ['Address'] },
      configuration: { ...adapting, adaptation: { ...defaultAdaptation, ...learned } },
      yardstick: {
        ...{ corpus: 'First customer', sentences: 250, before: trained.test },
        ...{ after: trained.test, strict: trained.test },
      },
    };
    keepModel({ ...model, history: [trained, adapted] });
    show();
    const card = within(screen.getByRole('article', { name: /^Model card/ }));
    card.getByText('Learned Address a kind of Location.');
    card.getByText(/^Against forgetting: a pull to the source model’s weights \(weight 10\)\. What nobody looked for/);
    card.getByText(/^Old categories on 250 sentences of First customer: F1 [\d.]+ before, [\d.]+ after\./);
  });

  it('lets a share of entities be expected where a model is trained on a corpus that leaves something open', async () => {
    await bringCorpus();
    const [corpus] = useCorpora.getState().corpora;
    const lookedThroughFor = (annotated: CorpusSummary['annotated']) =>
      act(() => keepCorpus({ ...(corpus as CorpusSummary), annotated }));
    lookedThroughFor('all');
    setTask('train');
    show();
    const expects = () => screen.queryByRole('switch', { name: /^Expect a share of entities/ });
    expect(expects()).toBeNull();
    lookedThroughFor([]);
    await user.click(expects() as HTMLElement);
    expect(configurationOf(useSetup.getState())).toMatchObject({ task: 'train', entityRatio: 0.15 });
  });

  it('folds very many categories, and opens them', async () => {
    const model = await bringModel('Desk');
    keepModel({ ...model, categories: Array.from({ length: 40 }, (_, index) => `Kind${index}`) });
    show();
    const list = () => within(screen.getByRole('group', { name: 'Knows' }));
    expect(list().getAllByTitle(/^Kind/)).toHaveLength(20);
    await user.click(list().getByRole('button', { name: '20 more' }));
    expect(list().getAllByTitle(/^Kind/)).toHaveLength(40);
  });

  it('brings the English vectors that ship with the page, and says so where they could not be read', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('vectors'));
    setTask('train');
    show();
    await user.click(screen.getByRole('button', { name: 'Use English vectors' }));
    await screen.findByText(/English vectors \(GloVe 6B, 100,000 words\)/);
    // What is asked for without a click is whether encoders lie beside the page.
    const asked = fetched.mock.calls
      .map(([address]) => String(address))
      .filter((each) => !each.endsWith('encoders/index.json'));
    expect(asked).toEqual([expect.stringMatching(/vectors\/glove-english-50d\.zip$/)]);
    fetched.mockImplementation(async () => new Response('', { status: 404 }));
    await user.click(screen.getByRole('button', { name: 'Without vectors' }));
    await user.click(screen.getByRole('button', { name: 'Use English vectors' }));
    await screen.findByText(/vectors\/glove-english-50d\.zip, which ships with the page, could not be read/);
    fetched.mockRestore();
  });
});
