/** A bundle of a model that carries sentences of its own. */
import { strToU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import type { ModelState } from '../models/state.ts';
import { smallTagger } from '../models/testing.ts';
import { commonSettings } from '../protocol/settings.ts';
import { packBundle, unpackBundle } from './bundle.ts';
import { withFittingParts, withParts } from './testing.ts';

const at = (start: number, end: number) => ({ start, end });

let plain: ModelState;
let carrying: ModelState;

beforeAll(async () => {
  await openTestBackend('cpu');
  const tagger = smallTagger('blstm', { sentences: [['Ada', 'sings']] });
  plain = await tagger.state('small', { settings: commonSettings, history: [] });
  tagger.dispose();
  carrying = {
    ...plain,
    sample: {
      corpus: 'first customer',
      measured: [
        {
          ...{ id: '1', text: 'Ada sings', sentences: [{ tokens: [at(0, 3), at(4, 9)] }] },
          ...{ spans: [{ ...at(0, 3), category: 'Person' }], annotated: ['Person'] },
        },
      ],
      rehearsed: [{ id: '2', text: 'so', sentences: [{ tokens: [at(0, 2)] }], spans: [], annotated: ['Person'] }],
    },
  };
});

const partOf = (bytes: Uint8Array, name: string) => new TextDecoder().decode(unzipSync(bytes)[name]);

describe('a bundle of a model that carries sentences', () => {
  it('keeps them, which older versions pass over, and its card says so', () => {
    const bytes = packBundle(carrying);
    expect(unpackBundle('my.graft', bytes)).toEqual(carrying);
    expect(JSON.parse(partOf(bytes, 'model.json')).schemaVersion).toBe(2);
    expect(partOf(bytes, 'README.md')).toContain('2 sentences of first customer, with their annotation');
  });

  it('has no place for them where there are none', () => {
    const bytes = packBundle(plain);
    expect(Object.keys(unzipSync(bytes))).not.toContain('sample.json');
    expect(partOf(bytes, 'README.md')).toContain('No sentence of its training text.');
  });

  it('is refused where one has a token or a span outside of its text, or was changed', () => {
    const bytes = packBundle(carrying);
    const replaced = (from: string, to: string) => strToU8(partOf(bytes, 'sample.json').replace(from, to));
    const outside = withFittingParts(bytes, { 'sample.json': replaced('"end": 3', '"end": 333') });
    expect(() => unpackBundle('my.graft', outside)).toThrow('outside of its text');
    const changed = withParts(bytes, { 'sample.json': replaced('Ada', 'Eve') });
    expect(() => unpackBundle('my.graft', changed)).toThrow('its bytes are not those that were written');
    const gone = withParts(bytes, { 'sample.json': null });
    expect(() => unpackBundle('my.graft', gone)).toThrow('has no part sample.json');
  });
});
