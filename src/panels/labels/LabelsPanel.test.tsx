import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { bilstmCrf } from '../../../workers/protocol/architectures/bilstmCrf.ts';
import { seq2seq } from '../../../workers/protocol/architectures/seq2seq.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio } from '../../engine/studio.ts';
import { keepCorpus } from '../../store/corpora.ts';
import { likenessesKey, useLikenesses } from '../../store/likenesses.ts';
import { keepModel, setSource } from '../../store/models.ts';
import { configurationOf, setAdaptation, useSetup } from '../../store/setup.ts';
import { emptyPage } from '../../testing.ts';
import { LabelsPanel } from './LabelsPanel.tsx';

const user = userEvent.setup();

function show(
  known: readonly string[],
  examples: Readonly<Record<string, number>>,
  others: Partial<CorpusSummary> = {},
  model: Partial<ModelSummary> = {},
) {
  const part = {
    documents: 9,
    sentences: 9,
    submittedSentences: 9,
    tokens: 90,
    categories: examples,
    furtherSpans: 0,
    standings: { waiting: 0, draft: 0, submitted: 9, discarded: 0 },
  };
  const none = { ...part, categories: {} };
  keepCorpus({
    ...{ id: 'corpus', revision: 1, name: 'letters', kind: 'spans', annotated: 'all', assumed: [], problems: [] },
    categories: Object.keys(examples),
    parts: { train: part, dev: none, test: none },
    ...others,
  } as unknown as CorpusSummary);
  keepModel({
    id: 'model',
    name: 'desk',
    kind: 'spans',
    categories: known,
    colours: {},
    tags: [],
    specification: bilstmCrf.specification,
    ...model,
  } as unknown as ModelSummary);
  setSource('model');
  render(
    <MantineProvider env="test">
      <LabelsPanel />
    </MantineProvider>,
  );
}

const unknown = () => screen.getByRole('table', { name: 'Categories of the corpus that the model does not know' });
const rowOf = (table: HTMLElement, name: string) => {
  const row = within(table).getByRole('rowheader', { name }).closest('tr');
  if (!row) throw new Error(`No row of ${name}.`);
  return within(row);
};
const isDisabled = (control: HTMLElement) => (control as HTMLInputElement).disabled;
const adaptation = () => useSetup.getState().adaptation;

/** The model was asked already, and calls so many of a category's examples so. */
function seen(calls: Readonly<Record<string, readonly [spans: number, called: Record<string, number>]>>) {
  const entries = Object.entries(calls).map(([name, [spans, called]]) => [name, { spans, called }] as const);
  const of = likenessesKey({ id: 'model' }, { id: 'corpus', revision: 1 });
  useLikenesses.setState({ of, likenesses: Object.fromEntries(entries) });
}

beforeEach(() => {
  emptyPage();
  setStudio(fakeStudio(1));
});

describe('the Labels panel', () => {
  it('sorts both tables by name and by examples, and says how', async () => {
    show(['Person', 'Date', 'Tree'], { Person: 4, Date: 0, Address: 3, Phone: 9, Tree: 0 });
    for (const table of [unknown(), screen.getByRole('table', { name: 'Categories of the model' })]) {
      const head = (name: string) => within(table).getByRole('columnheader', { name });
      const names = () =>
        within(table)
          .getAllByRole('rowheader')
          .map(({ textContent }) => textContent);
      const press = (name: string) => user.click(within(head(name)).getByRole('button', { name }));
      const asItCame = names();
      await press('Category');
      expect(head('Category').getAttribute('aria-sort')).toBe('ascending');
      expect(names()).toEqual([...asItCame].sort());
      await press('Examples');
      await press('Examples');
      expect(head('Examples').getAttribute('aria-sort')).toBe('ascending');
      expect(head('Category').getAttribute('aria-sort')).toBe('none');
      if (table === unknown()) expect(names()).toEqual(['Address', 'Phone']);
      await press('Examples');
      expect(names()).toEqual(asItCame);
    }
  });

  it('adds a category once on a double click, and does not take it back', async () => {
    show(['Person'], { Person: 4, Address: 3 });
    await user.dblClick(screen.getByRole('button', { name: 'Add Address' }));
    expect(adaptation().newCategories).toEqual(['Address']);
    await user.click(screen.getByRole('button', { name: 'Take back Address' }));
    expect(adaptation().newCategories).toEqual([]);
  });

  it('adds all, those that are chosen, and those that a filter leaves', async () => {
    const many = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`Kind${index}`, 20 - index]));
    show(['Person'], { Person: 4, ...many });
    await user.type(screen.getByRole('textbox', { name: 'Filter categories' }), 'kind1');
    expect(within(unknown()).getAllByRole('rowheader')).toHaveLength(5);
    await user.click(screen.getByRole('button', { name: 'Add 5' }));
    expect(adaptation().newCategories).toEqual(['Kind1', 'Kind10', 'Kind11', 'Kind12', 'Kind13']);
    await user.clear(screen.getByRole('textbox', { name: 'Filter categories' }));
    await user.click(screen.getByRole('checkbox', { name: 'Choose Kind10' }));
    await user.click(screen.getByRole('checkbox', { name: 'Choose Kind11' }));
    await user.click(screen.getByRole('button', { name: 'Take back 2' }));
    expect(adaptation().newCategories).toEqual(['Kind1', 'Kind12', 'Kind13']);
    await user.click(screen.getByRole('button', { name: 'Add the other 11' }));
    expect(adaptation().newCategories).toHaveLength(14);
  });

  it('shows guesses of names as guesses, to be accepted one by one or all', async () => {
    show(['person', 'misc', 'location', 'event'], { PER: 9, MISC: 5, LOC: 4, Vessel: 2, event: 3 });
    expect(adaptation().categoryMap).toEqual({});
    expect(rowOf(unknown(), 'PER').getByText('left out, looks like')).toBeTruthy();
    expect(rowOf(unknown(), 'Vessel').getByText('left out')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Accept that LOC is the model’s location' }));
    expect(adaptation().categoryMap).toEqual({ LOC: 'location' });
    await user.click(screen.getByRole('button', { name: 'Accept all 2 guesses' }));
    expect(adaptation().categoryMap).toEqual({ LOC: 'location', PER: 'person', MISC: 'misc' });
    await user.click(screen.getByRole('button', { name: 'Take back MISC' }));
    expect(adaptation().categoryMap).toEqual({ LOC: 'location', PER: 'person' });
    expect(rowOf(screen.getByRole('table', { name: 'Categories of the model' }), 'person').getByText('9')).toBeTruthy();
  });

  it('folds what is as it is, and opens it', async () => {
    show(['Person', 'Place', 'Date'], { Person: 4, Place: 3 });
    const known = () => screen.getByRole('table', { name: 'Categories of the model' });
    expect(within(known()).getAllByRole('rowheader')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: /^2 categories as they are/ }));
    expect(within(known()).getAllByRole('rowheader')).toHaveLength(3);
  });

  it('takes a category without an example as not looked for, says so in one line, and advises what is not on', async () => {
    show(['Person', 'Place', 'Date'], { Person: 4 });
    expect(screen.getByRole('switch', { name: 'Place is annotated' })).toHaveProperty('checked', false);
    await user.click(screen.getByRole('button', { name: '2 categories count as not looked for' }));
    const note = () => screen.getByRole('region', { name: 'Notes on the labels' }).textContent;
    expect(note()).toContain('Place and Date');
    expect(note()).toContain('the source model labels them first');
    expect(note()).not.toContain('Let the source model label them');
    setAdaptation({ unannotated: 'as-o' });
    expect(await screen.findByText(/Let the source model label them, or sum over them/)).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: 'Date is annotated' }));
    expect(adaptation().annotated).toEqual(['Person', 'Date']);
    screen.getByRole('button', { name: /^2 notes/ });
    expect(note()).toContain('The model learns that Date does not occur');
  });

  it('believes the corpus’s own record', () => {
    show(['Person', 'Place'], { Person: 4 }, { annotated: ['Person', 'Place'] });
    expect(screen.getByRole('switch', { name: 'Place is annotated' })).toHaveProperty('checked', true);
  });

  it('keeps its table, and the way out, where what was picked is not in the corpus', async () => {
    setAdaptation({ newCategories: ['Address'] });
    useSetup.setState({
      planProblem: {
        code: 'category-not-in-corpus',
        message: 'The target corpus holds no Address.',
        remedy: 'Pick one.',
      },
      unfit: ['Address'],
    });
    show(['Person'], { Person: 4, Vessel: 2 });
    expect(rowOf(unknown(), 'Address').getByText('picked, not in this corpus')).toBeTruthy();
    await user.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Take back Address' }));
    expect(adaptation().newCategories).toEqual([]);
  });

  it('asks nothing about what was looked for where every token has its tag', () => {
    show(['NOUN', 'VERB'], { NOUN: 4 }, { kind: 'tags' });
    expect(screen.queryByRole('switch', { name: 'VERB is annotated' })).toBeNull();
  });

  it('offers what keeps old categories, as far as the model can', async () => {
    const sample = { corpus: 'news', rehearsed: 250, measured: 250 };
    show(['Person'], { Person: 4, Poet: 3 }, {}, { sample });
    const ways = within(screen.getByRole('group', { name: 'Against forgetting' }));
    expect(screen.getByText(/^Measured by 250 sentences of news/)).toBeTruthy();
    // What suits the model is on until somebody chooses; then that is what is chosen first.
    const rehearse = ways.getByRole('switch', { name: /^Rehearse/ });
    expect((rehearse as HTMLInputElement).checked).toBe(true);
    expect(isDisabled(rehearse)).toBe(true);
    await user.click(ways.getByRole('switch', { name: /^Choose for me/ }));
    expect(adaptation()).toMatchObject({ rehearse: 1, distil: 0.3, consult: 'best', mix: false });
    await user.click(ways.getByRole('switch', { name: /^Take the best mixture/ }));
    expect(adaptation()).toMatchObject({ rehearse: 1, distil: 0.3, mix: true });
    await user.click(ways.getByRole('switch', { name: /^Rehearse/ }));
    expect(adaptation().rehearse).toBe(0);
  });

  it('lets the source model be asked as well, by the best share or by one that is given', async () => {
    show(['Person'], { Person: 4, Poet: 3 });
    const ways = within(screen.getByRole('group', { name: 'Against forgetting' }));
    await user.click(ways.getByRole('switch', { name: /^Choose for me/ }));
    // It was on already, being what suits a model that carries nothing.
    expect(adaptation().consult).toBe('best');
    const ask = ways.getByRole('switch', { name: /^Ask the source model as well/ });
    await user.click(ask);
    expect(adaptation().consult).toBe(0);
    await user.click(ask);
    expect(adaptation().consult).toBe('best');
    const share = ways.getByRole('textbox', { name: 'Its share of each score' });
    await user.click(share);
    await user.paste('0.3');
    expect(adaptation().consult).toBe(0.3);
    await user.clear(share);
    expect(adaptation().consult).toBe('best');
    await user.click(ask);
    expect(adaptation().consult).toBe(0);
    expect(ways.queryByRole('textbox', { name: 'Its share of each score' })).toBeNull();
  });

  it('asks how sure the source model must be of its labels, where it labels', async () => {
    show(['Person', 'Place'], { Person: 4, Ship: 3 });
    const sure = () => screen.queryByRole('textbox', { name: 'How sure it must be' });
    await user.clear(sure() as HTMLElement);
    await user.paste('0.9');
    expect(adaptation().pseudoConfidence).toBe(0.9);
    await user.click(screen.getByRole('radio', { name: /^Take them as nothing/ }));
    expect(sure()).toBeNull();
  });

  it('lets a share of entities be expected where they are summed over, with its paper', async () => {
    show(['Person', 'Place'], { Person: 4, Ship: 3 });
    expect(screen.queryByRole('switch', { name: /^Expect a share/ })).toBeNull();
    await user.click(screen.getByRole('radio', { name: /^Sum over them/ }));
    expect(screen.getByText(/Effland and Collins 2021/)).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: /^Expect a share of entities/ }));
    const share = screen.getByRole('textbox', { name: 'Share of all words' });
    expect((share as HTMLInputElement).value).toBe('0.15');
    await user.clear(share);
    await user.paste('0.3');
    expect(configurationOf(useSetup.getState())).toMatchObject({ entityRatio: 0.3 });
    // What is labelled leaves nothing of which a share could be expected.
    await user.click(screen.getByRole('radio', { name: /^Label them/ }));
    expect(configurationOf(useSetup.getState())).not.toHaveProperty('entityRatio');
  });

  it('says why a model cannot rehearse, teach or be asked', () => {
    show(['Person'], { Person: 4, Poet: 3 }, {}, { specification: seq2seq.specification });
    const ways = within(screen.getByRole('group', { name: 'Against forgetting' }));
    expect(isDisabled(ways.getByRole('switch', { name: /^Rehearse/ }))).toBe(true);
    expect(ways.getByText(/carries no sentences/)).toBeTruthy();
    expect(isDisabled(ways.getByRole('switch', { name: /^Learn from the source model/ }))).toBe(true);
    expect(isDisabled(ways.getByRole('switch', { name: /^Ask the source model as well/ }))).toBe(true);
  });

  it('lets a new category be a kind of a known one, and says so', async () => {
    show(['Person', 'Place'], { Person: 4, Poet: 3 });
    await user.click(screen.getByRole('button', { name: 'Add Poet' }));
    await user.click(screen.getByRole('button', { name: 'More for Poet' }));
    await user.click(await screen.findByRole('menuitem', { name: 'a kind of Person' }));
    expect(adaptation().kinds).toEqual({ Poet: 'Person' });
    expect(rowOf(unknown(), 'Poet').getByText('new, a kind of')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'More for Poet' }));
    await user.click(await screen.findByRole('menuitem', { name: 'a kind of none' }));
    expect(adaptation().kinds).toEqual({});
  });

  it('proposes a name of the model by what it calls most examples, where nothing else goes by it', async () => {
    seen({ Poet: [9, { Person: 8 }], Town: [9, { Place: 9 }], River: [6, { Place: 5 }], Ship: [4, { Org: 4 }] });
    show(['Person', 'Place', 'Org'], { Poet: 9, Town: 9, River: 6, Ship: 4 });
    expect(rowOf(unknown(), 'Poet').getByText('8 of 9 examples')).toBeTruthy();
    expect(rowOf(unknown(), 'Town').getByText('left out')).toBeTruthy();
    // Four that agree may be chance.
    expect(rowOf(unknown(), 'Ship').getByText('left out')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Accept that Poet is the model’s Person' }));
    expect(adaptation().categoryMap).toEqual({ Poet: 'Person' });
  });

  it('proposes no more what was dismissed, one or all', async () => {
    show(['person', 'misc', 'location'], { PER: 9, MISC: 5, LOC: 4 });
    await user.click(screen.getByRole('button', { name: 'LOC is not the model’s location: propose it no more' }));
    expect(rowOf(unknown(), 'LOC').getByText('left out')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dismiss all 2 guesses' }));
    expect(within(unknown()).queryByText(/looks like/)).toBeNull();
    expect(adaptation().categoryMap).toEqual({});
  });

  it('proposes that a new category is a kind of what the model calls most of its examples', async () => {
    seen({ Poet: [9, { Person: 8 }], Actor: [20, { Person: 11 }], Ship: [20, { Person: 10 }] });
    show(['Person'], { Poet: 9, Actor: 20, Ship: 20 });
    await user.click(screen.getByRole('button', { name: 'Add all 3' }));
    expect(rowOf(unknown(), 'Poet').getByText('new, perhaps a kind of')).toBeTruthy();
    expect(rowOf(unknown(), 'Ship').getByText('new')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Accept that Poet is a kind of Person' }));
    expect(adaptation().kinds).toEqual({ Poet: 'Person' });
    await user.click(screen.getByRole('button', { name: 'Take back Poet' }));
    await user.click(screen.getByRole('button', { name: 'Add Poet' }));
    setAdaptation({ kinds: {} });
    await user.click(await screen.findByRole('button', { name: 'Accept all 2 kinds' }));
    expect(adaptation().kinds).toEqual({ Poet: 'Person', Actor: 'Person' });
    setAdaptation({ kinds: {} });
    await user.click(await screen.findByRole('button', { name: 'Poet is no kind of Person: propose it no more' }));
    expect(rowOf(unknown(), 'Poet').getByText('new')).toBeTruthy();
    expect(rowOf(unknown(), 'Actor').getByText('new, perhaps a kind of')).toBeTruthy();
  });

  it('doubts a kind that the model calls something else, and names the better', async () => {
    seen({ Poet: [20, { Person: 18, Place: 1 }] });
    show(['Person', 'Place'], { Person: 4, Place: 4, Poet: 20 });
    await user.click(screen.getByRole('button', { name: 'Add Poet' }));
    setAdaptation({ kinds: { Poet: 'Place' } });
    const note = await screen.findByRole('region', { name: 'Notes on the labels' });
    await user.click(
      within(note).getByRole('button', { name: /of 20 examples the source model calls 1 Place and 18 Person/ }),
    );
    expect(note.textContent).toContain('“It is a kind of the model’s …” in Labels');
    await user.click(screen.getByRole('button', { name: 'More for Poet' }));
    await user.click(await screen.findByRole('menuitem', { name: 'a kind of Person' }));
    expect(screen.queryByRole('region', { name: 'Notes on the labels' })).toBeNull();
  });

  it('says what will be lost where the corpus has nothing of what the model knows, until it has', async () => {
    show(['Person', 'Place'], { PER: 4, Ship: 3 });
    const lost = () => screen.queryByText(/forget Person and Place/)?.textContent;
    expect(lost()).toContain(
      '“Learn from the source model” and “Ask the source model as well” below are on against that',
    );
    await user.click(screen.getByRole('switch', { name: /^Choose for me/ }));
    await user.click(screen.getByRole('switch', { name: /^Make sentences up/ }));
    for (const name of [/^Learn from the source model/, /^Ask the source model as well/])
      await user.click(screen.getByRole('switch', { name }));
    expect(lost()).toContain('will forget');
    expect(lost()).toContain('One category of the corpus looks like one of them by another name: accept that below');
    await user.click(screen.getByRole('switch', { name: /^Take the best mixture/ }));
    expect(lost()).toContain('“Take the best mixture” below is on against that');
    await user.click(screen.getByRole('switch', { name: /^Make sentences up/ }));
    await user.clear(screen.getByRole('textbox', { name: 'For each sentence in an epoch' }));
    await user.paste('3');
    expect(adaptation().imagine).toBe(3);
    await user.click(screen.getByRole('button', { name: 'Accept that PER is the model’s Person' }));
    expect(lost()).toBeUndefined();
  });
});
