import { describe, expect, it } from 'vitest';
import { architectureDefaults } from '../../../workers/protocol/hyperparameters.ts';
import { adviseHyperparameters } from './hyperparameterAdvice.ts';

const defaults = architectureDefaults['bilstm-crf'];

describe('adviseHyperparameters', () => {
  it('has nothing against the defaults', () => {
    expect(adviseHyperparameters(defaults)).toEqual({});
  });

  it('warns of a high rate for Adam and Nadam, not for SGD', () => {
    const rate = { ...defaults, learningRate: 0.05 };
    expect(adviseHyperparameters({ ...rate, optimizer: 'adam' }).learningRate?.message).toContain('0.05');
    expect(adviseHyperparameters({ ...rate, optimizer: 'nadam' }).learningRate?.code).toBe('learning-rate-high');
    expect(adviseHyperparameters({ ...rate, optimizer: 'sgd' }).learningRate).toBeUndefined();
    expect(adviseHyperparameters({ ...defaults, learningRate: 0.02 }).learningRate).toBeUndefined();
  });

  it('warns of a rate of zero and of patience that cannot run out', () => {
    expect(adviseHyperparameters({ ...defaults, learningRate: 0 }).learningRate?.code).toBe('learning-rate-zero');
    expect(adviseHyperparameters({ ...defaults, epochs: 3, patience: 8 }).patience?.message).toContain('3 epochs');
  });
});
