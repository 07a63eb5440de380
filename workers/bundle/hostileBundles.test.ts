/** Bundles that were made to harm: cut, altered, with numbers that are none, and headers that claim what is not there. */
import { strToU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../test/hostile/outcome.ts';
import { hostileWords } from '../../test/hostile/words.ts';
import { createRandom } from '../text/random.ts';
import { unpackBundle } from './bundle.ts';
import { keptBundle, withFittingParts, withManifest, withParts } from './testing.ts';

const whole = keptBundle(5);
const weights = unzipSync(whole)['weights.safetensors'] as Uint8Array;
const reading = (bytes: Uint8Array) => outcomeOf(() => unpackBundle('a.graft', bytes));
const withWeights = (change: (copy: Uint8Array<ArrayBuffer>) => void) => {
  const copy = new Uint8Array(weights);
  change(copy);
  return withFittingParts(whole, { 'weights.safetensors': copy });
};

describe('a hostile bundle', () => {
  it('is refused wherever it is cut off', async () => {
    for (let part = 1; part < 60; part++)
      expect(await reading(whole.slice(0, Math.floor((whole.length * part) / 60))), `${part}`).not.toBeNull();
  });

  it('is read or refused with any bytes changed', async () => {
    const random = createRandom(5);
    for (let count = 0; count < 60; count++) {
      const copy = whole.slice();
      for (let change = 0; change < 3; change++) copy[random.integer(copy.length)] = random.integer(256);
      await reading(copy);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'is refused with a weight of %d',
    async (value) => {
      const bytes = withWeights((copy) => new DataView(copy.buffer).setFloat32(copy.length - 4, value, true));
      expect((await reading(bytes))?.message).toContain(`${value}`);
    },
  );

  it.each([2 ** 31, 2 ** 53, 7, 0])('is refused where the header of its weights claims %d bytes', async (length) => {
    const bytes = withWeights((copy) => new DataView(copy.buffer).setBigUint64(0, BigInt(length), true));
    expect(await reading(bytes)).not.toBeNull();
  });

  it('is refused with a description that is deep, or is none', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const text of ['', '[]', 'null', '{"__proto__":{"a":1}}', deep, `{"schemaVersion":5,"history":${deep}}`]) {
      expect(await reading(withParts(whole, { 'model.json': strToU8(text) })), text.slice(0, 30)).not.toBeNull();
      // A key of that name in the place of all vocabularies is one that no part asks for.
      if (text.startsWith('{"__proto__"')) continue;
      const texts = { 'texts.json': strToU8(text) };
      expect(await reading(withFittingParts(whole, texts)), `texts ${text.slice(0, 30)}`).not.toBeNull();
    }
  });

  it('is read or refused with hostile names', async () => {
    for (const word of hostileWords) {
      await reading(
        withManifest<Record<string, unknown>>(whole, (manifest) =>
          Object.assign(manifest, { name: word, categories: [word] }),
        ),
      );
      await reading(withParts(whole, { [`${word}x`]: strToU8('x') }));
    }
  });
});
