import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CorpusSummary, ModelSummary } from '../../workers/protocol/engine.ts';
import { emptyPage } from '../testing.ts';
import { useCategoryColour } from './colours.ts';
import { forgetCorpus, keepCorpus } from './corpora.ts';
import { forgetModel, keepModel } from './models.ts';
import { idleRun } from './runState.ts';
import { useRuns } from './runs.ts';

const model = { id: 'model', name: 'model', categories: ['PER', 'LOC', 'Person', 'Place'] } as unknown as ModelSummary;
const corpus = { id: 'corpus', name: 'corpus', categories: ['Address', 'LOC', 'Date', 'Event', 'Phone'] };
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
