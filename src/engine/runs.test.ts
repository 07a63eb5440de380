import { afterEach, expect, it, vi } from 'vitest';
import type { Engine, RunRequest } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import { awaitRun, shownRun, takeRunEvents, useRuns } from '../store/runs.ts';
import { fakeStudio } from './fake.ts';
import { stopRun } from './runs.ts';
import { setStudio } from './studio.ts';

const initial = useRuns.getState();
afterEach(() => useRuns.setState(initial, true));

const runId = 'run 1';

/** A run under way, in an engine that answers to `stop` so. */
function underWay(stop: Engine['stop'], paused: boolean): void {
  const { engine, ...others } = fakeStudio();
  const refusing = new Proxy(engine, { get: (target, name) => (name === 'stop' ? stop : Reflect.get(target, name)) });
  setStudio({ ...others, engine: refusing });
  awaitRun({ request: {} as RunRequest, outline: null });
  takeRunEvents([{ type: 'started', runId, categories: [], newCategories: [], sentences: 1 }]);
  if (paused) takeRunEvents([{ type: 'paused', runId }]);
}

it.each([
  ['running', false],
  ['paused', true],
] as const)('a run that was %s goes on as it did where the engine refuses to stop it', async (status, paused) => {
  const problem = { code: 'gone', message: 'The worker is gone.', remedy: 'Reload the page.' };
  underWay(() => Promise.reject(new GraftError(problem)), paused);
  const stopped = stopRun();
  expect(shownRun(useRuns.getState()).status).toBe('stopping');
  await stopped;
  expect(shownRun(useRuns.getState()).status).toBe(status);
  expect(useRuns.getState().problem).toEqual(problem);
});

it('a run that is being stopped is shown so', async () => {
  const stop = vi.fn(async () => {});
  underWay(stop, false);
  await stopRun();
  expect(stop).toHaveBeenCalledWith(runId);
  expect(shownRun(useRuns.getState()).status).toBe('stopping');
});
