import { MantineProvider } from '@mantine/core';
import { configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import { GraftError } from '../../../../workers/protocol/errors.ts';
import { exportFormats } from '../../../../workers/protocol/exportFormats.ts';
import * as downloads from '../../../download.ts';
import { fakeStudio } from '../../../engine/fake.ts';
import { setStudio, studio } from '../../../engine/studio.ts';
import { targetCorpus, useCorpora } from '../../../store/corpora.ts';
import { useDeidentifying } from '../../../store/deidentifying.ts';
import { useView } from '../../../store/view.ts';
import { bringCorpus, bringModel, emptyPage } from '../../../testing.ts';
import { Deidentify } from './Deidentify.tsx';

/** Looking things up by role takes seconds on a busy machine. */
configure({ asyncUtilTimeout: 15_000 });

const saved = vi.spyOn(downloads, 'download').mockImplementation(() => {});

/** @returns what shows another corpus, or the same one when it was changed. */
async function show(withModel = false) {
  await bringCorpus();
  const model = withModel ? await bringModel('Desk') : null;
  const corpus = targetCorpus(useCorpora.getState());
  if (!corpus) throw new Error('No corpus was brought.');
  const section = (of: CorpusSummary) => (
    <MantineProvider env="test">
      <Deidentify corpus={of} model={model} />
    </MantineProvider>
  );
  const { rerender } = render(section(corpus));
  return { corpus, show: (of: CorpusSummary) => rerender(section(of)) };
}

/** The same texts as another corpus. */
async function another(): Promise<CorpusSummary> {
  return studio().corpora.importCorpus('Other desk', [{ name: 'train.jsonl', bytes: new Uint8Array([1]) }], {});
}

const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const lastSaved = () => saved.mock.lastCall as [name: string, content: string, type: string];

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
  saved.mockClear();
});

describe('a corpus without names', { timeout: 40_000 }, () => {
  it('has placeholders, a report, and keeps what was not chosen', async () => {
    await show();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Phone' }));
    await press('Export without names');
    const table = within(await screen.findByRole('table', { name: 'What was replaced' }));
    table.getByRole('row', { name: /^Person [\d,]+ \d+ 0$/ });
    expect(table.queryByRole('row', { name: /^Phone/ })).toBeNull();
    const [name, content] = lastSaved();
    expect(name).toBe('support-desk-without-names.jsonl');
    expect(content).toContain('[PERSON] from [ORGANIZATION]');
    expect(content).not.toContain('Ines Falk');
    expect(content).toMatch(/0151 445 2291/);
    await press('Save the report');
    expect(JSON.parse(lastSaved()[1])).toMatchObject({ replacement: 'placeholder' });
    expect(screen.queryByRole('button', { name: 'Save the table of surrogates' })).toBeNull();
  });

  it('says which nested spans a format of words and tags leaves out', async () => {
    const { corpus, show: showAnother } = await show();
    const parts = { ...corpus.parts, train: { ...corpus.parts.train, furtherSpans: 3 } };
    showAnother({ ...corpus, parts });
    expect(screen.queryByText(/^Left out of the columns/)).toBeNull();
    await userEvent.click(screen.getByRole('combobox', { name: 'Format' }));
    await userEvent.click(await screen.findByRole('option', { name: exportFormats['conll-iob2'].label }));
    await screen.findByText(/^Left out of the columns: 3 spans that overlap longer ones/);
  });

  it('has the same surrogates each time, and a table of them on request alone', async () => {
    await show();
    await userEvent.click(screen.getByRole('radio', { name: 'Surrogates' }));
    await press('Export without names');
    await screen.findByRole('table', { name: 'What was replaced' });
    const first = lastSaved()[1];
    await press('Export without names');
    await vi.waitFor(() => expect(saved).toHaveBeenCalledTimes(2));
    expect(lastSaved()[1]).toBe(first);
    const { ledger } = useDeidentifying.getState();
    expect(first).not.toContain(ledger?.secret);
    await press('Save the table of surrogates');
    await press('Save it');
    const [name, content] = lastSaved();
    expect(name).toBe('support-desk-surrogates.json');
    expect(JSON.parse(content)).toEqual(ledger);
  });

  it('says once what the table of surrogates gives away, and saves it only when told to', async () => {
    await show();
    await userEvent.click(screen.getByRole('radio', { name: 'Surrogates' }));
    await press('Export without names');
    await screen.findByRole('table', { name: 'What was replaced' });
    saved.mockClear();
    await press('Save the table of surrogates');
    const warning = await screen.findByRole('dialog', { name: 'Save the table of surrogates?' });
    expect(warning.textContent).toContain('can take the replacements back');
    await press('Cancel');
    expect(saved).not.toHaveBeenCalled();
    await press('Save the table of surrogates');
    await press('Save it');
    expect(saved).toHaveBeenCalledTimes(1);
    await press('Save the table of surrogates');
    expect(saved).toHaveBeenCalledTimes(2);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is looked through first, with the model, and each place leads to Annotate', async () => {
    await show(true);
    const doubts = vi.spyOn(studio().engine, 'modelDoubts');
    const share = screen.getByRole('textbox', { name: 'What it is less sure of' });
    await userEvent.clear(share);
    await userEvent.type(share, '98');
    await press('Look through it first');
    const list = within(await screen.findByRole('list', { name: 'Places to be looked at' }));
    expect(doubts.mock.calls[0]?.[3]).toBe(0.98);
    const [first] = list.getAllByText(/Replaced; the model is 97 % sure that it is Person\./);
    expect(first?.textContent).toContain('conversation-');
    await userEvent.click(list.getAllByRole('button', { name: /^Look at “/ })[0] as HTMLElement);
    await vi.waitFor(() => expect(useView.getState().panel).toBe('annotate'));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Ask Desk as well' }));
    expect(screen.queryByRole('list', { name: 'Places to be looked at' })).toBeNull();
  });

  it('has a report that is of this corpus as it is, and of the part that is chosen', async () => {
    const page = await show();
    await press('Export without names');
    await screen.findByRole('table', { name: 'What was replaced' });
    page.show(await another());
    expect(screen.queryByRole('table', { name: 'What was replaced' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Save the report' })).toBeNull();
    page.show(page.corpus);
    screen.getByRole('table', { name: 'What was replaced' });
    page.show({ ...page.corpus, revision: page.corpus.revision + 1 });
    expect(screen.queryByRole('table', { name: 'What was replaced' })).toBeNull();
    page.show(page.corpus);
    await userEvent.click(screen.getByRole('combobox', { name: 'Part' }));
    await userEvent.click(await screen.findByRole('option', { name: 'dev' }));
    expect(screen.queryByRole('table', { name: 'What was replaced' })).toBeNull();
  });

  it('leaves out what was left out of this corpus, and nothing that comes later or stands in another one', async () => {
    const page = await show();
    const isReplaced = (category: string) =>
      (screen.getByRole('checkbox', { name: category }) as HTMLInputElement).checked;
    await userEvent.click(screen.getByRole('checkbox', { name: 'Phone' }));
    const changed = await studio().corpora.mapCategories(page.corpus.id, { Address: 'Home' });
    page.show(changed);
    expect(['Home', 'Person', 'Phone'].map(isReplaced)).toEqual([true, true, false]);
    page.show(await another());
    expect(['Address', 'Phone'].map(isReplaced)).toEqual([true, true]);
    page.show(changed);
    expect(isReplaced('Phone')).toBe(false);
  });

  it('needs something that is replaced, and says what went wrong', async () => {
    await show();
    const failure = { code: 'corpus-kind', message: 'It holds tags.', remedy: 'Choose another one.' };
    vi.spyOn(studio().corpora, 'deidentified').mockRejectedValueOnce(new GraftError(failure));
    await press('Export without names');
    expect((await screen.findByRole('alert')).textContent).toContain('Choose another one.');
    for (const chip of screen.getAllByRole('checkbox')) await userEvent.click(chip);
    expect(screen.getByRole('button', { name: 'Export without names' }).getAttribute('aria-disabled')).toBe('true');
  });
});
