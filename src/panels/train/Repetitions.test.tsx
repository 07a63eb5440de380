import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { meanAndInterval } from '../../../workers/text/interval.ts';
import { setUpDemo } from '../../engine/demo.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { startRun, stopRun } from '../../engine/runs.ts';
import { setStudio } from '../../engine/studio.ts';
import { repetitionsSoFar } from '../../store/repetitions.ts';
import { mainStageSoFar } from '../../store/runState.ts';
import { runProgress, shownRun, useRuns } from '../../store/runs.ts';
import { setAdaptation, setField, setRepeating, setTask, useSetup } from '../../store/setup.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { runSheet } from './runSheet.ts';
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
  setUpDemo(await bringModel('source'));
  setField('epochs', 2);
  setField('patience', 2);
}

const run = () => shownRun(useRuns.getState());
const settled = () => waitFor(() => expect(run().status).toBe('finished'), { timeout: 10_000 });
const cells = (row: HTMLElement) =>
  within(row)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

beforeEach(emptyPage);

describe('how often it is run', () => {
  it('is chosen in the training settings, where a search is of random weights alone', async () => {
    await setUp(0);
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Training settings' }));
    expect(screen.queryByRole('radio', { name: /Random search/ })).toBeNull();
    await userEvent.click(await screen.findByRole('radio', { name: /With several seeds/ }, { timeout: 5000 }));
    const seeds = screen.getByRole('textbox', { name: 'Number of seeds' });
    await userEvent.clear(seeds);
    await userEvent.type(seeds, '5');
    expect(useSetup.getState().repeating).toMatchObject({ how: 'seeds', seeds: 5 });
    expect(screen.getAllByRole('button', { name: 'Training settings with seeds 1 to 5' })).toHaveLength(1);
  }, 20_000);

  it('keeps Start shut where a search would draw nothing, and says so', async () => {
    await setUp(0);
    setTask('train');
    setRepeating({ how: 'search' });
    show();
    await userEvent.click(screen.getByRole('button', { name: /^Training settings/ }));
    const searched = await screen.findByRole('group', { name: 'What is searched' }, { timeout: 5000 });
    const dropout = screen.getByRole<HTMLInputElement>('textbox', { name: 'Dropout' });
    expect(dropout.disabled).toBe(true);
    for (const box of within(searched).getAllByRole('checkbox')) await userEvent.click(box);
    expect(dropout.disabled).toBe(false);
    const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Start training' });
    expect(start.disabled).toBe(true);
    expect(screen.getAllByText(/The search has only one trial/).length).toBeGreaterThan(0);
    await userEvent.click(within(searched).getByRole('checkbox', { name: 'Dropout' }));
    expect(start.disabled).toBe(false);
  }, 20_000);
});

describe('what a search draws from', () => {
  it('is written beside each setting, with what is wrong in it, and may be of any other number', async () => {
    await setUp(0);
    setTask('train');
    setRepeating({ how: 'search' });
    show();
    await userEvent.click(screen.getByRole('button', { name: /^Training settings/ }));
    const dropout = await screen.findByRole<HTMLInputElement>(
      'textbox',
      { name: 'Values of Dropout' },
      { timeout: 5000 },
    );
    expect(dropout.value).toBe('0.1 to 0.8 by 0.1');
    const write = async (values: string) => {
      await userEvent.clear(dropout);
      await userEvent.type(dropout, values);
    };
    await write('0.5, 2');
    expect(screen.getAllByText('It takes a number from 0 to 0.95, not 2.')).toHaveLength(1);
    expect(dropout.getAttribute('aria-invalid')).toBe('true');
    const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Start training' });
    expect(start.disabled).toBe(true);
    expect(screen.getAllByText(/The search cannot draw Dropout from “0.5, 2”/).length).toBeGreaterThan(0);
    await write('0.5, 0.6');
    expect(start.disabled).toBe(false);
    expect(useSetup.getState().repeating.ranges).toEqual({ dropout: '0.5, 0.6' });
    await userEvent.click(screen.getByRole('button', { name: 'Dropout: back to 0.1 to 0.8 by 0.1' }));
    expect(dropout.value).toBe('0.1 to 0.8 by 0.1');

    await userEvent.click(screen.getByRole('combobox', { name: 'Search another setting' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Momentum' }));
    const momentum = screen.getByRole<HTMLInputElement>('textbox', { name: 'Values of Momentum' });
    expect(momentum.value).toBe('0.9');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Momentum' }));
    expect(momentum.disabled).toBe(true);
  }, 20_000);
});

describe('a run with several seeds', () => {
  it('ends in a row a seed and a mean with its interval, by category too', async () => {
    await setUp(0);
    setRepeating({ how: 'seeds', seeds: 3 });
    await startRun();
    show();
    const table = screen.getByRole('table', { name: 'Scores by seed' });
    const result = run().result;
    const tests = result?.repetitions.map((each) => each.tests.main.overall.f1) ?? [];
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.slice(0, 3).map((row) => cells(row).at(-1))).toEqual(tests.map((f1) => f1.toFixed(1)));
    const kept = within(table).getAllByRole('row', { name: /best, kept/ });
    expect(kept.map((row) => within(row).getByRole('rowheader').textContent)).toEqual([`${result?.seed} best, kept`]);
    const { mean, half } = meanAndInterval(tests);
    expect(cells(rows[3] as HTMLElement).at(-1)).toBe(`${mean.toFixed(1)} ± ${half.toFixed(1)}`);
    const means = screen.getByRole('table', { name: 'Mean F1 on the test sentences, by category' });
    expect(within(means).getAllByRole('row', { name: /^Address – \d+\.\d ± / })).toHaveLength(1);
    const last = within(means).getAllByRole('row').slice(-2);
    expect(last.map((row) => within(row).getByRole('rowheader').textContent)).toEqual(['Overall, known', 'Overall']);
    expect(screen.getAllByText(/^All 3 seeds are done in .* was the best on dev, and its epoch/)).toHaveLength(1);
    const scores = new RegExp(`^F1 on the test sentences, seed ${result?.seed}, kept epoch`);
    expect(screen.getAllByRole('table', { name: scores })).toHaveLength(1);
  }, 20_000);

  it('says which it is at, shows that one’s curve, and keeps what is finished where it is stopped', async () => {
    await setUp(5);
    setRepeating({ how: 'seeds', seeds: 3 });
    show();
    const told: (string | undefined)[] = [];
    const end = useRuns.subscribe(() => {
      const { stages, stage } = run();
      if (stage !== 'seed 2: matched' || !stages.at(-1)?.records.length || told.length > 0) return;
      told.push(runProgress(run())?.label, mainStageSoFar(run())?.id);
      void stopRun();
    });
    await startRun();
    end();
    expect(told).toEqual([expect.stringMatching(/^Seed 2 \(2 of 3\): epoch [12] of 2$/), 'seed 2: matched']);
    await settled();
    expect(repetitionsSoFar(run()).map(({ seed, cutOff }) => [seed, cutOff])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(await screen.findAllByText(/^Stopped by you after 2 of 3 seeds/)).toHaveLength(1);
    expect(await screen.findAllByText(/The last one was cut off/)).toHaveLength(1);
  }, 20_000);

  it('holds the kept seed against its own comparison', async () => {
    await setUp(0);
    setAdaptation({ compareWithRandom: true });
    setRepeating({ how: 'seeds', seeds: 2 });
    await startRun();
    show();
    const means = screen.getByRole('table', { name: 'Mean F1 on the test sentences, by category' });
    expect(within(means).getAllByRole('columnheader', { name: 'Random' })).toHaveLength(1);
    const seed = run().result?.seed;
    expect(screen.getAllByRole('radio', { name: `Seed ${seed}: from random weights` })).toHaveLength(1);
  }, 20_000);
});

describe('a random search', () => {
  async function search() {
    await setUp(0);
    setTask('train');
    setField('epochs', 2);
    setRepeating({ how: 'search', trials: 4, fixed: ['clip'] });
    await startRun();
    show();
  }

  it('ends in a table that sorts, the best trial first, with what each drew', async () => {
    await search();
    const table = screen.getByRole('table', { name: 'Trials of the search' });
    const names = () =>
      within(table)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent);
    const result = run().result;
    const best = (result?.repetitions.findIndex(({ main }) => main === result.main) ?? 0) + 1;
    expect(names()[0]).toBe(`Trial ${best} best, kept`);
    expect(within(table).queryByRole('columnheader', { name: 'Clip gradients at' })).toBeNull();
    await userEvent.click(within(table).getByRole('button', { name: 'Dropout' }));
    const dropouts = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => Number(cells(row)[6]));
    const drawn = result?.repetitions.map(({ chosen }) => Number(chosen?.dropout)) ?? [];
    expect(dropouts).toEqual([...drawn].sort((a, b) => b - a));
  }, 20_000);

  it('has a plot of its trials, where the one that is looked at in the table stands out, and the other way round', async () => {
    await search();
    const plot = screen.getByRole('img', {
      name: /^Parallel coordinates of 4 trials over .* and Dev F1\. Best: Trial/,
    });
    const table = screen.getByRole('table', { name: 'Trials of the search' });
    const ahead = () => [...plot.querySelectorAll('[data-ahead]')];
    const best = ahead()[0];
    expect(ahead()).toHaveLength(1);
    await userEvent.hover(within(table).getByRole('row', { name: /^Trial 3/ }));
    const third = ahead()[0];
    expect(screen.getAllByText(/^Trial 3: character hidden size \d+, .*; dev F1 \d/)).toHaveLength(1);
    await userEvent.unhover(within(table).getByRole('row', { name: /^Trial 3/ }));
    within(table).getByRole('button', { name: 'Trial 3' }).focus();
    await waitFor(() => expect(ahead()).toEqual([third]));
    (document.activeElement as HTMLElement).blur();
    await waitFor(() => expect(ahead()).toEqual([best]));
    await userEvent.hover(third as Element);
    const lit = within(table)
      .getAllByRole('row')
      .filter((row) => 'ahead' in row.dataset);
    expect(lit.map((row) => within(row).getByRole('rowheader').textContent)).toEqual(['Trial 3 ']);
    await userEvent.click(third as Element);
    expect(within(table).getByRole('button', { name: 'Trial 3' }).getAttribute('aria-pressed')).toBe('true');
  }, 20_000);

  it('has on its sheet the settings of the trial that was kept', async () => {
    await search();
    const { result } = run();
    const chosen = result?.repetitions.find(({ main }) => main === result.main)?.chosen;
    const lines = new Map(runSheet(run()).map(({ label, value }) => [label, value]));
    expect(lines.get('Dropout')).toBe(String(chosen?.dropout));
    expect(lines.get('Word hidden size')).toBe(String(chosen?.wordHidden));
    expect(lines.get('Runs')).toBe('as a random search of 4 trials');
  }, 20_000);
});
