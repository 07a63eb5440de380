import { describe, expect, it } from 'vitest';
import { architectureLabel, architectures, findArchitecture } from './architectures.ts';
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
});
