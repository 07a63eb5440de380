import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { database } from '../../workers/storage/database.ts';
import { createProject, listProjects } from '../../workers/storage/projects.ts';
import { loadDemo, setUpDemo } from '../engine/demo.ts';
import { fakeStudio } from '../engine/fake.ts';
import { startRun } from '../engine/runs.ts';
import { setStudio, studio } from '../engine/studio.ts';
import { useCorpora } from '../store/corpora.ts';
import { forgetModel, useModels } from '../store/models.ts';
import { isUnkept, useProject } from '../store/project.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { deleteProject, lookAtProject, nameProject, resetDemo } from './actions.ts';
import { allWritten, beginProject, endKeeping, openProject } from './openProject.ts';
import { beginAnew, beginDemoAnew } from './tab.ts';
import { type Stored, standIn } from './testing.ts';

vi.mock('./tab.ts', async (original) => ({
  ...(await original<typeof import('./tab.ts')>()),
  beginAnew: vi.fn(),
  beginDemoAnew: vi.fn(),
}));

let stored: Stored;
let keeping: ReturnType<typeof standIn>;

beforeEach(async () => {
  const opened = await database();
  await Promise.all(opened.tables.map((table) => table.clear()));
  vi.stubGlobal('fetch', async () => new Response(new Uint8Array([1, 2, 3])));
  vi.mocked(beginDemoAnew).mockClear();
  emptyPage();
  stored = { corpora: [], models: new Map() };
  keeping = standIn(stored);
  setStudio({ ...fakeStudio(0), keeping });
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await endKeeping(keeping);
});

const open = () => useProject.getState().project?.id ?? '';

async function beginDemo(): Promise<void> {
  const model = await loadDemo();
  if (!model) throw new Error('There is no demo.');
  await beginProject(keeping);
  setUpDemo(model);
  await startRun();
  await allWritten(keeping);
}

describe('putting the demo back', () => {
  it('leaves nothing of a project that is the demo’s alone, with what its run made', async () => {
    await beginDemo();
    expect(useModels.getState().models).toHaveLength(2);
    await resetDemo();
    expect(await listProjects()).toEqual([]);
    expect(beginDemoAnew).toHaveBeenCalledOnce();
  });

  it('does nothing while the project is brought back', async () => {
    await beginDemo();
    const id = open();
    await endKeeping(keeping);
    stored.corpora = useCorpora.getState().corpora;
    emptyPage();
    let come = () => {};
    const ready = new Promise<void>((resolve) => {
      come = resolve;
    });
    const opening = openProject(id, keeping, ready);
    await expect.poll(() => useProject.getState().opening).toBe(true);
    await resetDemo();
    expect(beginDemoAnew).not.toHaveBeenCalled();
    come();
    await opening;
    expect(await listProjects()).toHaveLength(1);
  });

  it.each([
    ['a model', () => bringModel('of my own')],
    ['a corpus', () => bringCorpus()],
  ])('keeps the project where %s of the user’s own is in it', async (_, bring) => {
    await beginDemo();
    await bring();
    await resetDemo();
    expect(await listProjects()).toHaveLength(1);
    expect(beginDemoAnew).toHaveBeenCalledOnce();
  });

  it('keeps the project where only models are left, since they may be all that there is', async () => {
    await beginDemo();
    useCorpora.setState({ corpora: [] });
    for (const { id } of useModels.getState().models.slice(0, 1)) forgetModel(id);
    await resetDemo();
    expect(await listProjects()).toHaveLength(1);
  });
});

it('a project that could not be deleted is told as not kept, and can be deleted then', async () => {
  await bringCorpus();
  await beginProject(keeping);
  const { projects } = await database();
  const remove = vi.spyOn(projects, 'delete').mockRejectedValue(new Error('busy'));
  await expect(deleteProject(open())).rejects.toThrow('busy');
  expect(isUnkept(useProject.getState())).toBe(true);
  expect(useProject.getState().leaving).toBe(false);
  remove.mockRestore();
  await deleteProject(open());
  expect(await listProjects()).toEqual([]);
  expect(beginAnew).toHaveBeenCalledOnce();
});

it('a project gets no name that another one has', async () => {
  const talk = await createProject('Talk', false);
  const other = await createProject('Other', false);
  await nameProject(other.id, 'Talk');
  await nameProject(talk.id, 'Talk');
  await bringCorpus();
  await beginProject(keeping);
  await nameProject(open(), 'Talk');
  await allWritten(keeping);
  const names = (await listProjects()).map(({ name }) => name);
  expect(names.sort()).toEqual(['Talk', 'Talk (2)', 'Talk (3)']);
});

it('a project that is only looked at is not changed while it is brought back, and a fault of it is told', async () => {
  const project = await createProject('Talk', false);
  useProject.setState({ mode: 'elsewhere', project });
  let refusal: Promise<unknown> = Promise.resolve();
  vi.spyOn(keeping.corpora, 'restoreCorpora').mockImplementation(() => {
    refusal = studio()
      .corpora.removeCorpus('any')
      .catch((thrown: Error) => thrown);
    return Promise.reject(new Error('unreadable'));
  });
  await lookAtProject();
  expect(await refusal).toMatchObject({ problem: { code: 'read-only' } });
  expect(useProject.getState().problem?.message).toContain('unreadable');
});
