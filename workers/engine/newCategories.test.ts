/** Every architecture learns one new category, and three at once; with lists of names too, which go along. */
import { describe, expect, it } from 'vitest';
import { architectures } from '../protocol/architectures.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import { mapSplits } from '../text/splits.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

/** Two of the four products are another category. */
const withGadgets = (corpus: Corpus): Corpus => ({
  ...corpus,
  categories: [...corpus.categories, 'Gadget'],
  documents: corpus.documents.map((document) => ({
    ...document,
    spans: document.spans.map((span) =>
      /Quartz|Nimbus/.test(document.text.slice(span.start, span.end)) ? { ...span, category: 'Gadget' } : span,
    ),
  })),
});

const corpora: Readonly<Record<string, Splits>> = {
  people: smallSplits(1, ['Place', 'Product']),
  target: mapSplits(smallSplits(10), withGadgets),
};

/** By whichever rule, all learn enough in the time of a test. */
const quick = { optimizer: 'adam', epochs: 10 } as const;

const gazetteers = [
  { name: 'places.txt', blob: new Blob(['Velby\nOrrick\nSaltmere\nDunhollow\nKestrel\n']) },
  { name: 'things.txt', blob: new Blob(['lumo\tProduct\nquartz\tGadget\n']) },
];

describe.each(architectures.map(({ name }) => name))('%s', (architecture) => {
  it.each([
    ['one new category', ['Place'], { Gadget: null, Product: null }],
    ['three new categories', ['Place', 'Product', 'Gadget'], {}],
  ])(
    'learns %s while the old one holds, and tags alike after its bundle was read',
    async (_, fresh, categoryMap) => {
      const { engine } = await testEnvironment(corpora, 'wasm');
      const source = await engine.run({ ...asking(training(architecture, quick), 'people'), gazetteers }, () => {});
      const names = expect.objectContaining({ label: 'names in gazetteers', value: 7 });
      expect(source.model.facts).toContainEqual(names);
      const adaptation = { newCategories: fresh, categoryMap, compareWithRandom: fresh.length === 1 };
      const request = asking(adapting(adaptation, { ...quick, patience: 2 }), 'target', source.model.id);
      const { model, tests } = await engine.run(request, () => {});
      expect(model.categories).toEqual(['Person', ...fresh]);
      expect(model.facts).toContainEqual(names);
      for (const category of model.categories) expect(tests.main.categories[category]?.f1).toBeGreaterThan(80);
      if (fresh.length === 1) expect(tests.random?.overall.f1).toBeGreaterThan(50);

      const again = await engine.loadModel('again.graft', await engine.exportModel(model.id));
      const text = 'Ada moved to Velby\nmy Quartz is broken .\nBram sold the Lumo';
      expect((await engine.tagText(model.id, text)).spans.length).toBeGreaterThan(0);
      expect(await engine.tagText(again.id, text)).toEqual(await engine.tagText(model.id, text));
    },
    60_000,
  );
});
