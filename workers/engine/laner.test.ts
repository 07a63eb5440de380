/** LANER through whole runs: the remedies that it can take, and those that it is refused; without its parts as well. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../protocol/engine.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { restrictAnnotated } from '../text/categories.ts';
import { mapSplits } from '../text/splits.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

const corpora = {
  known: smallSplits(1, ['Product']),
  target: smallSplits(10),
  onlyProducts: mapSplits(smallSplits(10), (corpus) => restrictAnnotated(corpus, ['Product'])),
};

type Adaptation = Parameters<typeof adapting>[0];

let engine: Engine;
let source: ModelSummary;

const adapt = (corpus: keyof typeof corpora, adaptation: Adaptation, epochs = 20) =>
  engine.run(
    asking(adapting({ newCategories: ['Product'], ...adaptation }, { epochs, learningRate: 0.02 }), corpus, source.id),
    () => {},
  );

const refusedAs = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora, 'wasm'));
  const configuration = { ...training('laner', { epochs: 16, learningRate: 0.02 }), carry: 20 };
  source = (await engine.run(asking(configuration, 'known'), () => {})).model;
});

describe('LANER', () => {
  it.each([
    ['pseudo-labels', 'onlyProducts', { unannotated: 'pseudo' }],
    ['rehearsal', 'target', { rehearse: 1 }],
    ['a pull to the source', 'target', { pull: 1 }],
    ['a mixture with the source', 'target', { mix: true }],
  ] as const)('keeps what it knew and learns a category with %s', async (_, corpus, adaptation) => {
    const { model, tests, yardstick } = await adapt(corpus, adaptation);
    expect(model.categories).toEqual(['Person', 'Place', 'Product']);
    expect(tests.main.overall.f1).toBeGreaterThan(80);
    expect(yardstick).toBeDefined();
  });

  it('is refused, with a reason, what it would need marginals for', async () => {
    const open: Adaptation = { unannotated: 'marginal' };
    await expect(adapt('onlyProducts', open)).rejects.toEqual(refusedAs('output-partial'));
    await expect(adapt('target', { distil: 1 })).rejects.toEqual(refusedAs('output-soft'));
  });

  it.each([
    { labelBackground: true, labelContext: false },
    { labelBackground: false, labelContext: true },
    { labelBackground: false, labelContext: false },
  ])(
    'learns, and comes out of its file, with background $labelBackground and context $labelContext',
    async (without) => {
      const configuration = training('laner', { epochs: 16, learningRate: 0.02 });
      const { encoder, output } = configuration.specification;
      const specification = { encoder, output: { ...output, ...without } };
      const { model, tests } = await engine.run(asking({ ...configuration, specification }, 'target'), () => {});
      expect(tests.main.overall.f1).toBeGreaterThan(90);
      const again = await engine.loadModel('again.graft', await engine.exportModel(model.id));
      expect(again.specification).toEqual(specification);
      const text = 'Ada moved to Velby. Tomas sold the Lumo.';
      expect(await engine.tagText(again.id, text)).toEqual(await engine.tagText(model.id, text));
    },
  );
});
