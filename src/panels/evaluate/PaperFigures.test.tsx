import { MantineProvider } from '@mantine/core';
import { configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { setUpDemo } from '../../engine/demo.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { startRun } from '../../engine/runs.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { keepCorpus, setTarget, setTogether, useCorpora } from '../../store/corpora.ts';
import { useRuns } from '../../store/runs.ts';
import { setAdaptation, setField, setJoint, setRepeating, setTask } from '../../store/setup.ts';
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

async function adapt(compareWithRandom: boolean): Promise<void> {
  await bringCorpus();
  setUpDemo(await bringModel('Desk'));
  setField('epochs', 2);
  setAdaptation({ compareWithRandom });
  await startRun();
}

const figure = (name: string) => screen.findByRole('figure', { name });

/** A figure's rows by their names. */
async function rowsOf(name: string): Promise<Map<string, string[]>> {
  const shown = within(await figure(name));
  await userEvent.click(shown.getByRole('radio', { name: 'Table' }));
  const rows = shown.getAllByRole('row').slice(1);
  return new Map(
    rows.map((row) => [
      within(row).getByRole('rowheader').textContent ?? '',
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent ?? ''),
    ]),
  );
}

const points = (signedFigure = '') => Number(signedFigure.replace('−', '-').replace('±', ''));

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
});

describe('the papers’ figures', { timeout: 40_000 }, () => {
  it('say what would make them while there is no run', async () => {
    await bringCorpus();
    await bringModel('Desk');
    show();
    screen.getByText(/^Adapt a model in Train, and F1 before and after, what the old categories lost/);
    screen.getByText(
      'Learn corpora together in Train, with Support desk as the target, and F1 against the labelling rate is drawn here.',
    );
    expect(screen.queryByRole('figure')).toBeNull();
  });

  it('show F1 before, after and from scratch, as a picture in words and as a table', async () => {
    await adapt(true);
    show();
    const name = 'Before, after and from scratch';
    const picture = within(await figure(name)).getByRole('img', {
      name: /Address \(new\): after \d+\.\d, from scratch/,
    });
    expect(picture.getAttribute('aria-label')).toMatch(/Person: before \d+\.\d, after \d+\.\d, from scratch \d+\.\d\./);
    within(await figure(name)).getByText(/Tables 3 and 4: Init, Sub, Rand/);
    const rows = await rowsOf(name);
    const tests = Object.values(useRuns.getState().runs)[0]?.result?.tests;
    expect(rows.get('Address (new)')?.[0]).toBe('–');
    expect(rows.get('Person')).toEqual(
      [tests?.init, tests?.main, tests?.random].map((scores) => scores?.categories.Person?.f1.toFixed(1)),
    );
  });

  it('say how there would be something from scratch where the run had no comparison', async () => {
    await adapt(false);
    show();
    const shown = within(await figure('Before and after'));
    expect(shown.getByRole('img').getAttribute('aria-label')).not.toContain('scratch');
    shown.getByText(/switch on “Also train from random weights, for comparison” in Labels/);
  });

  it('show what the old categories lost, and not the new one', async () => {
    await adapt(false);
    show();
    const before = await rowsOf('Before and after');
    const loss = await rowsOf('Loss on the old categories');
    expect([...loss.keys()].some((category) => category.startsWith('Address'))).toBe(false);
    expect(loss.size).toBeGreaterThan(5);
    for (const [category, [was, is, lost]] of loss) {
      expect(before.get(category)?.slice(0, 2)).toEqual([was, is]);
      expect(points(lost)).toBeCloseTo(Number(was) - Number(is), 0);
    }
  });

  it('count what was added, and say what is not known', async () => {
    await adapt(false);
    show();
    const shown = within(await figure('What was added'));
    const [, first] = shown.getAllByRole('row');
    const examples = useCorpora.getState().corpora[0]?.parts.train.categories.Address;
    expect(within(first as HTMLElement).getByRole('rowheader').textContent).toBe('Address (new)');
    expect(within(first as HTMLElement).getAllByRole('cell')[0]?.textContent).toBe(examples?.toLocaleString('en-GB'));
    shown.getByText(/it was not trained in this session/);
  });

  it('are the means over the seeds where the run had several', async () => {
    setRepeating({ how: 'seeds', seeds: 2 });
    await adapt(true);
    show();
    const name = 'Before, after and from scratch';
    within(await figure(name)).getByText(/on the test sentences of Support desk, means of 2 seeds/);
    const rows = await rowsOf(name);
    const repetitions = Object.values(useRuns.getState().runs)[0]?.result?.repetitions ?? [];
    const f1 = repetitions.map(({ tests }) => tests.main.categories.Person?.f1 ?? 0);
    expect(f1).toHaveLength(2);
    expect(rows.get('Person')?.[1]).toBe((((f1[0] ?? 0) + (f1[1] ?? 0)) / 2).toFixed(1));
  });

  it('can be those of an earlier adaptation', async () => {
    await adapt(false);
    setField('epochs', 1);
    await startRun();
    show();
    const choice = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Adaptation' });
    await userEvent.click(choice);
    const options = await screen.findAllByRole('option', { hidden: true });
    expect(options.length).toBeGreaterThanOrEqual(2);
  });

  it('draw F1 against the labelling rate, and say with one point what would add another', async () => {
    for (const name of ['Tweets', 'News']) {
      const files = [{ name: 'a.jsonl', bytes: new Uint8Array([1]) }];
      keepCorpus(await studio().corpora.importCorpus(name, files, {}));
    }
    const [target, source] = useCorpora.getState().corpora;
    setTarget(target?.id ?? null);
    setTogether(source?.id ?? '', true);
    setTask('joint');
    setField('epochs', 1);
    setJoint({ sharing: 'encoder', rate: 0.1 });
    await startRun();
    show();
    const name = 'F1 against labelling rate';
    within(await figure(name)).getByText(/^One point so far: learn together at another labelling rate/);
    setJoint({ sharing: 'all', rate: 0 });
    await startRun();
    within(await figure(name)).getByText(/train on this corpus alone, and a line without transfer joins/);
    setTask('train');
    setField('epochs', 1);
    await startRun();
    const label = within(await figure(name))
      .getByRole('img')
      .getAttribute('aria-label');
    expect(label).toMatch(/T-A: \d+\.\d at 0\. T-B: \d+\.\d at 0\.1\. No transfer: \d+\.\d at 1\.$/);
    const rows = await rowsOf(name);
    expect(rows.get('T-B')?.[0]).toBe('0.1');
  });
});
