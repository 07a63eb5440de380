import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepCorpus, setTogether, sourceCorpora, targetCorpus, useCorpora } from '../store/corpora.ts';
import { useModels } from '../store/models.ts';
import { setField, setSeed, setVectors, useSetup } from '../store/setup.ts';
import { useView } from '../store/view.ts';
import { bringCorpus, emptyPage } from '../testing.ts';
import { renameCorpus } from './corpora.ts';
import { loadDemo } from './demo.ts';
import { fakeStudio } from './fake.ts';
import { loadSourceModel } from './models.ts';
import { linkToSetup, openLink } from './openLink.ts';
import { setStudio, studio } from './studio.ts';

const file = () => new Uint8Array([1]);

beforeEach(() => {
  vi.stubGlobal('fetch', async () => new Response(new Uint8Array([1, 2, 3])));
  setStudio(fakeStudio(0));
  emptyPage();
});
afterEach(() => vi.unstubAllGlobals());

describe('a link to a set-up', () => {
  it('restores the demo whole', async () => {
    await loadDemo();
    setSeed(9);
    const { address, lacks } = linkToSetup();
    expect(lacks).toBe('');
    emptyPage();
    await openLink(new URL(address).hash);
    expect(useSetup.getState().seed).toBe(9);
    expect(targetCorpus(useCorpora.getState())?.name).toBe('Support desk');
    expect(useModels.getState().models).toHaveLength(1);
  });

  it('says beforehand what it cannot restore', async () => {
    await bringCorpus();
    await loadSourceModel('letters.graft', file());
    setVectors({ name: 'glove.txt', blob: new Blob([]) });
    expect(linkToSetup().lacks).toBe(
      'the source model “letters”, the corpus “Support desk” and the word vectors “glove.txt”',
    );
  });

  it('does not take a corpus for the demo’s by its name, nor the demo’s after it was changed', async () => {
    await loadDemo();
    const id = targetCorpus(useCorpora.getState())?.id ?? '';
    await renameCorpus(id, 'mine');
    expect(linkToSetup().lacks).toContain('“mine”');
    expect(linkToSetup().address).not.toContain('data=demo');
  });

  it('ticks the corpora that it names to be learned together when they come', async () => {
    await openLink('#corpus=tweets&panel=train&share=encoder&with=news');
    expect(useView.getState().problem?.message).toContain('the corpus “tweets” and the corpus “news”');
    for (const name of ['news', 'tweets']) keepCorpus(await studio().corpora.importCorpus(name, [], {}));
    expect(sourceCorpora(useCorpora.getState()).map(({ name }) => name)).toEqual(['news']);
    const { address, lacks } = linkToSetup();
    expect(address).toContain('share=encoder&with=news');
    expect(lacks).toBe('the corpus “tweets” and the corpus “news”');
    // Whoever takes it out again keeps it out.
    setTogether(useCorpora.getState().corpora[0]?.id ?? '', false);
    keepCorpus(await studio().corpora.importCorpus('news', [], {}));
    expect(sourceCorpora(useCorpora.getState())).toEqual([]);
  });

  it('keeps its settings when the model that they are for is loaded', async () => {
    const link = '#model=letters&corpus=post&adapt=yes&learningRate=0.0625&epochs=31&panel=train';
    await openLink(link);
    expect(useView.getState().problem?.message).toContain('“letters” and the corpus “post”');
    setField('epochs', 12);
    await loadSourceModel('letters.graft', file());
    await Promise.resolve();
    expect(useSetup.getState().settings.adapt).toMatchObject({ learningRate: 0.0625, epochs: 12 });
    await loadSourceModel('another.graft', file());
    await Promise.resolve();
    expect(useSetup.getState().settings.adapt.learningRate).not.toBe(0.0625);
  });
});
