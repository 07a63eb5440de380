import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { setUpDemo } from '../../engine/demo.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { startRun } from '../../engine/runs.ts';
import { setStudio } from '../../engine/studio.ts';
import { comparisonStageSoFar } from '../../store/runState.ts';
import { endRun, shownRun, useRuns } from '../../store/runs.ts';
import { setAdaptation } from '../../store/setup.ts';
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
});
