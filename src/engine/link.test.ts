import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Architecture, architectures } from '../../workers/protocol/architectures.ts';
import {
  defaultAdaptation,
  defaultJointLearning,
  initialisations,
  sharings,
  unannotatedTreatments,
} from '../../workers/protocol/configuration.ts';
import { defaultRepeating, repeatings } from '../store/repeating.ts';
import { choiceOf, withField } from '../store/setup.ts';
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
  kinds: fc.dictionary(category, category, { maxKeys: 3, noNullPrototype: true }),
  imagine: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value || 0),
  distil: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value || 0),
  rehearse: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value || 0),
  pull: fc.double({ min: 0, max: 10_000, noNaN: true }).map((value) => value || 0),
  pseudoConfidence: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value || 0),
  mix: fc.boolean(),
  consult: fc.constantFrom(0, 0.3, 'best' as const),
  yardstickWeight: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value || 0),
  compareWithRandom: fc.boolean(),
});

const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value || 0);
const joint = fc.record({
  sharing: fc.constantFrom(...sharings),
  labelMap: fc.dictionary(category, fc.array(category, { minLength: 1, maxLength: 3 }), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  targetShare: share,
  rate: share,
});

const setups: fc.Arbitrary<LinkedSetup> = fc
  .record({
    architecture: fc.constantFrom(...architectures),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
    learningRate: fc.double({ min: 0, max: 10, noNaN: true }),
    digitsToZero: fc.boolean(),
    scheme: fc.constantFrom('bioes', 'iob2'),
    optimizer: fc.constantFrom('sgd', 'adamw'),
    labellingRate: fc.double({ min: 0.0001, max: 1, noNaN: true }),
    adaptation: fc.option(adaptation, { nil: undefined }),
    keeping: fc.constantFrom('automatic' as const, 'chosen' as const),
    entityRatio: fc.double({ min: 0, max: 0.99, noNaN: true }).map((value) => value || 0),
    joint: fc.option(joint, { nil: undefined }),
    together: fc.uniqueArray(category, { maxLength: 2 }),
    demo: fc.boolean(),
    names: fc.tuple(fc.option(category), fc.option(category)),
    panel: fc.constantFrom(...panelNames),
    presenter: fc.boolean(),
    how: fc.constantFrom(...repeatings),
    times: fc.integer({ min: 2, max: 50 }),
    fixes: fc.boolean(),
  })
  .map((drawn) => {
    const { architecture, seed, adaptation, joint, together, demo, names, panel, presenter, ...others } = drawn;
    const { how, times, fixes, keeping, labellingRate, entityRatio, ...fields } = others;
    const task = adaptation ? 'adapt' : joint ? 'joint' : 'train';
    const plain = {
      ...choiceOf(architecture),
      ...({ task, seed } as const),
      adaptation: adaptation ?? defaultAdaptation,
      labellingRate: task === 'train' ? labellingRate : 1,
      keeping: adaptation ? keeping : ('automatic' as const),
      entityRatio: task === 'joint' ? 0 : entityRatio,
      joint: task === 'joint' && joint ? joint : defaultJointLearning,
      repeating: {
        ...defaultRepeating,
        ...(how === 'seeds' && { how, seeds: times }),
        ...(how === 'search' && task === 'train' && { how, trials: times, fixed: fixes ? ['clip', 'dropout'] : [] }),
        ...(how === 'search' &&
          task === 'train' &&
          fixes && { ranges: { clip: '1, 5', momentum: '0.5 to 0.9 by 0.1' } }),
      },
    };
    return {
      // Minus zero is written as zero.
      choice: Object.entries(fields).reduce(
        (choice, [key, value]) => withField(choice, key, value === 0 ? 0 : value),
        plain,
      ),
      demo,
      corpus: demo ? null : names[0],
      model: demo ? null : names[1],
      together: task === 'joint' ? together : [],
      panel,
      presenter,
    };
  });

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
    expect(demo?.choice).toMatchObject({ task: 'adapt', adaptation: { newCategories: ['Address'] } });
    expect(demo && encodeSetup(demo)).toBe(
      'data=demo&panel=train&architecture=bilstm-crf&seed=1&adapt=yes&new=Address',
    );
  });

  it('writes what differs from the architecture by the fields’ names', () => {
    const link = 'panel=train&architecture=bilstm-crf&seed=1&wordHidden=64&learningRate=0.004&adapt=yes&new=Address';
    const setup = decodeSetup(`#${link}`);
    expect(setup?.choice.specification.encoder).toMatchObject({ wordHidden: 64 });
    expect(setup?.choice.settings.adapt.learningRate).toBe(0.004);
    expect(setup && encodeSetup(setup)).toBe(link);
  });

  it('reads what earlier versions wrote', () => {
    const setup = decodeSetup(
      '#data=demo&panel=labels&presenter=yes&architecture=blstm&seed=7&characterEmbedding=30&dropout=0.3' +
        '&digitsToZero=false&unknownWords=paper&optimizer=nadam&momentum=0.8&clip=10&batchSize=16&epochs=5&patience=5' +
        '&adapt=yes&new=Address&annotated=Address&unannotated=as-o&init=zeros&freeze=yes&random=yes&map=%5B%22PER%22%5D',
    );
    expect(setup).toMatchObject({ demo: true, panel: 'labels', presenter: true });
    expect(setup?.choice).toMatchObject({
      task: 'adapt',
      architecture: 'blstm',
      seed: 7,
      specification: { encoder: { characterEmbedding: 30, digitsToZero: false, unknownWords: 'paper' } },
      settings: {
        adapt: { dropout: 0.3, optimizer: 'nadam', momentum: 0.8, clip: 10, batchSize: 16, epochs: 5, patience: 5 },
      },
      adaptation: {
        newCategories: ['Address'],
        annotated: ['Address'],
        unannotated: 'as-o',
        initialisation: 'zeros',
        freeze: true,
        compareWithRandom: true,
        categoryMap: { PER: null },
      },
    });
  });

  it('names the corpora that are learned together, and what they share', () => {
    const link =
      'corpus=tweets&panel=train&architecture=bilstm-crf&seed=1&rate=0.1&share=all&with=news&label=%5B%22ORG%22%2C%22company%22%2C%22sportsteam%22%5D';
    const setup = decodeSetup(`#${link}`);
    expect(setup).toMatchObject({ corpus: 'tweets', together: ['news'] });
    expect(setup?.choice).toMatchObject({
      task: 'joint',
      joint: { sharing: 'all', rate: 0.1, targetShare: 0.5, labelMap: { ORG: ['company', 'sportsteam'] } },
    });
    expect(setup && encodeSetup(setup)).toBe(link);
  });

  it('says how often it is run, where that is not once', () => {
    const link = 'corpus=news&panel=train&architecture=blstm&seed=4';
    const seeds = decodeSetup(`#${link}&seeds=5`);
    expect(seeds?.choice.repeating).toMatchObject({ how: 'seeds', seeds: 5 });
    expect(seeds && encodeSetup(seeds)).toBe(`${link}&seeds=5`);
    const search = decodeSetup(`#${link}&trials=20&fixed=clip`);
    expect(search?.choice.repeating).toMatchObject({ how: 'search', trials: 20, fixed: ['clip'] });
    expect(search && encodeSetup(search)).toBe(`${link}&trials=20&fixed=clip`);
    const own = decodeSetup(`#${link}&trials=20&range=dropout=0.1:0.3:0.1`);
    expect(own?.choice.repeating.ranges).toEqual({ dropout: '0.1:0.3:0.1' });
  });

  it('leaves a search out that the task does not take', () => {
    const plain = { ...choiceOf(architectures[0] as Architecture), task: 'adapt' } as const;
    const setup = { demo: true, corpus: null, model: null, together: [], panel: 'train', presenter: false } as const;
    const search = { ...plain, repeating: { ...defaultRepeating, how: 'search' } } as const;
    expect(encodeSetup({ ...setup, choice: search })).toBe(encodeSetup({ ...setup, choice: plain }));
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
    ['#adapt=yes&entity-ratio=1', 'entity-ratio'],
    ['#adapt=yes&map=PER', 'PER'],
    ['#colour=red', 'colour'],
    ['#share=everything', 'sharing'],
    ['#share=all&rate=2', 'rate'],
    ['#labellingRate=0', 'labellingRate'],
    ['#adapt=yes&labellingRate=0.5', 'labellingRate'],
    ['#rate=0.1', 'rate'],
    ['#share=all&label=ORG', 'ORG'],
    ['#share=all&label=%5B%22ORG%22%5D', 'ORG'],
    ['#share=all&adapt=yes', 'two runs'],
    ['#seeds=1', 'seeds'],
    ['#seeds=3&trials=3', 'two runs'],
    ['#adapt=yes&trials=3', 'random weights'],
    ['#trials=3&fixed=epochs', 'epochs'],
    ['#seeds=3&fixed=clip', 'fixed'],
    ['#seeds=3&range=clip=1,5', 'range'],
    ['#trials=3&range=clip', 'not a setting with its values'],
    ['#trials=3&range=scheme=1,2', 'scheme'],
    ['#trials=3&range=dropout=0.5,2', 'It takes a number from 0 to 0.95, not 2.'],
  ])('says which part of %s does not read', (hash, part) => {
    expect(messageOf(hash)).toContain('could not be read');
    expect(messageOf(hash)).toContain(part);
  });
});
