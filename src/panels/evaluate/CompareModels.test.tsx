import { MantineProvider } from '@mantine/core';
import { configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GraftError } from '../../../workers/protocol/errors.ts';
import { setUpDemo } from '../../engine/demo.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { startRun } from '../../engine/runs.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { setField } from '../../store/setup.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { EvaluatePanel } from './EvaluatePanel.tsx';

/** Looking things up by role takes seconds on a busy machine. */
configure({ asyncUtilTimeout: 15_000 });

function show() {
  render(
    <MantineProvider env="test">
      <EvaluatePanel />
    </MantineProvider>,
  );
}

async function adapt(): Promise<void> {
  await bringCorpus();
  setUpDemo(await bringModel('Desk'));
  setField('epochs', 1);
  await startRun();
}

const section = () => within(screen.getByRole('region', { name: 'Two models compared' }));
const press = (name: string) => userEvent.click(section().getByRole('button', { name }));

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
});

describe('two models compared', { timeout: 40_000 }, () => {
  it('need a second model, and a corpus', async () => {
    await bringModel('Desk');
    show();
    section().getByText(/^There is one model: adapt it in Train, or load another one/);
    await bringModel('Other');
    await waitFor(() => section().getByText(/^Two models are compared on a corpus/));
  });

  it('are the source model and what was made from it, with a row a category and what it means', async () => {
    await adapt();
    show();
    expect(section().getByRole<HTMLInputElement>('combobox', { name: 'Model A' }).value).toBe('Desk');
    expect(section().getByRole<HTMLInputElement>('combobox', { name: 'Model B' }).value).toBe('Desk + Address');
    expect(section().getByRole<HTMLInputElement>('textbox', { name: 'Draws' }).value).toBe('1,000');
    await press('Compare');
    const table = await section().findByRole('table', {
      name: /^F1 of A and B on Support desk, test, as in its run: /,
    });
    const heads = within(table).getAllByRole('columnheader');
    expect(heads.map((head) => head.textContent)).toEqual([
      ...['Category', 'A', 'B', 'Difference', '95 % interval', 'p', 'In words'],
    ]);
    within(table).getByRole('row', { name: /^Person .* to .*/ });
    within(table).getByRole('row', { name: /^Address – \d+\.\d – – – A does not know it$/ });
    within(table).getByRole('row', { name: /^Overall, known to both/ });
    section().getByText(/^The interval says how far the difference would move/);
  });

  it('asks for what was chosen, with as many draws as were asked for', async () => {
    await adapt();
    const compare = vi.spyOn(studio().engine, 'compareModels');
    show();
    const draws = section().getByRole('textbox', { name: 'Draws' });
    await userEvent.clear(draws);
    await press('Compare');
    expect(compare).not.toHaveBeenCalled();
    expect(section().getAllByText('The sentences are drawn anew from 100 to 20,000 times.').length).toBeGreaterThan(0);
    await userEvent.clear(draws);
    await userEvent.type(draws, '200');
    await press('Compare');
    await section().findByText(/drawn anew 200 times/);
    expect(compare.mock.calls[0]?.[3]).toBe('test');
    expect(compare.mock.calls[0]?.[4]).toMatchObject({ samples: 200, adaptation: { newCategories: ['Address'] } });
  });

  it('cannot be the same model', async () => {
    await adapt();
    show();
    const choice = section().getByRole('combobox', { name: 'Model A' });
    await userEvent.click(choice);
    const list = within(document.getElementById(choice.getAttribute('aria-controls') ?? '') as HTMLElement);
    await userEvent.click(list.getByRole('option', { name: 'Desk + Address', hidden: true }));
    const button = section().getByRole('button', { name: 'Compare' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(section().getAllByText('Both are the same model: choose another one.').length).toBeGreaterThan(0);
  });

  it('are compared no further when that is stopped, and what was found before stays', async () => {
    await adapt();
    show();
    await press('Compare');
    await section().findByRole('table', { name: /drawn anew 1,000 times/ });
    const stop = vi.spyOn(studio().engine, 'stopComparing');
    const samples = section().getByRole('textbox', { name: 'Draws' });
    await userEvent.clear(samples);
    await userEvent.type(samples, '20000');
    await press('Compare');
    await press('Stop comparing');
    expect(stop).toHaveBeenCalledOnce();
    await section().findByRole('button', { name: 'Compare' });
    section().getByRole('table', { name: /drawn anew 1,000 times/ });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says what went wrong, and the way out', async () => {
    await adapt();
    const failure = { code: 'corpus-kind', message: 'It holds tags.', remedy: 'Choose another one.' };
    vi.spyOn(studio().engine, 'compareModels').mockRejectedValueOnce(new GraftError(failure));
    show();
    await press('Compare');
    const alert = await section().findByRole('alert');
    expect(alert.textContent).toContain('It holds tags.');
    expect(alert.textContent).toContain('Choose another one.');
  });
});
