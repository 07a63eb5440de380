import { describe, expect, it } from 'vitest';
import type { Scores } from '../protocol/scores.ts';
import { commonSettings } from '../protocol/settings.ts';
import { epochWarnings, rateTooHigh } from './health.ts';

function scores(f1: number, predicted = 1, support = 1): Scores {
  const overall = { precision: f1, recall: f1, f1, support, predicted, correct: 1 };
  return { overall, categories: {}, tokens: 1, accuracy: 0 };
}

const epochs = (losses: readonly number[], dev: Scores) => losses.map((loss) => ({ loss, dev }));
const codes = (losses: readonly number[], dev: Scores) =>
  epochWarnings(epochs(losses, dev), commonSettings, 100).map(({ code }) => code);

describe('what goes wrong', () => {
  it('is an F1 that stays 0 because nothing is predicted', () => {
    expect(codes([5, 4, 3, 2, 1], scores(0, 0, 5))).toEqual(['nothing-predicted']);
  });

  it('is an F1 that stays 0 because dev holds no span', () => {
    expect(codes([5, 4, 3, 2, 1], scores(0, 3, 0))).toEqual(['no-dev-spans']);
  });

  it('is an F1 that stays 0 because nothing is right', () => {
    expect(codes([5, 4, 3, 2, 1], scores(0, 3, 5))).toEqual(['nothing-right']);
  });

  it('is said once, in the epoch in which it becomes true', () => {
    expect(codes([5, 4, 3, 2], scores(0, 0, 5))).toEqual([]);
    expect(codes([6, 5, 4, 3, 2, 1], scores(0, 0, 5))).toEqual([]);
  });

  it('is too few steps, said after the last epoch where there are few', () => {
    const settings = { ...commonSettings, epochs: 4, batchSize: 32 };
    const warned = (count: number, sentences: number) =>
      epochWarnings(epochs([4, 3, 2, 1].slice(0, count), scores(0, 0, 5)), settings, sentences);
    expect(warned(3, 100)).toEqual([]);
    expect(warned(4, 100)).toMatchObject([{ code: 'few-steps', message: expect.stringContaining('16 steps only') }]);
    expect(warned(4, 100)[0]?.remedy).toContain('about 75');
    expect(warned(4, 2000)).toMatchObject([{ code: 'nothing-predicted' }]);
  });

  it('is a loss that rises', () => {
    expect(codes([1, 2, 2.5], scores(1))).toEqual(['loss-rises']);
    expect(codes([1, 2.5, 3], scores(1))).toEqual([]);
  });

  it('is a rate at which an optimizer falls apart', () => {
    expect(rateTooHigh({ ...commonSettings, optimizer: 'adam', learningRate: 0.05 })?.remedy).toContain('0.002');
    expect(rateTooHigh({ ...commonSettings, optimizer: 'sgd', learningRate: 0.05 })).toBeNull();
  });
});
