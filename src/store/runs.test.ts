import { beforeEach, describe, expect, it } from 'vitest';
import { defaultAdaptation } from '../../workers/protocol/configuration.ts';
import type { RunEvent, RunRequest, RunResult } from '../../workers/protocol/engine.ts';
import type { Scores } from '../../workers/protocol/scores.ts';
import { comparisonStageSoFar, foldRunEvent, idleRun, mainStageSoFar, type RunState } from './runState.ts';
import {
  adaptationOf,
  awaitRun,
  endRun,
  markStopping,
  runProgress,
  runThatMade,
  shownRun,
  showRun,
  takeRunEvents,
  useRuns,
} from './runs.ts';

const score = (f1: number) => ({ precision: f1, recall: f1, f1, support: 10, predicted: 10, correct: 5 });
const scores = (f1: number): Scores => ({
  overall: score(f1),
  categories: { Person: score(f1), Address: score(f1 / 2) },
  tokens: 100,
  accuracy: 90,
});
const runId = 'r';
const started: RunEvent = {
  ...{ type: 'started', runId, categories: ['Person', 'Address'], newCategories: ['Address'], sentences: 20 },
};
const stage = (id = 'matched', role: 'main' | 'comparison' = 'main', label = ''): RunEvent => ({
  ...{ type: 'stage', runId, stage: { id, label, role, epochs: 4, sentences: 20 } },
});
const of = (id: string) => ({ runId, stage: id, task: 'target' }) as const;
const step = (epoch: number, number: number, id = 'matched', steps = 2): RunEvent => ({
  ...{ type: 'step', ...of(id), epoch, step: number, steps, loss: 1 / epoch, sentencesPerSecond: 50, secondsLeft: 9 },
});
const record = (epoch: number, f1: number) => ({ epoch, loss: 1, dev: scores(f1), devLoss: 1, seconds: 1 });
const epoch = (number: number, f1: number, best: boolean, id = 'matched'): RunEvent => ({
  ...{ type: 'epoch', ...of(id), best, ...record(number, f1) },
});
const result = (main: string) => ({ runId, main, model: { id: 'made' } }) as unknown as RunResult;
const fold = (...events: RunEvent[]): RunState =>
  events.reduce(foldRunEvent, { ...idleRun, status: 'starting' as const });
const places = (run: RunState) => mainStageSoFar(run)?.losses.map((point) => point.epoch);
const problem = (code: string) => ({ code, message: 'It ended.', remedy: 'Begin again.' });

describe('a run folded from its events', () => {
  it('keeps loss by place in the epochs and F1 by epoch', () => {
    const run = fold(started, stage(), step(1, 1), step(1, 2), epoch(1, 40, true), step(2, 1));
    expect(places(run)).toEqual([0.5, 1, 1.5]);
    expect(mainStageSoFar(run)?.records.map(({ epoch, dev }) => [epoch, dev.overall.f1])).toEqual([[1, 40]]);
    expect(mainStageSoFar(run)).toMatchObject({ fraction: 1.5 / 4, bestEpoch: 1 });
  });

  it('keeps the best epoch when a later one is worse', () => {
    expect(mainStageSoFar(fold(started, stage(), epoch(1, 40, true), epoch(2, 30, false)))?.bestEpoch).toBe(1);
  });

  it('keeps the comparison apart from the main stage', () => {
    const main = [stage(), step(1, 1), epoch(1, 40, true)];
    const run = fold(
      started,
      ...main,
      stage('random', 'comparison'),
      step(1, 1, 'random'),
      epoch(1, 10, true, 'random'),
    );
    expect(mainStageSoFar(run)?.records.map(({ dev }) => dev.overall.f1)).toEqual([40]);
    expect(comparisonStageSoFar(run)?.records.map(({ dev }) => dev.overall.f1)).toEqual([10]);
  });

  it('shows the trial under way, then the best, then the one that the model came from', () => {
    const first = [stage('zeros'), step(1, 1, 'zeros'), epoch(1, 40, true, 'zeros')];
    const second = [stage('normal'), step(1, 1, 'normal')];
    expect(mainStageSoFar(fold(started, ...first, ...second))?.id).toBe('normal');
    const trials = [...first, ...second, epoch(1, 30, true, 'normal')];
    const comparing = fold(started, ...trials, stage('random', 'comparison'), step(1, 1, 'random'));
    expect(mainStageSoFar(comparing)?.id).toBe('zeros');
    const end: RunEvent = { type: 'finished', runId, result: result('normal') };
    expect(mainStageSoFar(foldRunEvent(comparing, end))?.id).toBe('normal');
  });

  it('shows of several seeds the one under way with its own comparison, and says which it is', () => {
    const request = { configuration: { task: 'repeat', seeds: [3, 8], run: {} } } as unknown as RunRequest;
    const stages = (seed: number, f1: number) => [
      ...[stage(`seed ${seed}: main`, 'main', `seed ${seed}`), step(1, 1, `seed ${seed}: main`)],
      epoch(1, f1, true, `seed ${seed}: main`),
      stage(`seed ${seed}: random`, 'comparison', `seed ${seed}: from random weights`),
      step(1, 1, `seed ${seed}: random`),
    ];
    const repeated = (...events: RunEvent[]): RunState =>
      events.reduce(foldRunEvent, { ...idleRun, status: 'starting', request });
    const first = repeated(started, ...stages(3, 40));
    expect(runProgress(first)?.label).toBe('Seed 3 (1 of 2), for comparison, from random weights: epoch 1 of 4');
    const second = repeated(started, ...stages(3, 40), ...stages(8, 30));
    expect(mainStageSoFar(second)?.id).toBe('seed 8: main');
    expect(comparisonStageSoFar(second)?.id).toBe('seed 8: random');
    const kept = foldRunEvent(second, { type: 'finished', runId, result: result('seed 3: main') });
    expect(mainStageSoFar(kept)?.id).toBe('seed 3: main');
    expect(comparisonStageSoFar(kept)?.id).toBe('seed 3: random');
  });

  it('goes on from a checkpoint with what that holds', () => {
    const before = [stage(), step(1, 1), step(1, 2), epoch(1, 40, true), step(2, 1), step(2, 2), epoch(2, 50, true)];
    const restored: RunEvent = { type: 'restored', ...of('matched'), records: [record(1, 40)], bestEpoch: 1 };
    const run = fold(started, ...before, started, stage(), restored);
    expect(run.stages).toHaveLength(1);
    expect(mainStageSoFar(run)).toMatchObject({ bestEpoch: 1, epoch: 1, fraction: 0.25 });
    expect(mainStageSoFar(run)?.records).toHaveLength(1);
    expect(places(foldRunEvent(run, step(2, 1)))).toEqual([0.5, 1, 1.5]);
  });

  it('bounds what it keeps of a long run, and keeps its end', () => {
    let run = fold(started, stage());
    for (let number = 1; number <= 9000; number++) run = foldRunEvent(run, step(1, number, 'matched', 9000));
    const kept = places(run) ?? [];
    expect(kept.length).toBeLessThanOrEqual(4000);
    expect(kept.at(-1)).toBe(1);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
  });

  it('says what it is at, and no time left while it stands still', () => {
    const running = fold(started, stage(), step(2, 1));
    expect(runProgress(running)).toEqual({ label: 'Epoch 2 of 4', fraction: 0.375, secondsLeft: 9 });
    expect(runProgress(foldRunEvent(running, { type: 'paused', runId }))?.secondsLeft).toBeNull();
    const phase: RunEvent = { type: 'phase', runId, label: 'Testing', fraction: 0.5 };
    expect(runProgress(foldRunEvent(running, phase))).toEqual({ label: 'Testing', fraction: 0.5, secondsLeft: null });
    const trial = fold(started, stage('zeros', 'main', 'new rows zeros'), step(1, 1, 'zeros'));
    expect(runProgress(trial)?.label).toBe('New rows zeros: epoch 1 of 4');
    const comparing = fold(started, stage('random', 'comparison', 'from random weights'), step(1, 1, 'random'));
    expect(runProgress(comparing)?.label).toBe('For comparison, from random weights: epoch 1 of 4');
  });

  it('is on its way to its end once it was stopped, even where it goes on from a pause for that', () => {
    const stopping: RunState = { ...fold(started, stage()), status: 'stopping' };
    expect(foldRunEvent(stopping, { type: 'resumed', runId }).status).toBe('stopping');
  });
});

describe('the runs of a session', () => {
  const request = { name: 'asked for', configuration: { task: 'train' } } as RunRequest;
  const asked = { request, outline: null };
  const take = (event: RunEvent) => takeRunEvents([event]);
  const shown = () => shownRun(useRuns.getState());

  beforeEach(() => {
    useRuns.setState(useRuns.getInitialState(), true);
    awaitRun(asked);
    for (const event of [started, stage(), step(1, 1)]) take(event);
  });

  const finish = () => take({ type: 'finished', runId, result: result('matched') });

  it('are shown from the pressed button on, and known by their ids', () => {
    expect(shown()).toMatchObject({ status: 'running', request });
    finish();
    awaitRun(asked);
    expect(shown().status).toBe('starting');
    take({ ...started, runId: 'next' });
    expect(useRuns.getState()).toMatchObject({ shownId: 'next', pending: null });
    expect(Object.keys(useRuns.getState().runs)).toEqual([runId, 'next']);
    expect(runThatMade(useRuns.getState(), 'made')?.status).toBe('finished');
  });

  it('fail with the reason, and with what they had learned', () => {
    take(epoch(1, 40, true));
    endRun(runId, problem('loss-nan'));
    expect(shown()).toMatchObject({ status: 'failed', problem: { code: 'loss-nan' } });
    expect(runProgress(shown())).toBeNull();
  });

  it('keep an earlier result shown when a start is refused', () => {
    finish();
    awaitRun(asked);
    endRun(null, problem('category-known'));
    expect(shown()).toMatchObject({ status: 'finished', problem: null });
    expect(useRuns.getState().problem?.code).toBe('category-known');
    awaitRun(asked);
    expect(useRuns.getState().problem).toBeNull();
  });

  it('keep the same one of several shown when a start is refused', () => {
    finish();
    awaitRun(asked);
    take({ ...started, runId: 'next' });
    take({ type: 'finished', runId: 'next', result: result('matched') });
    awaitRun(asked);
    endRun(null, problem('category-known'));
    expect(useRuns.getState().shownId).toBe('next');
    showRun(runId);
    awaitRun(asked);
    endRun(null, problem('category-known'));
    expect(useRuns.getState().shownId).toBe(runId);
  });

  it('keep an earlier result shown when one is stopped before there was anything to keep', () => {
    finish();
    awaitRun(asked);
    take({ ...started, runId: 'next' });
    markStopping();
    expect(shown().status).toBe('stopping');
    endRun('next', problem('run-stopped'));
    expect(shown().status).toBe('finished');
    expect(useRuns.getState()).toMatchObject({ problem: null, notice: { code: 'run-stopped' } });
  });

  it('bring the result before back where one fails before its first epoch had ended', () => {
    finish();
    awaitRun(asked);
    take({ ...started, runId: 'next' });
    endRun('next', problem('empty-part'));
    expect(shown()).toMatchObject({ status: 'finished', problem: null });
    expect(Object.keys(useRuns.getState().runs)).toEqual([runId]);
    expect(useRuns.getState().problem?.code).toBe('empty-part');
  });

  it('can be shown again, but not while one is under way', () => {
    finish();
    awaitRun(asked);
    take({ ...started, runId: 'next' });
    showRun(runId);
    expect(useRuns.getState().shownId).toBe('next');
    take({ type: 'finished', runId: 'next', result: result('matched') });
    showRun(runId);
    expect(useRuns.getState().shownId).toBe(runId);
  });

  it('are none again when the first one is stopped before there was anything to keep', () => {
    endRun(runId, problem('run-stopped'));
    expect(shown()).toBe(idleRun);
  });

  it('leave out what comes late of a run that was refused', () => {
    finish();
    awaitRun(asked);
    endRun(null, problem('category-known'));
    take({ ...started, runId: 'late' });
    expect(shown().status).toBe('finished');
  });

  it('remember that Stop was pressed before there was a run to be named', () => {
    finish();
    awaitRun(asked);
    markStopping();
    take({ ...started, runId: 'next' });
    expect(shown().status).toBe('stopping');
  });
});

describe('what a model was adapted by', () => {
  const target = { id: 'letters', revision: 1, categories: ['Address', 'Vessel', 'PER'] };
  const adapted = (source: string, id: string, newCategories: string[]): RunState => ({
    ...idleRun,
    request: {
      configuration: {
        task: 'adapt',
        adaptation: { ...defaultAdaptation, newCategories, categoryMap: { PER: 'Person' } },
      },
      corpora: { target },
      models: { source },
    } as unknown as RunRequest,
    result: { model: { id } } as unknown as RunResult,
  });
  const runs = { first: adapted('desk', 'one', ['Address']), second: adapted('desk', 'two', ['Vessel']) };
  const learned = (...[id, corpus = target]: [string, typeof target?]) =>
    adaptationOf({ runs }, id, corpus)?.newCategories;

  it('is known of the model of a run and of its source, on that corpus', () => {
    expect([learned('one'), learned('two')]).toEqual([['Address'], ['Vessel']]);
    expect(learned('desk')).toEqual(['Vessel']);
    expect(learned('another')).toBeUndefined();
    expect(learned('one', { ...target, id: 'diaries' })).toBeUndefined();
  });

  it('holds whatever was annotated since, as long as the corpus has the categories of which it speaks', () => {
    const later = { ...target, revision: 2 };
    expect(learned('one', later)).toEqual(['Address']);
    expect(learned('one', { ...later, categories: ['Address', 'Vessel', 'Person'] })).toBeUndefined();
    expect(learned('one', { ...later, categories: ['Street', 'Vessel', 'PER'] })).toBeUndefined();
  });
});
