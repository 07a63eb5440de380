import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GraftError } from '../../workers/protocol/errors.ts';
import { standIn } from '../projects/testing.ts';
import { useCorpora } from '../store/corpora.ts';
import { keepModel, useModels } from '../store/models.ts';
import { useProject } from '../store/project.ts';
import { useView } from '../store/view.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import type { Studio } from './client.ts';
import { fakeStudio } from './fake.ts';
import { restoreWorker } from './restoring.ts';
import { setStudio } from './studio.ts';

let studio: Studio;
let stored: Parameters<typeof standIn>[0];

beforeEach(async () => {
  emptyPage();
  setStudio(fakeStudio(0));
  stored = { corpora: [], models: new Map() };
  const { keeping } = { keeping: standIn(stored) };
  studio = { ...fakeStudio(0), keeping };
  await bringCorpus();
});

const isKept = () =>
  useProject.setState({
    keeps: 'yes',
    project: { id: 'p', name: 'Desk', created: 0, changed: 0, demo: false },
  });

const notice = () => useView.getState().notice;
const names = () => useModels.getState().models.map(({ name }) => name);

describe('a trainer that was started again', () => {
  it('has the backend that was chosen, and the models of the project; others are lost by name', async () => {
    isKept();
    const desk = await bringModel('Desk');
    keepModel({ ...desk, id: 'other', name: 'Not stored yet' });
    stored.models.set(desk.id, desk);
    const choose = vi.spyOn(studio.engine, 'chooseBackend');
    await restoreWorker('trainer', studio);
    expect(choose).toHaveBeenCalledWith('auto');
    expect(names()).toEqual([desk.name]);
    expect(notice()?.message).toContain('the model “Not stored yet”');
    expect(notice()?.message).not.toContain(`“${desk.name}”`);
  });

  it('has its models where the backend is gone', async () => {
    isKept();
    const desk = await bringModel('Desk');
    stored.models.set(desk.id, desk);
    vi.spyOn(studio.engine, 'chooseBackend').mockRejectedValue(new Error('no WebGPU'));
    await restoreWorker('trainer', studio);
    expect(names()).toEqual([desk.name]);
    expect(notice()?.remedy).toBe('What it held is there again.');
  });

  it('loses no model of the project that cannot be read now', async () => {
    isKept();
    await bringModel('Desk');
    const problem = { code: 'not-stored', message: 'The disk does not answer.', remedy: '' };
    vi.spyOn(studio.keeping?.models ?? standIn(stored).models, 'restoreModel').mockRejectedValue(
      new GraftError(problem),
    );
    await restoreWorker('trainer', studio);
    expect(names()).toHaveLength(1);
    expect(useView.getState().problem).toEqual(problem);
  });
});

describe('a corpus worker that was started again', () => {
  it('has the corpora of the project', async () => {
    isKept();
    stored.corpora = useCorpora.getState().corpora;
    await restoreWorker('corpus worker', studio);
    expect(useCorpora.getState().corpora).toEqual(stored.corpora);
    expect(notice()?.remedy).toBe('What it held is there again.');
  });

  it('says which of them went back to what was stored, and gives out no revision twice', async () => {
    isKept();
    const [corpus] = useCorpora.getState().corpora;
    if (!corpus) throw new Error('There is no corpus.');
    stored.corpora = [corpus];
    useCorpora.setState({ corpora: [{ ...corpus, revision: corpus.revision + 2 }] });
    const keeping = studio.keeping ?? standIn(stored);
    const restore = vi.spyOn(keeping.corpora, 'restoreCorpora');
    await restoreWorker('corpus worker', { ...studio, keeping });
    expect(notice()?.message).toContain(`the latest changes of the corpus “${corpus.name}”`);
    expect(restore.mock.lastCall?.[3]).toEqual({ [corpus.id]: corpus.revision + 2 });
  });

  it('keeps nothing where the project could not be read, and says so', async () => {
    isKept();
    const keeping = studio.keeping ?? standIn(stored);
    vi.spyOn(keeping.corpora, 'restoreCorpora').mockRejectedValue(new Error('unreadable'));
    await restoreWorker('corpus worker', { ...studio, keeping });
    expect(useProject.getState().keeps).toBe('no');
    expect(useView.getState().problem?.message).toContain('unreadable');
  });

  it('has lost those of a private session, by name', async () => {
    useProject.setState({ mode: 'private' });
    const [corpus] = useCorpora.getState().corpora;
    await restoreWorker('corpus worker', studio);
    expect(useCorpora.getState().corpora).toEqual([]);
    expect(notice()?.message).toContain(`the corpus “${corpus?.name}”`);
  });
});
