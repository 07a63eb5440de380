import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialisations, unannotatedTreatments } from '../../workers/protocol/configuration.ts';
import { architectureDefaults, architectureNames } from '../../workers/protocol/hyperparameters.ts';
import { panelNames } from '../store/view.ts';
import { decodeSetup, encodeSetup, type LinkedSetup } from './link.ts';

const category = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((name) => name !== '__proto__');

const adaptation = fc.record({
  newCategories: fc.uniqueArray(category, { maxLength: 4 }),
  annotated: fc.oneof(fc.constant('corpus' as const), fc.uniqueArray(category, { maxLength: 3 })),
  unannotated: fc.constantFrom(...unannotatedTreatments),
  initialisation: fc.constantFrom(...initialisations),
  freeze: fc.boolean(),
  categoryMap: fc.dictionary(category, fc.option(category), { maxKeys: 3, noNullPrototype: true }),
  compareWithRandom: fc.boolean(),
});

const setups: fc.Arbitrary<LinkedSetup> = fc
  .record({
    architecture: fc.constantFrom(...architectureNames),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
    learningRate: fc.double({ min: 0, max: 10, noNaN: true }),
    digitsToZero: fc.boolean(),
    optimizer: fc.constantFrom('sgd' as const, 'nadam' as const),
    adaptation: fc.option(adaptation, { nil: undefined }),
    demo: fc.boolean(),
    names: fc.tuple(fc.option(category), fc.option(category)),
    panel: fc.constantFrom(...panelNames),
    presenter: fc.boolean(),
  })
  .map(({ architecture, seed, learningRate, digitsToZero, optimizer, demo, names, panel, presenter, ...rest }) => ({
    configuration: {
      version: 1,
      architecture,
      seed,
      hyperparameters: {
        ...architectureDefaults[architecture],
        learningRate: learningRate === 0 ? 0 : learningRate,
        digitsToZero,
        optimizer,
      },
      ...(rest.adaptation && { adaptation: rest.adaptation }),
    },
    demo,
    corpus: demo ? null : names[0],
    model: demo ? null : names[1],
    panel,
    presenter,
  }));

function messageOf(hash: string): string {
  try {
    decodeSetup(hash);
  } catch (thrown) {
    return String((thrown as Error).message);
  }
  return 'nothing was thrown';
}

describe('a set-up as a link', () => {
  it('comes back from an address as it went in', () => {
    fc.assert(
      fc.property(setups, (setup) => {
        expect(decodeSetup(`#${encodeSetup(setup)}`)).toEqual(setup);
      }),
    );
  });

  it('stays short and readable for the demo', () => {
    const demo = decodeSetup('#data=demo&new=Address');
    expect(demo?.configuration.adaptation?.newCategories).toEqual(['Address']);
    expect(demo && encodeSetup(demo)).toBe(
      'data=demo&panel=train&architecture=bilstm-crf&seed=1&adapt=yes&new=Address',
    );
  });

  it('is none where the address has no hash', () => {
    expect(decodeSetup('')).toBeNull();
    expect(decodeSetup('#')).toBeNull();
  });

  it.each([
    ['#seed=minus', 'seed'],
    ['#seed=-1', 'seed'],
    ['#seed=1&seed=2', '"seed" is given twice'],
    ['#learningRate=fast', 'learningRate'],
    ['#learningRate=', 'learningRate'],
    ['#digitsToZero=perhaps', 'digitsToZero'],
    ['#architecture=transformer', 'transformer'],
    ['#panel=cellar', 'cellar'],
    ['#data=elsewhere', 'elsewhere'],
    ['#adapt=yes&unannotated=guess', 'unannotated'],
    ['#adapt=yes&map=PER', 'PER'],
    ['#colour=red', 'colour'],
  ])('says which part of %s does not read', (hash, part) => {
    expect(messageOf(hash)).toContain('could not be read');
    expect(messageOf(hash)).toContain(part);
  });
});
