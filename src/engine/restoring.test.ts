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

  it('has lost those of a private session, by name', async () => {
    useProject.setState({ mode: 'private' });
    const [corpus] = useCorpora.getState().corpora;
    await restoreWorker('corpus worker', studio);
    expect(useCorpora.getState().corpora).toEqual([]);
    expect(notice()?.message).toContain(`the corpus “${corpus?.name}”`);
  });
});
