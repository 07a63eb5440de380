import { describe, expect, it } from 'vitest';
import { bertTagger } from './architectures/bertTagger.ts';
import { settingsFor } from './architectures/fineTuning.ts';
import { type Architecture, architectureLabel, architectures, findArchitecture } from './architectures.ts';
import { settingsSchema } from './settings.ts';
import { specificationSchema } from './specification.ts';

describe('the named architectures', () => {
  it('have names and labels of their own', () => {
    for (const key of ['name', 'label'] as const) {
      expect(new Set(architectures.map((each) => each[key])).size).toBe(architectures.length);
    }
  });

  it.each(architectures)('$name is a specification and settings that can be', ({ name, specification, settings }) => {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(specificationSchema.parse(specification)).toEqual(specification);
    expect(settingsSchema.parse(settings)).toEqual(settings);
  });

  it('are found by name', () => {
    for (const each of architectures) expect(findArchitecture(each.name)).toBe(each);
    expect(findArchitecture('unheard-of')).toBeUndefined();
  });

  it('are called by their labels; one that this Graft does not know goes by its name', () => {
    expect(architectureLabel('bilstm-crf')).toBe('BiLSTM-CRF');
    expect(architectureLabel('unheard-of')).toBe('unheard-of');
  });

  it.each([
    // 200 times in all, and scored after each tenth.
    [10, 16, 20, 10],
    [50, 16, 17, 3],
    // The reference's 30 epochs in batches of 16, on a hundred and two hundred sentences.
    [100, 16, 15, 2],
    [200, 16, 30, 1],
    [1200, 16, 8, 1],
    [14_041, 32, 4, 1],
  ])(
    'give a checkpoint that learns from %i sentences batches of %i and %i epochs of %i rounds',
    (sentences, ...given) => {
      const [batchSize, epochs, rounds] = given;
      const expected = { ...bertTagger.settings, batchSize, epochs, patience: epochs, rounds };
      expect(settingsFor(bertTagger, sentences)).toEqual(expected);
      expect(settingsFor(architectures[0] as Architecture, sentences)).toEqual(architectures[0]?.settings);
      expect(settingsFor(bertTagger, null)).toEqual(bertTagger.settings);
    },
  );
});
