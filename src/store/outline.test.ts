import { beforeEach, describe, expect, it } from 'vitest';
import { fakeStudio } from '../engine/fake.ts';
import { plannedOutline } from '../engine/runs.ts';
import { setStudio } from '../engine/studio.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { useCorpora } from './corpora.ts';
import { renameModel } from './models.ts';
import { outlineChanges, type RunOutline } from './outline.ts';
import { addCategories, setField, setRepeating, setSeed, setTask, setVectors } from './setup.ts';

const outline = () => plannedOutline() as RunOutline;

beforeEach(async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  await bringModel('Desk');
});

describe('what the next run would do otherwise', () => {
  it('is nothing as long as nothing is changed', () => {
    expect(outlineChanges(outline(), outline())).toEqual([]);
  });

  it('is said of seed, settings and categories', () => {
    const before = outline();
    setSeed(3);
    setField('epochs', 7);
    addCategories(['Address']);
    expect(outlineChanges(before, outline())).toEqual(['new: Address', 'seed 3', 'one other setting']);
  });

  it('is said of how often it runs', () => {
    const before = outline();
    setRepeating({ how: 'seeds', seeds: 3 });
    const seeds = outline();
    expect(outlineChanges(before, seeds)).toEqual(['with seeds 1 to 3']);
    setTask('train');
    setRepeating({ how: 'search', trials: 5 });
    const search = outline();
    setRepeating({ fixed: ['clip'] });
    expect(outlineChanges(search, outline())).toEqual(['another set-up in Labels, Source or the training settings']);
    setRepeating({ how: 'once' });
    expect(outlineChanges(search, outline())).toEqual(['once']);
  });

  it('is said of how much is learned from', () => {
    setTask('train');
    const before = outline();
    setField('labellingRate', 0.1);
    expect(outlineChanges(before, outline())).toEqual(['labelling rate 0.1']);
    setTask('adapt');
    expect(outline().rate).toBe(1);
  });

  it('is said of word vectors', () => {
    const before = outline();
    setVectors({ name: 'glove.txt', blob: new Blob(['a 1']) });
    expect(outlineChanges(before, outline())).toEqual(['other word vectors']);
  });

  it('is nothing where a model or a corpus only got another name', async () => {
    const before = outline();
    const [corpus] = useCorpora.getState().corpora;
    renameModel(before.sourceId ?? '', 'Front desk');
    useCorpora.setState({ corpora: corpus ? [{ ...corpus, name: 'Letters' }] : [] });
    expect(outlineChanges(before, outline())).toEqual([]);
    expect(outline()).toMatchObject({ source: 'Front desk', corpus: 'Letters' });
  });
});
