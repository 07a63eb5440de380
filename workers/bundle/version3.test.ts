import { describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { Tagger } from '../models/tagger.ts';
import { unpackBundle } from './bundle.ts';
import { keptBundle } from './testing.ts';

/** Written by scripts/make-bundle-fixture.ts: trained on two categories, taught a third, then two of them merged. */
const bundle = keptBundle(3);

describe('a bundle of version 3', () => {
  it('is read with what was done to its categories', () => {
    const { categories, tags, weights, history } = unpackBundle('small.graft', bundle);
    expect(categories).toEqual(['Name', 'Thing']);
    expect(tags).toEqual(['O', 'B-Name', 'I-Name', 'E-Name', 'S-Name', 'B-Thing', 'I-Thing', 'E-Thing', 'S-Thing']);
    expect(weights['transitions.scores']?.shape).toEqual([11, 11]);
    expect(history.map(({ task }) => task)).toEqual(['train', 'adapt', 'edit']);
    expect(history[2]).toMatchObject({
      before: ['Person', 'Place', 'Product'],
      mapping: { Person: 'Name', Place: 'Thing', Product: 'Thing' },
    });
  });

  it('tags as it did when it was written', async () => {
    await openTestBackend('cpu');
    const tagger = Tagger.fromState(unpackBundle('small.graft', bundle));
    const tagged = await tagger.tag([
      ['Odile', 'Vance', 'moved', 'to', 'Orrick', '.'],
      ['my', 'Quartz', 'moved', 'to', 'Saltmere', '.'],
    ]);
    expect(tagged.map(({ tags }) => tags)).toEqual([
      ['B-Name', 'E-Name', 'O', 'O', 'S-Thing', 'O'],
      ['O', 'S-Thing', 'O', 'O', 'S-Thing', 'O'],
    ]);
    tagger.dispose();
  });
});
