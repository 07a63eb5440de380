import { describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { Tagger } from '../models/tagger.ts';
import { packBundle, unpackBundle } from './bundle.ts';
import { keptBundle } from './testing.ts';

/** Written by scripts/make-bundle-fixture.ts: adapted so that it asks its source model as well, then two categories merged. */
const bundle = keptBundle(5);

describe('a bundle of version 5', () => {
  it('is read with the model that it asks', () => {
    const { categories, history, specification } = unpackBundle('small.graft', bundle);
    expect(categories).toEqual(['Thing', 'Name', 'Ship']);
    expect(history.map(({ task }) => task)).toEqual(['joint', 'adapt', 'edit']);
    expect(history[1]).toMatchObject({ consulted: { share: 0.3 }, configuration: { adaptation: { consult: 0.3 } } });
    expect(specification.consulted).toMatchObject({ categories: ['Product', 'Person', 'Place'], share: 0.3 });
  });

  it('tags as it did when it was written', async () => {
    await openTestBackend('cpu');
    const tagger = Tagger.fromState(unpackBundle('small.graft', bundle));
    const tagged = await tagger.tag([
      ['Odile', 'Vance', 'moved', 'to', 'Orrick', '.'],
      ['Ada', 'boarded', 'the', 'Halcyon', 'in', 'Velby', '.'],
    ]);
    expect(tagged.map(({ tags }) => tags)).toEqual([
      ['B-Name', 'E-Name', 'O', 'O', 'S-Thing', 'O'],
      ['S-Name', 'O', 'O', 'S-Ship', 'O', 'S-Thing', 'O'],
    ]);
    tagger.dispose();
  });

  it('has no place for one that does not score each token by itself', () => {
    const state = unpackBundle('small.graft', bundle);
    const { consulted } = state.specification;
    if (!consulted) expect.fail('it asks nobody');
    const output = { ...state.specification.output, kind: 'crf', scheme: 'bioes', objective: 'likelihood' } as const;
    const specification = {
      ...state.specification,
      consulted: { ...consulted, specification: { ...consulted.specification, output } },
    };
    const transitions = { shape: [15, 15], values: new Float32Array(225) };
    const weights = { ...state.weights, 'consulted.transitions.scores': transitions };
    const forged = unpackBundle('forged.graft', packBundle({ ...state, specification, weights }));
    expect(() => Tagger.fromState(forged)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'model-consulted' }) }),
    );
  });
});
