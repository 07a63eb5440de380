import { describe, expect, it } from 'vitest';
import { architectures } from './architectures.ts';
import { defaultAdaptation, type RunConfiguration, runConfigurationSchema } from './configuration.ts';
import { commonSettings } from './settings.ts';

const common = { version: 2, seed: 7, settings: commonSettings } as const;
const runs: RunConfiguration[] = [
  ...architectures.map(({ name, specification, settings }): RunConfiguration => {
    return { ...common, task: 'train', architecture: name, specification, settings };
  }),
  {
    ...common,
    task: 'adapt',
    adaptation: { ...defaultAdaptation, newCategories: ['Product'], categoryMap: { a: null } },
  },
];
const train = runs[0] as RunConfiguration;

describe('a configuration', () => {
  it.each(runs)('comes back from JSON as it was: $task $architecture', (given) => {
    expect(runConfigurationSchema.parse(JSON.parse(JSON.stringify(given)))).toEqual(given);
  });

  it('takes the defaults of what was not there when it was written', () => {
    const {
      warmup: _,
      batching: __,
      layerDecay: ___,
      frozenLayers: ____,
      outputRate: _____,
      loraRank: ______,
      loraScale: _______,
      loraPlaces: ________,
      ...settings
    } = commonSettings;
    expect(runConfigurationSchema.parse({ ...train, settings })).toEqual({ ...train, settings: commonSettings });
  });

  it('may be of an architecture that this Graft has no name for', () => {
    const named = { ...train, architecture: 'of later days' };
    expect(runConfigurationSchema.parse(named)).toEqual(named);
  });

  it.each([
    ['another version', { version: 1 }],
    ['a task that there is not', { task: 'dream' }],
    ['a seed that is no whole number of 32 bits', { seed: 2 ** 32 }],
    ['a setting out of its bounds', { settings: { ...commonSettings, dropout: 1 } }],
    ['no specification', { specification: undefined }],
    ['the fields of another task', { task: 'adapt' }],
  ])('is refused with %s', (_, changes) => {
    expect(runConfigurationSchema.safeParse({ ...train, ...changes }).success).toBe(false);
  });
});
