import { MantineProvider } from '@mantine/core';
import { configure, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from './App.tsx';
import { chooseBackend } from './engine/backend.ts';
import { fakeStudio } from './engine/fake.ts';
import { openLink } from './engine/openLink.ts';
import { keepPlanUpToDate } from './engine/plan.ts';
import { setStudio } from './engine/studio.ts';
import { useCorpora } from './store/corpora.ts';
import { useModels } from './store/models.ts';
import { shownRun, useRuns } from './store/runs.ts';
import { useSetup } from './store/setup.ts';
import { emptyPage } from './testing.ts';
import { theme } from './theme.ts';

vi.mock('./projects/actions.ts', () => ({ resetDemo: () => Promise.reject(new Error('The disk is busy.')) }));

let endPlanning = () => {};

function open() {
  setStudio(fakeStudio(1));
  endPlanning = keepPlanUpToDate();
  render(
    <MantineProvider theme={theme}>
      <App />
    </MantineProvider>,
  );
}

const panel = (name: string) =>
  within(screen.getByRole('navigation', { name: 'Panels' })).getByRole('button', { name });
/** Looking things up by role takes seconds in a page of this size on a busy machine. */
configure({ asyncUtilTimeout: 15_000 });

const show = (name: RegExp) =>
  userEvent.click(within(screen.getByRole('navigation', { name: 'Panels' })).getByRole('button', { name }));

beforeEach(() => {
  vi.stubGlobal('fetch', async () => new Response(new Uint8Array([1, 2, 3])));
  emptyPage();
});

afterEach(() => {
  endPlanning();
  vi.unstubAllGlobals();
});

describe('the studio', { timeout: 40_000 }, () => {
  it('names its seven panels, each with its state', () => {
    open();
    const items = within(screen.getByRole('navigation', { name: 'Panels' })).getAllByRole('button');
    expect(items.map((item) => item.getAttribute('aria-label'))).toEqual([
      'Source, needs you',
      'Corpus, nothing yet',
      'Labels, nothing yet',
      'Annotate, nothing yet',
      'Train, nothing yet',
      'Evaluate, nothing yet',
      'Export, nothing yet',
    ]);
    expect(panel('Source, needs you').getAttribute('aria-current')).toBe('page');
  });

  it('says in the status line what computes and that nothing is sent', async () => {
    open();
    await chooseBackend('auto');
    const status = screen.getByRole('contentinfo');
    expect(await within(status).findByRole('button', { name: 'Backend: WASM' })).toBeTruthy();
    expect(status.textContent).toContain('Offline, nothing sent');
  });

  it('goes from one click on the demo to a trained model', async () => {
    open();
    await userEvent.click(screen.getByRole('button', { name: 'Try the demo' }));
    await vi.waitFor(() => expect(shownRun(useRuns.getState()).status).toBe('finished'), { timeout: 15_000 });
    expect(shownRun(useRuns.getState()).newCategories).toEqual(['Address']);
    expect(screen.getByRole('heading', { level: 1, name: 'Train' })).toBeTruthy();
    expect(panel('Export, ready')).toBeTruthy();
    expect(screen.getByRole('contentinfo').textContent).toContain('Run finished');
  });

  it('loads a source model and shows its card', async () => {
    open();
    const file = new File([new Uint8Array([80, 75])], 'letters.graft');
    await userEvent.upload(screen.getByLabelText(/^Source model/), file);
    const card = await screen.findByRole('article', { name: 'Model card of letters' });
    // The scores in the history name it too; whether they are in the document already is a matter of time.
    const known = within(card).getByRole('group', { name: 'Knows' });
    expect(within(known).getByText('PaymentInformation')).toBeTruthy();
    expect(panel('Corpus, needs you')).toBeTruthy();
  });

  it('imports a corpus and counts its categories by part', async () => {
    open();
    await show(/^Corpus/);
    const files = ['train', 'dev', 'test'].map((part) => new File(['x'], `letters-${part}.jsonl`));
    await userEvent.upload(screen.getByLabelText(/^Corpus files/), files);
    const counts = await screen.findByRole('table', { name: 'Counts by category and part' });
    const row = within(counts).getByRole('row', { name: /Address/ });
    const figures = within(row)
      .getAllByRole('cell')
      .map((cell) => Number(cell.textContent?.replace(',', '')));
    expect(figures[0]).toBeGreaterThan(0);
    expect(figures.slice(0, 3).reduce((sum, value) => sum + value, 0)).toBe(figures[3]);
    expect(useCorpora.getState().corpora[0]?.name).toBe('letters');
  });

  it('stands by a file that cannot be read, with the file’s name and another way to read it', async () => {
    open();
    await show(/^Corpus/);
    await userEvent.upload(screen.getByLabelText(/^Corpus files/), new File([], 'hollow.conll'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('hollow.conll');
    expect(alert.textContent).toContain('The file is empty.');
    expect(screen.getByRole('button', { name: 'Read again' })).toBeTruthy();
    expect(panel('Corpus, needs you')).toBeTruthy();
  });

  it('picks a new category and tells what it does to the output layer', async () => {
    open();
    await openLink('#data=demo&adapt=yes&panel=labels');
    await screen.findByRole('row', { name: /Address left out/ });
    await userEvent.click(screen.getByRole('button', { name: 'Add category' }));
    // Nothing has a place here, so that a menu may take its button for scrolled out of sight and hide.
    await userEvent.click(await screen.findByRole('menuitem', { name: /Address/, hidden: true }));
    await screen.findByRole('row', { name: /Address new/ });
    await screen.findByText(/new are B-Address, I-Address, E-Address and S-Address/);
    expect(screen.getByText(/961/).textContent).toContain('1,225');
  });

  it('leaves everything as it was when a link does not read, and says so', async () => {
    open();
    await openLink('#data=demo&seed=soon');
    expect((await screen.findByRole('alert')).textContent).toContain('seed');
    expect(useModels.getState().models).toHaveLength(0);
    expect(useSetup.getState()).toEqual(useSetup.getInitialState());
  });

  it('keeps the other panels when one of them fails', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    open();
    // A model that no worker would send makes the card fail.
    const { specification } = useSetup.getState();
    const broken = { id: 'm', name: 'broken', architecture: 'blstm', specification, categories: null } as never;
    useModels.setState({ models: [broken], roles: { source: 'm' } });
    expect((await screen.findByRole('alert')).textContent).toContain('The panel Source could not be shown');
    fireEvent.click(panel('Annotate, nothing yet'));
    expect(screen.getByRole('heading', { level: 1, name: 'Annotate' })).toBeTruthy();
  });

  it('says so where the demo could not be put back', async () => {
    open();
    fireEvent.keyDown(document.documentElement, { key: 'F9', code: 'F9' });
    expect(await screen.findByText(/The disk is busy/)).toBeDefined();
  });
});
