import { beforeEach, expect, it, vi } from 'vitest';
import { beginAdapting, useAdapting } from '../store/adapting.ts';
import { useComparison } from '../store/comparison.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { useEvaluation } from '../store/evaluation.ts';
import { renameModel, useModels } from '../store/models.ts';
import { useSuggesting } from '../store/suggesting.ts';
import { beginAnnotating, bringCorpus } from '../testing.ts';
import { adaptInBackground } from './adapting.ts';
import { studio } from './studio.ts';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const made = () => useAdapting.getState().made ?? expect.fail('no model');
const isThere = (modelId: string) => useModels.getState().models.some(({ id }) => id === modelId);

beforeEach(beginAnnotating);

it('lets the model before go, on the page and in the trainer', async () => {
  await adaptInBackground(corpus());
  const first = made();
  const removed = vi.spyOn(studio().engine, 'removeModel');
  await adaptInBackground(corpus());
  expect(made()).not.toBe(first);
  expect(isThere(first)).toBe(false);
  await expect.poll(() => removed.mock.calls).toEqual([[first]]);
});

it('keeps a model that was renamed', async () => {
  await adaptInBackground(corpus());
  const first = made();
  renameModel(first, 'The good one');
  await adaptInBackground(corpus());
  expect(isThere(first)).toBe(true);
});

it.each([
  ['evaluated', (modelId: string) => useEvaluation.setState({ modelId })],
  ['compared', (b: string) => useComparison.setState({ b })],
])('keeps a model that was chosen to be %s', async (_, choose) => {
  await adaptInBackground(corpus());
  const first = made();
  choose(first);
  await adaptInBackground(corpus());
  expect(isThere(first)).toBe(true);
});

it('changes nothing of a corpus to which somebody went on meanwhile', async () => {
  const { id } = corpus();
  const adapting = adaptInBackground(corpus());
  await bringCorpus();
  expect(corpus().id).not.toBe(id);
  beginAdapting(corpus().id, 7);
  await adapting;
  expect(useAdapting.getState()).toMatchObject({ made: null, points: [], learned: 7, running: false });
  expect(useSuggesting.getState().chosen).toBeNull();
});
