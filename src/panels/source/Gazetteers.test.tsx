import { MantineProvider } from '@mantine/core';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeStudio } from '../../engine/fake.ts';
import { linkToSetup } from '../../engine/openLink.ts';
import { plannedOutline, plannedRequest, startRun } from '../../engine/runs.ts';
import { setStudio } from '../../engine/studio.ts';
import { keepModel } from '../../store/models.ts';
import { outlineChanges, type RunOutline } from '../../store/outline.ts';
import { setTask, useSetup } from '../../store/setup.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { SourcePanel } from './SourcePanel.tsx';

const user = userEvent.setup();
const places = () => new File(['Velby\nNew Orrick\n'], 'places.txt');
const names = () => new File(['Ada\tPerson\nVelby\tPlace\nOrrick\tPlace\n'], 'names.tsv');

const opener = () => screen.getByLabelText<HTMLInputElement>('Gazetteers (text, one name a line)');
const region = () => within(screen.getByRole('region', { name: 'Gazetteers' }));
const listed = () =>
  region()
    .queryAllByRole('listitem')
    .map((item) => item.querySelector('p')?.textContent);

beforeEach(() => {
  emptyPage();
  setStudio(fakeStudio(0));
  setTask('train');
  render(
    <MantineProvider env="test">
      <SourcePanel />
    </MantineProvider>,
  );
});

describe('the gazetteers of a new model', () => {
  it('are shown with what they hold, and can be taken away', async () => {
    await user.upload(opener(), [places(), names()]);
    await region().findByText('names.tsv, 3 names in Person, Place');
    expect(listed()).toEqual(['places.txt, 2 names in the list places', 'names.tsv, 3 names in Person, Place']);
    await user.click(region().getByRole('button', { name: 'Remove places.txt' }));
    expect(listed()).toEqual(['names.tsv, 3 names in Person, Place']);
  });

  it('go along with a run that trains a model, on one corpus or on several, and with no adaptation', async () => {
    await act(async () => void (await bringModel('Desk')));
    await act(bringCorpus);
    act(() => setTask('train'));
    await user.upload(opener(), places());
    await region().findByText(/^places/);
    const asked = () => plannedRequest()?.gazetteers?.map(({ name, blob }) => [name, blob.size]);
    for (const task of ['train', 'joint'] as const) {
      act(() => setTask(task));
      expect(asked()).toEqual([['places.txt', places().size]]);
    }
    act(() => setTask('adapt'));
    expect(asked()).toBeUndefined();
    expect(screen.queryByRole('region', { name: 'Gazetteers' })).toBeNull();
  });

  it('make another run of it, and are named by a link as what has to be given by hand', async () => {
    await act(bringCorpus);
    await act(startRun);
    const before = plannedOutline() as RunOutline;
    await user.upload(opener(), places());
    await region().findByText(/^places/);
    expect(outlineChanges(before, plannedOutline() as RunOutline)).toEqual([expect.stringContaining('another set-up')]);
    expect(linkToSetup().lacks).toContain('the gazetteer “places.txt”');
  });

  it('that hold no name are refused by their name, with the way out, and the others stay', async () => {
    await user.upload(opener(), [places(), new File(['\tPlace\n'], 'none.tsv')]);
    const alert = await region().findByRole('alert', { name: 'This gazetteer cannot be used' });
    expect(alert.textContent).toContain('none.tsv:');
    expect(alert.textContent).toContain('Give a file with one name a line');
    expect(listed()).toEqual(['places.txt, 2 names in the list places']);
    await user.click(within(alert).getByRole('button', { name: 'Dismiss' }));
    expect(region().queryByRole('alert')).toBeNull();
  });

  it('are read anew where a file of the same name is chosen', async () => {
    await user.upload(opener(), places());
    await region().findByText(/2 names/);
    await user.upload(opener(), new File(['Velby\nOrrick\nSaltmere\n'], 'places.txt'));
    await region().findByText('places.txt, 3 names in the list places');
    expect(useSetup.getState().gazetteers).toHaveLength(1);
  });
});

it('a model card says how many names its model looks up', async () => {
  await act(async () => {
    const model = await bringModel('Desk');
    keepModel({ ...model, facts: [...model.facts, { label: 'names in gazetteers', value: 1234 }] });
  });
  const card = within(await screen.findByRole('article', { name: /^Model card/ }));
  card.getByText('Names in gazetteers');
  card.getByText('1,234');
});
