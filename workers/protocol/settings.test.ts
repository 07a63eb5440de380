import { describe, expect, it } from 'vitest';
import { bilstmCrf } from './architectures/bilstmCrf.ts';
import { defaultAdaptation } from './configuration.ts';
import type { EditEntry, RunEntry } from './history.ts';
import { adaptationSettings, commonSettings } from './settings.ts';

const settings = { ...commonSettings, learningRate: 0.004, batchSize: 7 };

function entry(task: 'train' | 'adapt'): RunEntry {
  const common = { version: 2, seed: 1, settings } as const;
  const { name, specification } = bilstmCrf;
  return {
    task,
    corpus: 'a corpus',
    sentences: 1,
    newCategories: [],
    configuration:
      task === 'train'
        ? { ...common, task, architecture: name, specification }
        : { ...common, task, adaptation: defaultAdaptation },
    epochs: 1,
    seconds: 1,
    backend: 'cpu',
    date: '2026-01-01T00:00:00.000Z',
    test: null,
  };
}

describe('what an adaptation begins with', () => {
  it('are the model’s own settings, at half the learning rate where it was trained from random weights', () => {
    const expected = { ...settings, learningRate: 0.002 };
    expect(adaptationSettings({ settings, history: [entry('train')] })).toEqual(expected);
    expect(adaptationSettings({ settings, history: [] })).toEqual(expected);
  });

  it('are at least as many epochs as is usual: a target is smaller than what a source model is trained on', () => {
    const epochs = (given: number) =>
      adaptationSettings({ settings: { ...settings, epochs: given }, history: [] }).epochs;
    expect([epochs(8), epochs(60)]).toEqual([commonSettings.epochs, 60]);
  });

  it('are those of the last adaptation where there was one: the rate is not halved again', () => {
    expect(adaptationSettings({ settings, history: [entry('train'), entry('adapt')] })).toEqual(settings);
    const edit: EditEntry = { task: 'edit', before: ['A'], mapping: { A: 'B' }, date: '2026-01-02T00:00:00.000Z' };
    expect(adaptationSettings({ settings, history: [entry('train'), entry('adapt'), edit] })).toEqual(settings);
    expect(adaptationSettings({ settings, history: [entry('train'), edit] })).toEqual({
      ...settings,
      learningRate: 0.002,
    });
  });
});
