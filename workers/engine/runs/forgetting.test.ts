import { describe, expect, it } from 'vitest';
import { defaultAdaptation } from '../../protocol/configuration.ts';
import type { EpochRecord } from '../../protocol/engine.ts';
import type { Scores } from '../../protocol/scores.ts';
import { forgottenSince } from './forgetting.ts';

const score = (f1: number, support: number) => ({
  ...{ precision: f1, recall: f1, f1, support, predicted: support, correct: (f1 / 100) * support },
});
const scores = (f1: number, support: number): Scores => ({
  ...{ overall: score(f1, support), categories: { PER: score(f1, support) }, tokens: 900, accuracy: 90 },
});
const epochs = (support: number, ...f1s: readonly number[]) =>
  f1s.map((f1, index): EpochRecord => {
    const dev = scores(50, 9);
    return { epoch: index + 1, loss: 1, dev, devLoss: 1, seconds: 1, yardstick: scores(f1, support) };
  });
const possible = { adaptation: defaultAdaptation, carries: true, imagines: true, consults: true, leavesOpen: false };
const told = (support: number, ...f1s: readonly number[]) =>
  forgottenSince(scores(90, support), epochs(support, ...f1s), possible).map(({ message }) => message);

describe('the warning of forgetting', () => {
  it('comes before two points are lost, and once for a category', () => {
    expect(told(400, 90, 88.9)).toEqual([
      'The model is forgetting: on the yardstick F1 has fallen for PER from 90.0 to 88.9.',
    ]);
    expect(told(400, 88.9, 85)).toEqual([]);
    expect(told(400, 89.1)).toEqual([]);
  });

  it('names the remedies that are not on yet, and of the others none', () => {
    const remedy = (change: Partial<typeof possible>) =>
      forgottenSince(scores(90, 400), epochs(400, 85), { ...possible, ...change })[0]?.remedy;
    expect(remedy({})).toContain('--remedy rehearse');
    expect(remedy({})).not.toContain('--remedy imagine');
    expect(remedy({ carries: false })).toContain('--remedy imagine');
    expect(remedy({ carries: false, imagines: false })).not.toContain('--remedy imagine');
    expect(remedy({})).toContain('--remedy consult');
    expect(remedy({ consults: false })).not.toContain('--remedy consult');
    expect(remedy({ adaptation: { ...defaultAdaptation, consult: 'best' } })).not.toContain('--remedy consult');
    const imagining = { ...defaultAdaptation, imagine: 1 };
    expect(remedy({ carries: false, adaptation: imagining })).not.toContain('--remedy imagine');
  });

  it('does not come for less than an example, however many points that is', () => {
    expect(told(14, 85)).toEqual([]);
    expect(told(14, 78)).toHaveLength(1);
  });
});
