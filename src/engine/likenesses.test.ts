import { beforeEach, describe, expect, it, vi } from 'vitest';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { likenessesKey, useLikenesses } from '../store/likenesses.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { fakeStudio } from './fake.ts';
import { askLikenesses } from './likenesses.ts';
import { setStudio, studio } from './studio.ts';

async function both() {
  await bringCorpus();
  const model = await bringModel('desk.graft');
  const corpus = targetCorpus(useCorpora.getState());
  if (!corpus) throw new Error('The stand-in has a corpus.');
  return { model, corpus };
}

beforeEach(() => {
  emptyPage();
  setStudio(fakeStudio(1));
});

describe('what the model makes of categories that it does not know', () => {
  it('is asked once for a model and a corpus', async () => {
    const { model, corpus } = await both();
    const asking = vi.spyOn(studio().engine, 'likenesses');
    askLikenesses(model, corpus);
    expect(useLikenesses.getState().working).toBe(0);
    await vi.waitFor(() => expect(useLikenesses.getState().of).toBe(likenessesKey(model, corpus)));
    await vi.waitFor(() => expect(useLikenesses.getState().working).toBeNull());
    expect(Object.keys(useLikenesses.getState().likenesses).length).toBeGreaterThan(0);
    askLikenesses(model, corpus);
    expect(asking).toHaveBeenCalledTimes(1);
  });

  it('is not asked further where nobody looks any more', async () => {
    const { model, corpus } = await both();
    const stop = vi.spyOn(studio().engine, 'stopLikenesses');
    const end = askLikenesses(model, corpus);
    end();
    await vi.waitFor(() => expect(stop).toHaveBeenCalled());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(useLikenesses.getState()).toMatchObject({ of: null, working: null });
  });
});
