import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import type { Weight } from '../layers/parameters.ts';
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import { smallTagger } from '../models/testing.ts';
import { bilstmCrf } from '../protocol/architectures/bilstmCrf.ts';
import { hierarchicalGru } from '../protocol/architectures/hierarchicalGru.ts';
import { defaultAdaptation } from '../protocol/configuration.ts';
import { GraftError } from '../protocol/errors.ts';
import type { EditEntry, HistoryEntry, RunEntry } from '../protocol/history.ts';
import type { ModelSpecification } from '../protocol/specification.ts';
import { writeSafetensors } from '../text/safetensors.ts';
import { type OutputScheme, tagNames } from '../text/tagNames.ts';
import { packBundle, unpackBundle } from './bundle.ts';
import { withFittingParts, withManifest, withParts } from './testing.ts';

function weight(shape: readonly number[], start = 0): Weight {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, values: Float32Array.from({ length: size }, (_, index) => (start + index) / 7) };
}

const score = { precision: 90, recall: 80, f1: 84.71, support: 1234, predicted: 9, correct: 8 };
const { name: architecture, settings } = bilstmCrf;

const specificationIn = (scheme: OutputScheme): ModelSpecification => ({
  ...bilstmCrf.specification,
  output: { kind: 'crf', scheme, objective: 'likelihood' },
});

const history: readonly HistoryEntry[] = [
  {
    task: 'train',
    corpus: 'first customer',
    sentences: 4321,
    newCategories: [],
    configuration: {
      version: 2,
      task: 'train',
      seed: 7,
      settings,
      architecture,
      specification: specificationIn('iob2'),
    },
    epochs: 12,
    seconds: 41.5,
    backend: 'wasm',
    date: '2026-01-02T03:04:05.000Z',
    test: { overall: score, categories: { Person: score }, tokens: 9999, accuracy: 98.1 },
  },
  {
    task: 'adapt',
    corpus: 'second customer',
    sentences: 12,
    newCategories: ['Street | Lane'],
    configuration: {
      version: 2,
      task: 'adapt',
      seed: 8,
      settings: { ...settings, learningRate: 0.001 },
      adaptation: {
        ...defaultAdaptation,
        newCategories: ['Street | Lane'],
        freeze: true,
        categoryMap: { PER: 'Person' },
      },
    },
    epochs: 3,
    seconds: 5,
    backend: 'cpu',
    date: '2026-01-03T03:04:05.000Z',
    test: null,
  },
];

const edit: EditEntry = {
  task: 'edit',
  before: ['PER', 'Street', 'Lane'],
  mapping: { PER: 'Person', Street: 'Street | Lane', Lane: 'Street | Lane' },
  date: '2026-01-04T03:04:05.000Z',
};

function sample(changes: Partial<ModelState> = {}): ModelState {
  const categories = ['Person', 'Street | Lane'];
  const tags = tagNames(categories, 'iob2');
  return {
    name: 'support-desk',
    architecture,
    specification: specificationIn('iob2'),
    categories,
    tags,
    settings,
    texts: {
      'wordTable.words': ['', '?', 'Ümit', '👍🏽', 'line\nbreak'],
      'characterTable.characters': ['', '?', 'ü'],
    },
    weights: {
      'wordTable.rows': weight([5, 3]),
      'characterTable.rows': weight([3, 2], 50),
      'outputLayer.weights': weight([4, tags.length], 9),
      'outputLayer.bias': weight([tags.length]),
      'transitions.scores': weight([tags.length + 2, tags.length + 2], -20),
    },
    history,
    ...changes,
  };
}

const changed = (change: (manifest: { tags?: string[] }) => void) => withManifest(packBundle(sample()), change);

function failure(bytes: Uint8Array): string {
  try {
    unpackBundle('my.graft', bytes);
  } catch (thrown) {
    if (!(thrown instanceof GraftError)) throw thrown;
    expect(thrown.problem.remedy).not.toBe('');
    return thrown.message;
  }
  throw new Error('the bundle was accepted');
}

describe('a bundle', () => {
  it('gives back the model that was packed', () => {
    expect(unpackBundle('my.graft', packBundle(sample()))).toEqual(sample());
  });

  it('is of the oldest version that can read it: edits of categories came with version 3, other kinds with 4, asking with 5', () => {
    const versionOf = (bytes: Uint8Array) =>
      JSON.parse(new TextDecoder().decode(unzipSync(bytes)['model.json'])).schemaVersion;
    expect(versionOf(packBundle(sample()))).toBe(2);
    const edited = packBundle(sample({ history: [...history, edit] }));
    expect(versionOf(edited)).toBe(3);
    expect(unpackBundle('my.graft', edited)).toEqual(sample({ history: [...history, edit] }));
    const { encoder } = hierarchicalGru.specification;
    const other = sample({ specification: { ...sample().specification, encoder } });
    const named = sample({ texts: { ...sample().texts, 'gazetteers.entries': ['Place\tVelby'] } });
    for (const model of [other, named]) {
      expect(versionOf(packBundle(model))).toBe(4);
      expect(unpackBundle('my.graft', packBundle(model))).toEqual(model);
    }
    const { specification } = sample();
    const asks = { ...specification, consulted: { specification, categories: ['Person'], share: 0.3 } };
    // The one that it asks may ask another one.
    for (const asked of [asks, { ...specification, consulted: { ...asks.consulted, specification: asks } }]) {
      const model = sample({ specification: asked });
      expect(versionOf(packBundle(model))).toBe(5);
      expect(unpackBundle('my.graft', packBundle(model))).toEqual(model);
    }
  });

  it('keeps the colours of its categories, which older versions pass over', () => {
    const coloured = sample({ colours: { Person: 7, 'Street | Lane': 23 } });
    const bytes = packBundle(coloured);
    expect(unpackBundle('my.graft', bytes)).toEqual(coloured);
    expect(JSON.parse(new TextDecoder().decode(unzipSync(bytes)['model.json'])).schemaVersion).toBe(2);
  });

  it('has the same bytes for the same model, also after a round trip', () => {
    const bytes = packBundle(sample());
    expect(packBundle(sample())).toEqual(bytes);
    expect(packBundle(unpackBundle('my.graft', bytes))).toEqual(bytes);
  });

  it('round-trips any texts, categories and weights', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    const name = fc.stringMatching(/^[a-z]+\.[a-zA-Z]+$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { maxLength: 4 }),
        fc.dictionary(name, fc.uniqueArray(text, { maxLength: 20 }), { noNullPrototype: true, maxKeys: 3 }),
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        fc.constantFrom<OutputScheme>('iob2', 'bioes', 'tags'),
        (categories, texts, values, scheme) => {
          const state = sample({
            categories,
            tags: tagNames(categories, scheme),
            specification: specificationIn(scheme),
            texts,
            weights: { free: { shape: [1, values.length], values: Float32Array.from(values) } },
          });
          expect(unpackBundle('any.graft', packBundle(state))).toEqual(state);
        },
      ),
    );
  });

  it('takes a category named like what every object has', () => {
    const categories = ['constructor', '__proto__'];
    const state = sample({ categories, tags: tagNames(categories, 'iob2') });
    expect(unpackBundle('my.graft', packBundle(state)).categories).toEqual(categories);
  });

  it('takes a model that is called by an architecture of which this Graft has no name', () => {
    const state = sample({ architecture: 'of later days' });
    expect(unpackBundle('my.graft', packBundle(state))).toEqual(state);
  });

  it('holds a card with the scores, the history and how to use it', () => {
    const card = new TextDecoder().decode(unzipSync(packBundle(sample()))['README.md']);
    expect(card).toContain('5 words, 3 characters, ');
    expect(card).toContain('| Person | 90.00 | 80.00 | 84.71 | 1,234 |');
    expect(card).toContain('| Street \\| Lane | – |');
    expect(card).toContain(
      '| 1 | trained from random weights | first customer | 4,321 | 12 | wasm, 42 s | 2026-01-02 | 84.71 |',
    );
    expect(card).toContain('| 2 | adapted, new: Street \\| Lane | second customer |');
    expect(card).toContain('| wordHidden | 128 |');
    expect(card).toContain('| learningRate | 0.002 |');
    expect(card).toContain('npm run --silent graft -- tag --model');
    expect(card).toContain('## Licence');
  });

  it('has a card that names the gazetteers, and counts their names by list', () => {
    const state = sample();
    const texts = { ...state.texts, 'gazetteers.entries': ['Place\tVelby', 'Place\tNew Orrick', 'Person\tAda'] };
    const cardOf = (given: ModelState) => new TextDecoder().decode(unzipSync(packBundle(given))['README.md']);
    expect(cardOf({ ...state, texts })).toContain('It looks words up in these lists of names: Place (2), Person (1).');
    expect(cardOf({ ...state, texts })).toContain('5 words, 3 characters, ');
    expect(cardOf(state)).not.toContain('lists of names');
  });

  it('has a card with the scores under the names of today, and without those of what was merged since', () => {
    const test = { overall: score, categories: { PER: score, Street: score }, tokens: 9, accuracy: 98 };
    const tested = { ...(history[0] as RunEntry), test };
    const card = (steps: readonly HistoryEntry[]) =>
      new TextDecoder().decode(unzipSync(packBundle(sample({ history: steps })))['README.md']);
    const merged = card([tested, edit]);
    expect(merged).toContain('| 2 | Renamed PER to Person, merged Street, Lane into Street \\| Lane | – |');
    expect(merged).toContain('| Person | 90.00 | 80.00 | 84.71 | 1,234 |');
    expect(merged).toContain('| Street \\| Lane | – |');
    expect(merged).not.toContain('| All |');
    expect(merged).toContain('what was merged has not been tested');
    expect(merged).toContain('nearest to the sum of its parts');
    const renamed = card([tested, { ...edit, before: ['PER', 'Street'], mapping: { PER: 'Person' } }]);
    expect(renamed).toContain('| All | 90.00 |');
    expect(renamed).not.toContain('merged');
  });
});

describe('a bundle from outside is refused', () => {
  it('when it is empty, no zip, or cut off anywhere', () => {
    expect(failure(new Uint8Array())).toContain('empty');
    expect(failure(strToU8('word O\nword B-PER\n'))).toContain('not a model bundle');
    const bytes = packBundle(sample());
    for (const share of [0.01, 0.3, 0.6, 0.9, 0.999]) {
      expect(failure(bytes.slice(0, Math.floor(bytes.length * share)))).toContain('my.graft');
    }
  });

  it('when a bit of it has flipped, unless in what is not read', () => {
    const bytes = packBundle(sample());
    const cardOf = (bundle: Uint8Array) => unzipSync(bundle, { filter: ({ name }) => name === 'README.md' });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), (position, bit) => {
        const flipped = bytes.slice();
        flipped[position] = (flipped[position] as number) ^ (1 << bit);
        try {
          expect(unpackBundle('my.graft', flipped)).toEqual(sample());
          expect(cardOf(flipped)).toEqual(cardOf(bytes));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GraftError);
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each(['README.md', 'model.json', 'texts.json', 'weights.safetensors'])('without its part %s', (part) => {
    expect(failure(withParts(packBundle(sample()), { [part]: null }))).toContain(part);
  });

  it('when a small file would unpack to a giant one', () => {
    const bomb = new Uint8Array(64 * 1024 * 1024);
    expect(failure(withParts(packBundle(sample()), { 'weights.safetensors': bomb }))).toContain('(zip-ratio)');
  });

  it('when a newer Graft wrote it', () => {
    const message = failure(changed((manifest) => Object.assign(manifest, { schemaVersion: 99, tags: 'new form' })));
    expect(message).toContain('newer Graft');
    expect(message).toContain('Update');
  });

  it('when a field of the manifest is missing or wrong', () => {
    expect(failure(withParts(packBundle(sample()), { 'model.json': strToU8('{') }))).toContain('not JSON');
    expect(failure(changed((manifest) => delete manifest.tags))).toContain('tags');
    for (const [field, wrong] of [
      ['architecture', ''],
      ['specification', { encoder: { kind: 'unheard-of' }, output: { kind: 'crf' } }],
      ['specification', { encoder: { kind: 'bilstm' }, output: { kind: 'crf', scheme: 'iob7' } }],
      ['settings', { dropout: 7 }],
    ] as const) {
      expect(failure(changed((manifest) => Object.assign(manifest, { [field]: wrong })))).toContain(field);
    }
  });

  it('when tags and categories do not fit', () => {
    const withTags = (change: (tags: string[]) => void) => failure(changed(({ tags = [] }) => change(tags)));
    expect(withTags((tags) => tags.pop())).toContain('row 4 of the CRF is missing');
    expect(withTags((tags) => tags.push('B-Ghost'))).toContain('B-Ghost');
    expect(withTags((tags) => tags.reverse())).toContain('call for O');
    expect(withTags((tags) => tags.push('O'))).toContain('twice');
    const scheme = (manifest: object) => Object.assign(manifest, { specification: specificationIn('tags') });
    expect(failure(changed(scheme))).toContain('row 0 of the CRF is O; its categories call for Person');
  });

  it('when weights, texts or the card were changed without their checksum', () => {
    const weights = writeSafetensors({ ...sample().weights, 'outputLayer.bias': weight([5], 3) });
    for (const [part, bytes] of [
      ['weights.safetensors', weights],
      ['texts.json', strToU8('{}')],
      ['README.md', strToU8('# Another model')],
    ] as const) {
      expect(failure(withParts(packBundle(sample()), { [part]: bytes }))).toContain('not those that were written');
    }
  });

  it('when any byte of what a part says has changed, the manifest’s as well', () => {
    const bytes = packBundle(sample());
    const stored = zipSync(unzipSync(bytes), { level: 0 });
    for (const words of ['support-desk', 'learningRate', 'npm run graft', 'wordTable.words', 'outputLayer.bias']) {
      const changed = stored.slice();
      const at = Buffer.from(changed.buffer).indexOf(words);
      expect(at).toBeGreaterThan(0);
      changed[at] = (changed[at] as number) ^ 1;
      expect(failure(changed)).toContain('not those that were written');
    }
  });

  it('when a weight is not a number', () => {
    const broken = { shape: [5], values: new Float32Array([0, 1, Number.NaN, 3, 4]) };
    const weights = writeSafetensors({ ...sample().weights, 'outputLayer.bias': broken });
    const message = failure(withFittingParts(packBundle(sample()), { 'weights.safetensors': weights }));
    expect(message).toContain('outputLayer.bias holds NaN at position 2');
  });

  it('when a colour is that of no category, or none at all', () => {
    const bytes = packBundle(sample());
    const coloured = (colours: unknown) =>
      withManifest<{ colours?: unknown }>(bytes, (manifest) => {
        manifest.colours = colours;
      });
    expect(failure(coloured({ Person: 1, Ghost: 2 }))).toContain('a colour for Ghost');
    expect(failure(coloured({ Person: -1 }))).toContain('colours');
  });

  it('when it holds no weights', () => {
    const parts = { 'weights.safetensors': writeSafetensors({}) };
    expect(failure(withFittingParts(packBundle(sample()), parts))).toContain('no weights');
  });

  it('when a word stands twice in a text', () => {
    const texts = strToU8(JSON.stringify({ 'wordTable.words': ['', '?', 'a', 'b', 'a'] }));
    const message = failure(withFittingParts(packBundle(sample()), { 'texts.json': texts }));
    expect(message).toContain('“a” stands twice in the list wordTable.words');
  });
});

describe('a bundle that is whole, but whose parts do not fit the model', () => {
  const build = async (change: (state: ModelState) => Partial<ModelState>): Promise<() => Tagger> => {
    await openTestBackend('cpu');
    const tagger = smallTagger('bilstm-crf', { sentences: [['Ada', 'moved', 'to', 'Velby']] });
    const state = await tagger.state('small', { settings, history: [] });
    tagger.dispose();
    const bytes = packBundle({ ...state, ...change(state) });
    return () => Tagger.fromState(unpackBundle('my.graft', bytes));
  };

  it.each([
    ['wordTable.rows', [7, 8], '[6,8]'],
    ['characterTable.rows', [2, 6], '[14,6]'],
    ['wordLayer.bias', [95], '[96]'],
    ['outputLayer.weights', [24, 8], '[24,9]'],
    ['outputLayer.bias', [8], '[9]'],
    ['transitions.scores', [11, 10], '[11,11]'],
  ])('is refused where %s has the wrong size', async (name, shape, needed) => {
    const fits = await build(() => ({}));
    fits().dispose();
    const broken = await build(({ weights }) => ({ weights: { ...weights, [name]: weight(shape) } }));
    expect(broken).toThrow(GraftError);
    expect(broken).toThrow(`${name} is [${shape}]; the model as it is described needs ${needed}`);
  });

  it('is refused where a text is missing, is too short, or a weight has no place', async () => {
    const withoutWords = await build(({ texts }) => ({
      texts: Object.fromEntries(Object.entries(texts).filter(([name]) => name !== 'wordTable.words')),
    }));
    expect(withoutWords).toThrow(/lacks the list wordTable\.words/);
    const fewWords = await build(({ texts }) => ({
      texts: { ...texts, 'wordTable.words': texts['wordTable.words']?.slice(1) ?? [] },
    }));
    expect(fewWords).toThrow(/wordTable\.rows is \[6,8\].*needs \[5,8\]/);
    const needless = await build(({ weights }) => ({ weights: { ...weights, 'ghost.bias': weight([1]) } }));
    expect(needless).toThrow(/ghost\.bias, for which/);
  });
});
