import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../workers/protocol/engine.ts';
import type { Scores } from '../../workers/protocol/scores.ts';
import { foldRunEvent, idleRun, type RunState, runProgress } from './run.ts';

const score = (f1: number) => ({ precision: f1, recall: f1, f1, support: 10, predicted: 10, correct: 5 });
const scores = (f1: number): Scores => ({
  overall: score(f1),
  categories: { Person: score(f1), Address: score(f1 / 2) },
  tokens: 100,
  accuracy: 90,
});
const started: RunEvent = {
  type: 'started',
  runId: 'r',
  categories: ['Person', 'Address'],
  newCategories: ['Address'],
  epochs: 4,
  sentences: 20,
  sourceDev: null,
};
const step = (epoch: number, number: number, stage: 'main' | 'random' = 'main'): RunEvent => ({
  ...{ type: 'step', stage, epoch, step: number, steps: 2, loss: 1 / epoch, sentencesPerSecond: 50, secondsLeft: 9 },
});
const epoch = (number: number, f1: number, best: boolean, stage: 'main' | 'random' = 'main'): RunEvent => ({
  ...{ type: 'epoch', stage, epoch: number, loss: 1, dev: scores(f1), best, seconds: 1 },
});
const fold = (...events: RunEvent[]): RunState =>
  events.reduce(foldRunEvent, { ...idleRun, status: 'starting' as const });

describe('a run folded from its events', () => {
  it('keeps loss by place in the epochs and F1 by epoch', () => {
    const run = fold(started, step(1, 1), step(1, 2), epoch(1, 40, true), step(2, 1));
    expect(run.losses.map((point) => point.epoch)).toEqual([0.5, 1, 1.5]);
    expect(run.records.main.map(({ epoch, dev }) => [epoch, dev.overall.f1])).toEqual([[1, 40]]);
    expect(run.fraction).toBe(1.5 / 4);
    expect(run.bestEpoch).toBe(1);
  });

  it('keeps the best epoch when a later one is worse', () => {
    expect(fold(started, epoch(1, 40, true), epoch(2, 30, false)).bestEpoch).toBe(1);
  });

  it('keeps the comparison from random weights out of the main curves', () => {
    const run = fold(started, step(1, 1), epoch(1, 40, true), step(1, 1, 'random'), epoch(1, 10, true, 'random'));
    expect(run.losses).toHaveLength(1);
    expect(run.records.main).toHaveLength(1);
    expect(run.records.random).toHaveLength(1);
    expect(run.stage).toBe('random');
  });

  it('forgets what it showed when another initialisation is tried', () => {
    const run = fold(started, step(1, 1), epoch(1, 40, true), { type: 'restarted', initialisation: 'zeros' });
    expect(run).toMatchObject({ losses: [], bestEpoch: null, initialisation: 'zeros', fraction: 0 });
    expect(run.records.main).toEqual([]);
  });

  it('bounds what it keeps of a long run, and keeps its end', () => {
    let run = fold(started);
    for (let number = 1; number <= 9000; number++) {
      const long: RunEvent = { ...(step(1, number) as Extract<RunEvent, { type: 'step' }>), steps: 9000 };
      run = foldRunEvent(run, long);
    }
    expect(run.losses.length).toBeLessThanOrEqual(4000);
    expect(run.losses.at(-1)?.epoch).toBe(1);
    const places = run.losses.map((point) => point.epoch);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('says what it is at, and no time left while it stands still', () => {
    const running = fold(started, step(2, 1));
    expect(runProgress(running)).toEqual({ label: 'Epoch 2 of 4', fraction: 0.375, secondsLeft: 9 });
    expect(runProgress(foldRunEvent(running, { type: 'paused' }))?.secondsLeft).toBeNull();
    const phase: RunEvent = { type: 'phase', label: 'Testing', fraction: 0.5 };
    expect(runProgress(foldRunEvent(running, phase))).toEqual({ label: 'Testing', fraction: 0.5, secondsLeft: null });
  });

  it('shows no progress once it failed, and says why', () => {
    const problem = { code: 'nan', message: 'The loss is not a number.', remedy: 'Lower the learning rate.' };
    const run = fold(started, step(1, 1), { type: 'failed', problem });
    expect(run).toMatchObject({ status: 'failed', problem });
    expect(runProgress(run)).toBeNull();
  });
});
