import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { database } from '../../workers/storage/database.ts';
import { listProjects, putRun, putThing } from '../../workers/storage/projects.ts';
import type { Keeping } from '../engine/client.ts';
import { fakeStudio } from '../engine/fake.ts';
import { startRun } from '../engine/runs.ts';
import { setStudio } from '../engine/studio.ts';
import { useAnnotating } from '../store/annotating.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { forgetModel, renameModel, sourceModel, useModels } from '../store/models.ts';
import { isUnkept, isWaiting, savingProblem, useProject } from '../store/project.ts';
import { shownRun, useRuns } from '../store/runs.ts';
import { useSaved } from '../store/saved.ts';
import { setField, useSetup } from '../store/setup.ts';
import { addRules, useSuggesting } from '../store/suggesting.ts';
import { showPanel, useView } from '../store/view.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { beginProjects } from './beginProjects.ts';
import { allWritten, beginProject, endKeeping, openProject, renameProject, saveAgain } from './openProject.ts';
import { rememberProject } from './tab.ts';
import { type Stored, standIn } from './testing.ts';

let stored: Stored;
let keeping: Keeping;

beforeEach(async () => {
  const opened = await database();
  await Promise.all(opened.tables.map((table) => table.clear()));
  emptyPage();
  setStudio(fakeStudio(0));
  stored = { corpora: [], models: new Map() };
  keeping = standIn(stored);
});

afterEach(() => endKeeping(keeping));

const open = () => useProject.getState().project?.id ?? '';

/** Closes the page when all is written, and comes back to the project. */
async function comeBack(): Promise<void> {
  const id = open();
  await allWritten(keeping);
  expect(isWaiting(useProject.getState())).toBe(false);
  await endKeeping(keeping);
  stored.corpora = useCorpora.getState().corpora;
  emptyPage();
  expect(await openProject(id, keeping, Promise.resolve())).toBe(true);
}

async function beginWithRun(): Promise<void> {
  await bringCorpus();
  await bringModel('Desk');
  await beginProject(keeping);
  setField('epochs', 2);
  await startRun();
}

describe('a project', () => {
  it('has models, roles, runs, the set-up and the place, again, by the same ids', async () => {
    await beginWithRun();
    addRules([{ category: 'Address', words: 'Road' }]);
    showPanel('annotate');
    const page = () => ({
      models: useModels.getState(),
      target: targetCorpus(useCorpora.getState())?.id,
      run: { ...shownRun(useRuns.getState()), request: { ...shownRun(useRuns.getState()).request } },
      setup: { ...useSetup.getState(), plan: null },
      rules: useSuggesting.getState().rules,
      panel: useView.getState().panel,
    });
    const before = page();
    expect(before.run.result?.model.id).toBe(before.models.models.at(-1)?.id);
    await comeBack();
    expect(page()).toEqual(before);
    expect(useSaved.getState().models).toEqual(useModels.getState().models);
  });

  it('has changed names, and nothing of what was removed', async () => {
    await beginWithRun();
    const made = useModels.getState().models.at(-1)?.id ?? '';
    const source = sourceModel(useModels.getState())?.id ?? '';
    renameModel(made, 'Front desk');
    forgetModel(source);
    renameProject('Talk');
    await comeBack();
    expect(useModels.getState().models.map(({ name }) => name)).toEqual(['Front desk']);
    expect(useModels.getState().roles.source).toBeNull();
    expect(useProject.getState().project?.name).toBe('Talk');
  });

  it('writes nothing anew when it is opened, and goes on writing then', async () => {
    await beginWithRun();
    await comeBack();
    const [before] = await listProjects();
    const { models: table, runs } = await database();
    const put = vi.spyOn(table, 'put');
    const putOfRuns = vi.spyOn(runs, 'put');
    await allWritten(keeping);
    expect(put).not.toHaveBeenCalled();
    expect(putOfRuns).not.toHaveBeenCalled();
    expect((await listProjects())[0]?.changed).toBe(before?.changed);
    renameModel(useModels.getState().models[0]?.id ?? '', 'Other');
    await allWritten(keeping);
    expect(put).toHaveBeenCalledOnce();
  });

  it('brings what it can where a model’s weights are gone, says so, and forgets nothing', async () => {
    await beginWithRun();
    const [first] = useModels.getState().models;
    await allWritten(keeping);
    stored.models.delete(first?.id ?? '');
    await comeBack();
    expect(useProject.getState().problem?.code).toBe('weights-not-stored');
    expect(useModels.getState().models).toHaveLength(1);
    await allWritten(keeping);
    expect(await (await database()).models.count()).toBe(2);
  });

  it('takes nothing from its rows that is not what it should be', async () => {
    await bringCorpus();
    await beginProject(keeping);
    await allWritten(keeping);
    await putRun({ project: open(), id: 'run x', order: 0, run: { status: 'finished', stages: 'none' } });
    const setup = useSetup.getState();
    await endKeeping(keeping);
    for (const name of ['set-up', 'panel', 'annotator', 'suggesting', 'history'])
      await putThing(open(), name, { seed: [] });
    const id = open();
    stored.corpora = useCorpora.getState().corpora;
    emptyPage();
    await openProject(id, keeping, Promise.resolve());
    expect(useRuns.getState().runs).toEqual({});
    expect(useProject.getState().problem?.code).toBe('run-unreadable');
    expect(useSetup.getState()).toEqual(setup);
    expect(useAnnotating.getState()).toEqual(useAnnotating.getInitialState());
  });

  it('is told as not saved where the browser has no room, and is saved when it has', async () => {
    await beginWithRun();
    await allWritten(keeping);
    const { models: table } = await database();
    const full = Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
    const put = vi.spyOn(table, 'put').mockRejectedValue(full);
    renameModel(useModels.getState().models[0]?.id ?? '', 'Other');
    await allWritten(keeping);
    expect(savingProblem(useProject.getState())?.code).toBe('disk-full');
    put.mockRestore();
    renameModel(useModels.getState().models[0]?.id ?? '', 'Third');
    await allWritten(keeping);
    expect(savingProblem(useProject.getState())).toBeNull();
    await comeBack();
    expect(useModels.getState().models[0]?.name).toBe('Third');
  });

  it('is begun later where it could not be at once, and is waiting till then', async () => {
    const { projects } = await database();
    const add = vi.spyOn(projects, 'add').mockRejectedValue(new Error('no room'));
    await bringCorpus();
    await beginProject(keeping);
    useProject.setState({ problem: null });
    expect(savingProblem(useProject.getState())?.code).toBe('not-stored');
    expect(isWaiting(useProject.getState())).toBe(true);
    add.mockRestore();
    saveAgain(keeping);
    await allWritten(keeping);
    expect(isWaiting(useProject.getState())).toBe(false);
    expect(useProject.getState()).toMatchObject({ keeps: 'yes', project: { name: 'Untitled project' } });
    await comeBack();
    expect(useCorpora.getState().corpora).toHaveLength(1);
  });

  it('is begun once where only its corpora could not be kept at first', async () => {
    await bringCorpus();
    vi.spyOn(keeping.corpora, 'keepCorporaIn').mockRejectedValueOnce(new Error('not now'));
    await beginProject(keeping);
    expect(useProject.getState().keeps).toBe('not yet');
    saveAgain(keeping);
    await allWritten(keeping);
    expect(useProject.getState().keeps).toBe('yes');
    expect(await listProjects()).toHaveLength(1);
  });

  it('is not kept where it could not be brought back, which is told', async () => {
    await bringCorpus();
    await beginProject(keeping);
    const id = open();
    await allWritten(keeping);
    await endKeeping(keeping);
    emptyPage();
    rememberProject(id);
    setStudio({ ...fakeStudio(0), keeping });
    vi.spyOn(keeping.corpora, 'restoreCorpora').mockRejectedValue(new Error('unreadable'));
    expect(await beginProjects(false, Promise.resolve())).toBe(true);
    expect(useProject.getState().problem?.message).toContain('unreadable');
    expect(isUnkept(useProject.getState())).toBe(true);
  });
});
