import { describe, expect, it } from 'vitest';
import { commonSettings as defaults } from '../../../workers/protocol/settings.ts';
import { adviseSettings, idleSettings } from './settingsAdvice.ts';

describe('adviseSettings', () => {
  it('has nothing against the defaults', () => {
    expect(adviseSettings(defaults, defaults)).toEqual({});
  });

  it('warns of a high rate for Adam and Nadam, not for SGD', () => {
    const rate = { ...defaults, learningRate: 0.05 };
    expect(adviseSettings({ ...rate, optimizer: 'adam' }, defaults).learningRate).toContain('0.05');
    expect(adviseSettings({ ...rate, optimizer: 'nadam' }, defaults).learningRate).toContain('for Nadam');
    expect(adviseSettings({ ...rate, optimizer: 'adamw' }, defaults).learningRate).toContain('for AdamW');
    expect(adviseSettings({ ...rate, optimizer: 'sgd' }, defaults).learningRate).toBeUndefined();
    expect(adviseSettings({ ...defaults, learningRate: 0.02 }, defaults).learningRate).toBeUndefined();
  });

  it('warns of a rate of zero and of patience that cannot run out', () => {
    expect(adviseSettings({ ...defaults, learningRate: 0 }, defaults).learningRate).toContain('nothing is learned');
    expect(adviseSettings({ ...defaults, epochs: 3, patience: 8 }, defaults).patience).toContain('3 epochs');
  });
});

describe('the advice on an untouched form', () => {
  it('is none, whatever the model was trained with', () => {
    const own = { ...defaults, epochs: 3, patience: 8 };
    expect(adviseSettings(own, own)).toEqual({});
    expect(adviseSettings({ ...own, epochs: 4 }, own).patience).toContain('4 epochs');
  });
});

describe('idleSettings', () => {
  const idle = (change: Partial<typeof defaults>) =>
    Object.keys(idleSettings({ ...defaults, loraRank: 8, ...change })).sort();

  it('names what the chosen optimizer does not use', () => {
    expect(idle({ optimizer: 'sgd' })).toEqual(['batchTokens', 'weightDecay']);
    expect(idle({ optimizer: 'adamw' })).toEqual(['batchTokens', 'momentum']);
    expect(idleSettings({ ...defaults, optimizer: 'nadam' }).momentum).toBe('Has no effect with Nadam.');
  });

  it('names what belongs to adapters where there are none', () => {
    expect(idle({ optimizer: 'sgd', loraRank: 0 })).toEqual(['batchTokens', 'loraPlaces', 'loraScale', 'weightDecay']);
  });

  it('names the size of the batches that are not made', () => {
    expect(idle({ optimizer: 'sgd', batching: 'tokens' })).toEqual(['batchSize', 'weightDecay']);
  });
});
