import { describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { Tagger } from '../models/tagger.ts';
import { unpackBundle } from './bundle.ts';
import { keptBundle } from './testing.ts';

/** Written by scripts/make-bundle-fixture.ts: learned together with another corpus, then two of its categories merged. */
const bundle = keptBundle(4);

describe('a bundle of version 4', () => {
  it('is read with what was learned together', () => {
    const { categories, history } = unpackBundle('small.graft', bundle);
    expect(categories).toEqual(['Thing', 'Name']);
    expect(history.map(({ task }) => task)).toEqual(['joint', 'edit']);
    expect(history[0]).toMatchObject({
      corpus: 'names and products',
      sources: ['names'],
      configuration: { joint: { sharing: 'encoder', targetShare: 0.6, rate: 1 } },
    });
  });

  it('tags as it did when it was written', async () => {
    await openTestBackend('cpu');
    const tagger = Tagger.fromState(unpackBundle('small.graft', bundle));
    const tagged = await tagger.tag([
      ['Odile', 'Vance', 'moved', 'to', 'Orrick', '.'],
      ['my', 'Quartz', 'is', 'broken', '.'],
    ]);
    expect(tagged.map(({ tags }) => tags)).toEqual([
      ['B-Name', 'E-Name', 'O', 'O', 'S-Thing', 'O'],
      ['O', 'S-Thing', 'O', 'O', 'O'],
    ]);
    tagger.dispose();
  });
});
