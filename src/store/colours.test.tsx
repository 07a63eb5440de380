import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { categoryColours } from '../categoryColours.ts';
import { emptyPage } from '../testing.ts';
import { placesNow, ShownColours, useCategoryColour } from './colours.ts';
import { forgetCorpus, keepCorpus } from './corpora.ts';
import { forgetModel, keepModel, setSource } from './models.ts';
import { idleRun } from './runState.ts';
import { useRuns } from './runs.ts';

const model = {
  id: 'model',
  name: 'model',
  categories: ['PER', 'LOC', 'Person', 'Place'],
  colours: {},
} as unknown as ModelSummary;
const corpus = {
  ...{ id: 'corpus', name: 'corpus', categories: ['Address', 'LOC', 'Date', 'Event', 'Phone'] },
  parts: { train: { sentences: 12 } },
};
const all = [...model.categories, ...corpus.categories];

function colours(...bring: (() => void)[]): Record<string, string> {
  emptyPage();
  for (const each of bring) each();
  const { result, unmount } = renderHook(() => useCategoryColour());
  const found = Object.fromEntries(all.map((name) => [name, result.current(name).css]));
  unmount();
  return found;
}

const bringModel = () => keepModel(model);
const bringCorpus = () => keepCorpus(corpus as unknown as CorpusSummary);

beforeEach(emptyPage);

describe('the colours of the page', () => {
  it('are the same whether the model or the corpus came first', () => {
    expect(colours(bringModel, bringCorpus)).toEqual(colours(bringCorpus, bringModel));
  });

  it('tell all categories of model and corpus apart', () => {
    const found = colours(bringModel, bringCorpus);
    expect(new Set(Object.values(found)).size).toBe(new Set(all).size);
  });

  it('are those stored with a model, whatever else is loaded and is called so', () => {
    const stored = { PER: 4, LOC: 9, Person: 2, Place: 0 };
    const other = { ...model, id: 'other', name: 'a name before', colours: { PER: 9, LOC: 4, Date: 2 } };
    const alone = colours(
      () => keepModel({ ...model, colours: stored }),
      () => setSource('model'),
    );
    const among = colours(
      () => keepModel({ ...other, categories: ['PER', 'LOC', 'Date'] }),
      () => keepModel({ ...model, colours: stored }),
      () => setSource('model'),
      bringCorpus,
    );
    for (const name of model.categories) expect(among[name]).toBe(alone[name]);
    expect(new Set(Object.values(among)).size).toBe(new Set(all).size);
  });

  it('are those of the model that a part of the page is about', () => {
    keepModel({ ...model, colours: { PER: 4 } });
    setSource('model');
    const about = ({ children }: { children: ReactNode }) => <ShownColours value={{ PER: 6 }}>{children}</ShownColours>;
    const of = (wrapper?: typeof about) =>
      renderHook(() => useCategoryColour(), wrapper && { wrapper }).result.current('PER').css;
    expect(of()).toBe(categoryColours(['PER'], [{ PER: 4 }]).get('PER')?.css);
    expect(of(about)).toBe(categoryColours(['PER'], [{ PER: 6 }]).get('PER')?.css);
  });

  it('are asked of a run as they are shown, the next free ones for what is new', () => {
    keepModel({ ...model, colours: { PER: 4, LOC: 9, Person: 2, Place: 0 } });
    setSource('model');
    bringCorpus();
    const { result } = renderHook(() => useCategoryColour());
    const asked = placesNow([...model.categories, 'Address']);
    expect(asked).toMatchObject({ PER: 4, LOC: 9, Person: 2, Place: 0 });
    for (const name of Object.keys(asked)) {
      expect(result.current(name)).toEqual(categoryColours([name], [asked]).get(name));
    }
  });

  it('are the same function until something comes or goes', () => {
    bringModel();
    const { result, rerender } = renderHook(() => useCategoryColour());
    const before = result.current;
    rerender();
    expect(result.current).toBe(before);
  });

  it('are those that a run was drawn in, and still apart, when its model and its corpus are gone', () => {
    const run = { ...idleRun, status: 'finished', categories: all } as const;
    bringModel();
    bringCorpus();
    useRuns.setState({ runs: { first: run } });
    const { result } = renderHook(() => useCategoryColour());
    const before = all.map((name) => result.current(name).css);
    act(() => {
      forgetModel(model.id);
      forgetCorpus(corpus.id);
    });
    expect(all.map((name) => result.current(name).css)).toEqual(before);
  });
});
