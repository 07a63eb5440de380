import 'fake-indexeddb/auto';
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, RunEvent } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import { type RunKeeping, runThing } from '../../workers/protocol/projects.ts';
import { database } from '../../workers/storage/database.ts';
import { storedThings } from '../../workers/storage/projects.ts';
import { setUpDemo } from '../engine/demo.ts';
import { fakeStudio } from '../engine/fake.ts';
import { giveUpRun } from '../engine/keptRuns.ts';
import { goOnWithRun, startRun } from '../engine/runs.ts';
import { setStudio } from '../engine/studio.ts';
import { TrainPanel } from '../panels/train/TrainPanel.tsx';
import { targetCorpus, updateCorpus, useCorpora } from '../store/corpora.ts';
import { chooseGoingOn, type KeptRun, useKeptRun } from '../store/keptRun.ts';
import { useProject } from '../store/project.ts';
import { shownRun, useRuns } from '../store/runs.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { beginProjects } from './beginProjects.ts';
import { allWritten, beginProject, endKeeping } from './openProject.ts';
import { rememberProject } from './tab.ts';
import { type Stored, standIn } from './testing.ts';

let stored: Stored;
let keeping: ReturnType<typeof standIn>;
let runs: RunKeeping;
let engine: Engine;

beforeEach(async () => {
  const opened = await database();
  await Promise.all(opened.tables.map((table) => table.clear()));
  emptyPage();
  stored = { corpora: [], models: new Map() };
  const { runs: usual, ...others } = standIn(stored);
  runs = { keptRun: vi.fn(usual.keptRun), forgetRun: vi.fn(usual.forgetRun) };
  keeping = { ...others, runs };
  const fake = fakeStudio(0);
  ({ engine } = fake);
  setStudio({ ...fake, keeping });
});

afterEach(async () => {
  chooseGoingOn(false);
  await endKeeping(keeping);
});

const project = () => useProject.getState().project?.id ?? '';
const recordStored = async () => (await storedThings(project())).get(runThing) as KeptRun | null | undefined;

async function setUp(): Promise<void> {
  await bringCorpus();
  setUpDemo(await bringModel('Desk'));
  await beginProject(keeping);
}

/** A run that gets to the end of so many epochs, and no further. */
async function beginRun(epochs: number): Promise<void> {
  await new Promise<void>((reached) => {
    vi.mocked(runs.keptRun).mockImplementationOnce((_, request, __, onEvent) => {
      const isLost = (event: RunEvent) => 'epoch' in event && event.epoch > epochs;
      const tell = (event: RunEvent) => event.type !== 'finished' && !isLost(event) && onEvent(event);
      void engine.run(request, tell).then(() => reached());
      return new Promise(() => {});
    });
    void startRun();
  });
  await allWritten(keeping);
}

/** The page is loaded anew. */
async function comeBack(): Promise<void> {
  const id = project();
  await allWritten(keeping);
  await endKeeping(keeping);
  stored.corpora = useCorpora.getState().corpora;
  const { goesOnByItself } = useKeptRun.getState();
  emptyPage();
  useKeptRun.setState({ goesOnByItself });
  rememberProject(id);
  expect(await beginProjects(false, Promise.resolve())).toBe(true);
}

describe('a run of a project', () => {
  it('is known of before it starts, and forgotten when its model is stored', async () => {
    await setUp();
    let before: KeptRun | null | undefined;
    const usual = standIn(stored).runs;
    vi.mocked(runs.keptRun).mockImplementationOnce(async (...asked) => {
      before = await recordStored();
      return usual.keptRun(...asked);
    });
    const result = await startRun();
    expect(before?.request.name).toBe(shownRun(useRuns.getState()).request?.name);
    expect(vi.mocked(runs.keptRun).mock.lastCall?.slice(0, 3)).toMatchObject([project(), {}, false]);
    await vi.waitFor(() => expect(runs.forgetRun).toHaveBeenCalledWith(project()));
    await allWritten(keeping);
    expect(stored.models.has(result?.model.id ?? '')).toBe(true);
    expect(await recordStored()).toBeNull();
  });

  it('that was cut off goes on with the same configuration and its journal', async () => {
    await setUp();
    await beginRun(2);
    const request = useKeptRun.getState().run?.request;
    await comeBack();
    expect(useKeptRun.getState()).toMatchObject({ isCutOff: true, run: { request, reached: { epoch: 2 } } });
    const result = await goOnWithRun();
    expect(vi.mocked(runs.keptRun).mock.lastCall?.slice(0, 3)).toEqual([project(), request, true]);
    expect(result?.model.name).toBe(request?.name);
    await vi.waitFor(() => expect(useKeptRun.getState()).toMatchObject({ run: null, isCutOff: false }));
  });

  it('that was given up is not offered again', async () => {
    await setUp();
    await beginRun(1);
    await comeBack();
    await giveUpRun();
    expect(runs.forgetRun).toHaveBeenCalledWith(project());
    await comeBack();
    expect(useKeptRun.getState().run).toBeNull();
  });

  it('goes on by itself where that is wanted, and asks where it got to the end of no epoch that way', async () => {
    await setUp();
    await beginRun(1);
    chooseGoingOn(true);
    vi.mocked(runs.keptRun).mockImplementationOnce(() => new Promise(() => {}));
    await comeBack();
    await vi.waitFor(() => expect(vi.mocked(runs.keptRun).mock.lastCall?.[2]).toBe(true));
    const calls = vi.mocked(runs.keptRun).mock.calls.length;
    await comeBack();
    expect(useKeptRun.getState()).toMatchObject({ isCutOff: true, run: { attempts: 1 } });
    expect(vi.mocked(runs.keptRun).mock.calls).toHaveLength(calls);
  });

  it.each([
    ['unexpected', true],
    ['loss-not-finite', false],
    ['run-stopped', false],
  ])('that failed with “%s” is offered: %s', async (code, isOffered) => {
    await setUp();
    const usual = standIn(stored).runs;
    vi.mocked(runs.keptRun).mockImplementationOnce(async (...asked) => {
      await usual.keptRun(...asked);
      throw new GraftError({ code, message: 'It failed.', remedy: '' });
    });
    expect(await startRun()).toBeNull();
    expect(useKeptRun.getState().isCutOff).toBe(isOffered);
  });
});

describe('the offer to go on', () => {
  const show = () =>
    render(
      <MantineProvider env="test">
        <TrainPanel />
      </MantineProvider>,
    );

  it('says how far the run came, and gives it up by a button', async () => {
    await setUp();
    await beginRun(2);
    await comeBack();
    show();
    expect(screen.getByRole('alert', { name: /^A run was cut off.* after epoch 2\.$/ })).toBeTruthy();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Go on by itself' }));
    expect(localStorage.getItem('graft runs go on')).toBe('true');
    await userEvent.click(screen.getByRole('button', { name: 'Give up' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says what was changed since, by which it cannot go on', async () => {
    await setUp();
    await beginRun(1);
    await comeBack();
    const corpus = targetCorpus(useCorpora.getState());
    if (corpus) updateCorpus({ ...corpus, revision: corpus.revision + 1 });
    show();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Go on' }).disabled).toBe(true);
    expect(screen.getByRole('alert').textContent).toContain('was changed since');
  });
});
