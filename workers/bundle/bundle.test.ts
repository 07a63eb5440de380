import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ModelState, Weight } from '../models/state.ts';
import { GraftError } from '../protocol/errors.ts';
import { architectureDefaults } from '../protocol/hyperparameters.ts';
import { tagSet } from '../text/schemes.ts';
import { checksum } from './archive.ts';
import { packBundle, unpackBundle } from './bundle.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

function weight(shape: readonly number[], start = 0): Weight {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, values: Float32Array.from({ length: size }, (_, index) => (start + index) / 7) };
}

const score = { precision: 90, recall: 80, f1: 84.71, support: 1234, predicted: 9, correct: 8 };

function sample(changes: Partial<ModelState> = {}): ModelState {
  const categories = ['Person', 'Street | Lane'];
  const tags = tagSet(categories, 'iob2');
  const words = ['', '?', 'Ümit', '👍🏽', 'line\nbreak'];
  return {
    name: 'support-desk',
    architecture: 'bilstm-crf',
    hyperparameters: architectureDefaults['bilstm-crf'],
    kind: 'spans',
    scheme: 'iob2',
    categories,
    tags,
    words,
    characters: ['', '?', 'ü'],
    weights: {
      'word.embedding': weight([words.length, 3]),
      'character.embedding': weight([3, 2], 50),
      'output.weights': weight([4, tags.length], 9),
      'output.bias': weight([tags.length]),
      'crf.transitions': weight([tags.length + 2, tags.length + 2], -20),
    },
    history: [
      {
        task: 'train',
        corpus: 'first customer',
        sentences: 4321,
        newCategories: [],
        configuration: {
          version: 1,
          architecture: 'bilstm-crf',
          hyperparameters: architectureDefaults['bilstm-crf'],
          seed: 7,
        },
        epochs: 12,
        seconds: 41.5,
        backend: 'wasm',
        date: '2026-01-02T03:04:05.000Z',
        test: { overall: score, categories: { Person: score }, tokens: 9999, accuracy: 98.1 },
      },
    ],
    ...changes,
  };
}

/** The bundle with parts replaced, its checksums made to fit, so that the check behind them is reached. */
function forge(
  state: ModelState,
  replace: Readonly<Record<string, Uint8Array | null>>,
  fixChecksums = true,
): Uint8Array {
  const parts: Record<string, Uint8Array> = unzipSync(packBundle(state));
  for (const [name, bytes] of Object.entries(replace)) {
    if (bytes) parts[name] = bytes;
    else delete parts[name];
  }
  if (fixChecksums && parts['model.json'] && !replace['model.json']) {
    const manifest = JSON.parse(new TextDecoder().decode(parts['model.json']));
    for (const name of Object.keys(manifest.checksums)) {
      const bytes = parts[name];
      if (bytes) manifest.checksums[name] = checksum(bytes);
    }
    parts['model.json'] = strToU8(JSON.stringify(manifest));
  }
  return zipSync(parts);
}

function withManifest(change: (manifest: Record<string, unknown>) => void): Uint8Array {
  const parts = unzipSync(packBundle(sample()));
  const manifest = JSON.parse(new TextDecoder().decode(parts['model.json']));
  change(manifest);
  return zipSync({ ...parts, 'model.json': strToU8(JSON.stringify(manifest)) });
}

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

  it('has the same bytes for the same model, also after a round trip', () => {
    const bytes = packBundle(sample());
    expect(packBundle(sample())).toEqual(bytes);
    expect(packBundle(unpackBundle('my.graft', bytes))).toEqual(bytes);
  });

  it('round-trips any vocabulary, categories and weights', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { maxLength: 4 }),
        fc.uniqueArray(text, { minLength: 2, maxLength: 20 }),
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        fc.constantFrom('iob2', 'bioes', 'tags'),
        (categories, words, values, scheme) => {
          const tags = scheme === 'tags' ? categories : tagSet(categories, scheme);
          const state = sample({
            categories,
            tags,
            scheme,
            kind: scheme === 'tags' ? 'tags' : 'spans',
            words,
            weights: { free: { shape: [1, values.length], values: Float32Array.from(values) } },
          });
          expect(unpackBundle('any.graft', packBundle(state))).toEqual(state);
        },
      ),
    );
  });

  it('takes a category named like what every object has', () => {
    const categories = ['constructor', '__proto__'];
    const state = sample({ categories, tags: tagSet(categories, 'iob2') });
    expect(unpackBundle('my.graft', packBundle(state)).categories).toEqual(categories);
  });

  it('holds a card with the scores, the history and how to use it', () => {
    const card = new TextDecoder().decode(unzipSync(packBundle(sample()))['README.md']);
    expect(card).toContain('| Person | 90.00 | 80.00 | 84.71 | 1,234 |');
    expect(card).toContain('| Street \\| Lane | – |');
    expect(card).toContain(
      '| 1 | trained from random weights | first customer | 4,321 | 12 | wasm, 42 s | 2026-01-02 | 84.71 |',
    );
    expect(card).toContain('npm run graft -- tag --model');
    expect(card).toContain('## Licence');
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
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), (position, bit) => {
        const flipped = bytes.slice();
        flipped[position] = (flipped[position] as number) ^ (1 << bit);
        try {
          const { weights, words } = unpackBundle('my.graft', flipped);
          expect({ weights, words }).toEqual({ weights: sample().weights, words: sample().words });
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GraftError);
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each(['model.json', 'vocabulary.json', 'weights.safetensors'])('without its part %s', (part) => {
    expect(failure(forge(sample(), { [part]: null }))).toContain(part);
  });

  it('when a small file would unpack to a giant one', () => {
    const bomb = new Uint8Array(64 * 1024 * 1024);
    expect(failure(forge(sample(), { 'weights.safetensors': bomb }, false))).toContain('64 MiB');
  });

  it('when a newer Graft wrote it', () => {
    const message = failure(
      withManifest((manifest) => Object.assign(manifest, { schemaVersion: 99, tags: 'new form' })),
    );
    expect(message).toContain('newer Graft');
    expect(message).toContain('Update');
  });

  it('when a field of the manifest is missing or wrong', () => {
    expect(failure(forge(sample(), { 'model.json': strToU8('{') }))).toContain('not JSON');
    expect(failure(withManifest((manifest) => delete manifest.tags))).toContain('tags');
    expect(failure(withManifest((manifest) => Object.assign(manifest, { architecture: 'unheard-of' })))).toContain(
      'architecture',
    );
    expect(failure(withManifest((manifest) => Object.assign(manifest, { scheme: 'tags' })))).toContain('scheme');
  });

  it('when tags and categories do not fit', () => {
    expect(failure(withManifest((manifest) => (manifest.tags as string[]).pop()))).toContain(
      'row 4 of the output layer is missing',
    );
    expect(failure(withManifest((manifest) => (manifest.tags as string[]).push('B-Ghost')))).toContain('B-Ghost');
    expect(failure(withManifest((manifest) => (manifest.tags as string[]).reverse()))).toContain('call for O');
    expect(failure(withManifest((manifest) => (manifest.tags as string[]).push('O')))).toContain('twice');
  });

  it('when weights were changed without their checksum', () => {
    const weights = writeSafetensors({ ...sample().weights, 'output.bias': weight([5], 3) });
    expect(failure(forge(sample(), { 'weights.safetensors': weights }, false))).toContain(
      'not those that were written',
    );
  });

  it.each([
    ['word.embedding', [6, 3], '5 words'],
    ['character.embedding', [2, 2], '3 characters'],
    ['output.weights', [4, 7], '5 tags'],
    ['output.bias', [4], '5 tags'],
    ['crf.transitions', [7, 6], '7 tags with start and end'],
  ])('when %s has the wrong size', (name, shape, expected) => {
    const weights = writeSafetensors({ ...sample().weights, [name]: weight(shape) });
    const message = failure(forge(sample(), { 'weights.safetensors': weights }));
    expect(message).toContain(name);
    expect(message).toContain(expected);
  });

  it('when a weight is not a number', () => {
    const broken = {
      ...sample().weights,
      'output.bias': { shape: [5], values: new Float32Array([0, 1, Number.NaN, 3, 4]) },
    };
    expect(failure(forge(sample(), { 'weights.safetensors': writeSafetensors(broken) }))).toContain(
      'NaN at position 2',
    );
  });

  it('when a word stands twice in the vocabulary', () => {
    const vocabulary = strToU8(JSON.stringify({ words: ['', '?', 'a', 'b', 'a'], characters: ['', '?', 'ü'] }));
    expect(failure(forge(sample(), { 'vocabulary.json': vocabulary }))).toContain('“a”');
  });
});

describe('safetensors', () => {
  const header = (entries: unknown, data = new Uint8Array(8)) => {
    const text = strToU8(JSON.stringify(entries));
    const bytes = new Uint8Array(8 + text.length + data.length);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    bytes.set(text, 8);
    bytes.set(data, 8 + text.length);
    return bytes;
  };
  const entry = (changes = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes });

  it('begins its numbers at a multiple of eight bytes', () => {
    const bytes = writeSafetensors({ a: weight([2]) });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  it('reads a file of another tool, with metadata', () => {
    const data = new Uint8Array(new Float32Array([1.5, -2]).buffer);
    expect(readSafetensors(header({ __metadata__: { format: 'pt' }, a: entry() }, data))).toEqual({
      a: { shape: [2], values: new Float32Array([1.5, -2]) },
    });
  });

  it.each([
    ['another type', { a: entry({ dtype: 'BF16' }) }, 'BF16'],
    ['a shape that its bytes do not fill', { a: entry({ shape: [3] }) }, 'wants 12'],
    ['a gap', { a: entry({ data_offsets: [4, 12] }) }, 'begins at byte 4'],
    ['overlapping tensors', { a: entry(), b: entry() }, 'begins at byte 0'],
    ['more bytes than the file has', { a: entry({ shape: [4], data_offsets: [0, 16] }) }, 'cut off'],
    ['bytes that belong to nothing', { a: entry({ shape: [1], data_offsets: [0, 4] }) }, '4 bytes follow'],
    ['a negative size', { a: entry({ shape: [-2] }) }, 'cannot be read'],
  ])('refuses %s', (_, entries, message) => {
    expect(() => readSafetensors(header(entries))).toThrow(message);
  });

  it('refuses a header that is longer than the file', () => {
    const bytes = header({ a: entry() });
    new DataView(bytes.buffer).setUint32(4, 1, true);
    expect(() => readSafetensors(bytes)).toThrow('header claims');
    expect(() => readSafetensors(new Uint8Array(3))).toThrow('too short');
  });
});
