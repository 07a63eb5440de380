import { renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CorpusSummary, ModelSummary } from '../../workers/protocol/engine.ts';
import { emptyPage } from '../testing.ts';
import { useCategoryColour } from './colours.ts';
import { keepCorpus } from './corpora.ts';
import { keepModel } from './models.ts';

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
});
