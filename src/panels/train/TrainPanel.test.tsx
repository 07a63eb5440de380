import { MantineProvider } from '@mantine/core';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { setUpDemo } from '../../engine/demo.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { keepPlanUpToDate } from '../../engine/plan.ts';
import { startRun } from '../../engine/runs.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { targetCorpus, updateCorpus, useCorpora } from '../../store/corpora.ts';
import { forgetModel } from '../../store/models.ts';
import { comparisonStageSoFar } from '../../store/runState.ts';
import { endRun, shownRun, takeRunEvents, useRuns } from '../../store/runs.ts';
import { setAdaptation, setSeed, useSetup } from '../../store/setup.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { TrainPanel } from './TrainPanel.tsx';

function show() {
  render(
    <MantineProvider env="test">
      <TrainPanel />
    </MantineProvider>,
  );
}

async function setUp(stepMilliseconds: number) {
  setStudio(fakeStudio(stepMilliseconds));
  await bringCorpus();
  const model = await bringModel('source');
  setUpDemo(model);
}

const run = () => shownRun(useRuns.getState());

beforeEach(emptyPage);

describe('the Train panel', () => {
  it('says what goes there and offers the demo while there is nothing to train on', () => {
    show();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Try the demo' }).disabled).toBe(false);
    expect(screen.queryByRole('button', { name: 'Start training' })).toBeNull();
  });

  it('trains to a score table with the new category apart and the difference signed', async () => {
    await setUp(0);
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Start training' }));
    await waitFor(() => expect(run().status).toBe('finished'), { timeout: 10_000 });
    const table = await screen.findByRole('table', { name: /^F1 on the test sentences/ });
    const address = within(table).getByRole('row', { name: /^Address/ });
    expect(within(address).getAllByRole('cell')[0]?.textContent).toBe('–');
    const person = within(table).getByRole('row', { name: /^Person / });
    expect(person.textContent).toMatch(/[+−±]\d+\.\d/);
    expect(within(table).getAllByRole('row', { name: /^Overall, known/ })).toHaveLength(1);
    expect(screen.getAllByRole('img', { name: /Address \(new\): \d/ })).toHaveLength(1);
  }, 20_000);

  it('says which documents train once one was discarded', async () => {
    await setUp(0);
    show();
    expect(screen.queryByText(/are submitted and train/)).toBeNull();
    const { id } = targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
    const document = await studio().corpora.document(id, 'train', 'conversation-1');
    const change = { part: 'train', document: { ...document, status: 'discarded' } } as const;
    updateCorpus(await studio().corpora.replaceDocuments(id, [change]));
    expect(await screen.findByText(/^Of 400 training documents 399 are submitted and train\./)).toBeDefined();
  });

  it('pauses, resumes and stops, with one primary button at a time', async () => {
    await setUp(20);
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Start training' }));
    await waitFor(() => expect(run().stages[0]?.records.length).toBeGreaterThan(0));
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    const resume = await screen.findByRole('button', { name: 'Resume' });
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
    await userEvent.click(resume);
    await screen.findByRole('button', { name: 'Pause' });
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await screen.findByText(/Stopped by you/, undefined, { timeout: 5000 });
  }, 20_000);

  it('goes on showing an earlier result where a start is refused, with the reason', async () => {
    await setUp(0);
    await startRun();
    setAdaptation({ newCategories: ['Person'] });
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Start training' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Person is not new.');
    expect(await screen.findAllByRole('table', { name: /^F1 on the test sentences/ })).toHaveLength(1);
  }, 20_000);

  it('says that nothing came of a run that was stopped in its first epoch, and that what was there stays', async () => {
    await setUp(20);
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Start training' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    await screen.findByText(/before its first epoch had ended/, undefined, { timeout: 5000 });
    expect(screen.queryByRole('alert')).toBeNull();
    expect(run().status).toBe('idle');
  }, 20_000);

  it('shows the run from random weights beside, where one was asked for', async () => {
    await setUp(0);
    setAdaptation({ compareWithRandom: true });
    await startRun();
    show();
    expect(screen.getAllByRole('columnheader', { name: 'Random' })).toHaveLength(1);
    expect(screen.getAllByText(/^Random weights: Adam at a rate of 0.002, 6 epochs/)).toHaveLength(1);
    await userEvent.click(screen.getByLabelText('From random weights'));
    const address = comparisonStageSoFar(run())?.records.at(-1)?.dev.categories.Address?.f1.toFixed(1);
    expect(await screen.findAllByRole('img', { name: new RegExp(`Address \\(new\\): ${address}`) })).toHaveLength(1);
  }, 20_000);

  it('says why a run failed and what to do', async () => {
    await setUp(0);
    await startRun();
    // It had learned something by then.
    endRun('run 1', { code: 'loss-nan', message: 'The loss is not a number.', remedy: 'Lower the learning rate.' });
    show();
    expect(screen.getByRole('alert').textContent).toContain('The loss is not a number.Lower the learning rate.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Start training' }).disabled).toBe(false);
  });

  it('shows the figures of the kept epoch in table and chart, and precision and recall by choice', async () => {
    await setUp(0);
    await startRun();
    show();
    const [stage] = run().stages;
    const kept = stage?.records.find(({ epoch }) => epoch === stage.bestEpoch)?.dev.categories.Address;
    await userEvent.click(screen.getByLabelText('Dev'));
    const figures = (name: RegExp) => {
      const table = screen.getByRole('table', { name });
      return within(within(table).getByRole('row', { name: /^Address/ }))
        .getAllByRole('cell')
        .map((cell) => cell.textContent);
    };
    expect(figures(/^F1 on the dev sentences, kept epoch/)[1]).toBe(kept?.f1.toFixed(1));
    expect(screen.getAllByRole('img', { name: new RegExp(`Address \\(new\\): ${kept?.f1.toFixed(1)}`) })).toHaveLength(
      1,
    );
    await userEvent.click(screen.getByLabelText('Recall'));
    expect(figures(/^Recall on the dev sentences/)[1]).toBe(kept?.recall.toFixed(1));
    expect(screen.getAllByRole('img', { name: /^Recall by category/ })).toHaveLength(1);
  }, 20_000);

  it('sorts its scores by count and by F1, and says how', async () => {
    await setUp(0);
    await startRun();
    show();
    const table = screen.getByRole('table', { name: /^F1 on the test sentences/ });
    const spans = () =>
      within(table)
        .getAllByRole('row')
        .slice(4, -2)
        .map((row) => Number(within(row).getAllByRole('cell').at(-1)?.textContent));
    // Its tooltip, while it is shown, comes before it.
    const head = (name: string) => within(table).getByRole('columnheader', { name: new RegExp(`${name}$`) });
    expect(head('Spans').getAttribute('aria-sort')).toBe('none');
    await userEvent.click(within(head('Spans')).getByRole('button'));
    expect(head('Spans').getAttribute('aria-sort')).toBe('descending');
    expect(spans()).toEqual([...spans()].sort((a, b) => b - a));
    await userEvent.click(within(head('After')).getByRole('button'));
    expect(head('After').getAttribute('aria-sort')).toBe('descending');
    expect(head('Spans').getAttribute('aria-sort')).toBe('none');
  }, 20_000);

  it('lets a category be chosen', async () => {
    await setUp(0);
    await startRun();
    show();
    const person = screen.getByRole('button', { name: 'Person' });
    await userEvent.click(person);
    expect(person.getAttribute('aria-pressed')).toBe('true');
    await userEvent.click(person);
    expect(person.getAttribute('aria-pressed')).toBe('false');
  }, 20_000);

  it('has one line for all notes, which opens', async () => {
    await setUp(0);
    await startRun();
    const warn = (name: string) => ({
      code: 'no-examples',
      message: `No example of ${name}.`,
      remedy: 'Annotate some.',
    });
    takeRunEvents(['Date', 'Phone', 'Date'].map((name) => ({ type: 'warning', runId: 'run 1', problem: warn(name) })));
    show();
    // The third is of the labels that the source model made.
    const notes = screen.getByRole('button', { name: '3 notes' });
    expect(screen.queryByText('Annotate some.')).toBeNull();
    await userEvent.click(notes);
    expect(screen.getAllByText('Annotate some.')).toHaveLength(1);
    expect(screen.getAllByText('No example of Date.')).toHaveLength(1);
  }, 20_000);

  it('says why Start cannot be pressed, with what mends it, and leaves the result', async () => {
    await setUp(0);
    await startRun();
    const end = keepPlanUpToDate();
    try {
      setAdaptation({ newCategories: ['Address', 'Invoice'] });
      await waitFor(() => expect(useSetup.getState().planProblem).not.toBeNull());
      expect(useSetup.getState()).toMatchObject({ unfit: ['Invoice'] });
      expect(useSetup.getState().plan?.categories.some(({ name }) => name === 'Address')).toBe(true);
      show();
      const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Start training' });
      expect(start.disabled).toBe(true);
      const reason = document.getElementById(start.getAttribute('aria-describedby') ?? '');
      expect(reason?.textContent).toContain('There is no Invoice');
      expect(screen.getAllByRole('table', { name: /^F1 on the test sentences/ })).toHaveLength(1);
      await userEvent.click(screen.getByRole('button', { name: 'Take back Invoice' }));
      await waitFor(() => expect(start.disabled).toBe(false));
      expect(useSetup.getState().adaptation.newCategories).toEqual(['Address']);
    } finally {
      end();
    }
  }, 20_000);

  it('names in its facts what the run shown stood on, and says that the next one would be another', async () => {
    await setUp(0);
    await startRun();
    setSeed(5);
    show();
    expect(screen.getByText('Seed').nextSibling?.textContent).toBe('1');
    expect(screen.getAllByText('Start training would now be another run: seed 5.')).toHaveLength(1);
  }, 20_000);

  it('keeps the runs in a list, shows an earlier one again and lays two side by side', async () => {
    await setUp(0);
    await startRun();
    setSeed(5);
    await startRun();
    show();
    const list = screen.getByRole('table', { name: 'Runs of this session' });
    expect(within(list).getAllByRole('row')).toHaveLength(3);
    for (const number of [1, 2]) {
      await userEvent.click(within(list).getByRole('checkbox', { name: `Lay run ${number} side by side` }));
    }
    const different = screen.getByRole('table', { name: 'What was different' });
    expect(within(different).getByRole('row', { name: /^Seed/ }).textContent).toBe('Seed15');
    const scores = screen.getByRole('table', { name: 'F1 on the test sentences, by category' });
    expect(within(scores).getByRole('row', { name: /^Address/ }).textContent).toContain('±0.0');
    expect(useRuns.getState().shownId).toBe('run 2');
    await userEvent.click(within(list).getByRole('button', { name: 'source + Address' }));
    expect(useRuns.getState().shownId).toBe('run 1');
  }, 30_000);

  it('leads to no errors of a model that was removed', async () => {
    await setUp(0);
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Start training' }));
    await screen.findByRole('button', { name: 'See its errors' }, { timeout: 10_000 });
    act(() => forgetModel(run().result?.model.id ?? ''));
    expect(screen.queryByRole('button', { name: 'See its errors' })).toBeNull();
  }, 20_000);
});
