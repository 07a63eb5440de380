/**
 * What every architecture must do in the engine: learn, take in one new category and three, and come back from its file
 * with the same tags. A further architecture is held to it by its line in the list.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { architectures } from '../protocol/architectures.ts';
import type { Corpus, Span } from '../protocol/corpus.ts';
import type { Engine, RunResult } from '../protocol/engine.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

/** Products by their names: three categories in the place of one. */
const kinds: Readonly<Record<string, string>> = { Lumo: 'Lamp', Zephyr: 'Fan' };

function withKinds(corpus: Corpus): Corpus {
  const documents = corpus.documents.map((document) => {
    const named = ({ start, end, ...span }: Span): Span => {
      const kind = kinds[document.text.slice(start, end)] ?? 'Stone';
      return { ...span, start, end, category: span.category === 'Product' ? kind : span.category };
    };
    return { ...document, spans: document.spans.map(named) };
  });
  return { ...corpus, documents, categories: ['Person', 'Place', 'Lamp', 'Fan', 'Stone'] };
}

const target = smallSplits(10);
const corpora = {
  source: smallSplits(1, ['Product']),
  one: target,
  three: { train: withKinds(target.train), dev: withKinds(target.dev), test: withKinds(target.test) },
};

let engine: Engine;
beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora, 'wasm'));
});

describe.each(architectures)('$name', ({ name, settings }) => {
  let source: RunResult;
  const learning = { epochs: 20, learningRate: 0.02, batching: 'sentences', optimizer: settings.optimizer } as const;

  beforeAll(async () => {
    source = await engine.run(asking(training(name, learning), 'source'), () => {});
  });

  it('learns a small corpus', () => {
    expect(source.model.categories).toEqual(['Person', 'Place']);
    expect(source.tests.main.overall.f1).toBeGreaterThan(90);
  });

  it.each([
    { corpus: 'one', newCategories: ['Product'] },
    { corpus: 'three', newCategories: ['Lamp', 'Fan', 'Stone'] },
  ])('takes in $newCategories while the old hold', async ({ corpus, newCategories }) => {
    const configuration = adapting({ newCategories, initialisation: 'matched' }, learning);
    const { model, tests } = await engine.run(asking(configuration, corpus, source.model.id), () => {});
    expect(model.categories).toEqual(['Person', 'Place', ...newCategories]);
    for (const category of newCategories) expect(tests.main.categories[category]?.f1, category).toBeGreaterThan(80);
    for (const category of ['Person', 'Place']) {
      expect(tests.main.categories[category]?.f1, category).toBeGreaterThan(
        (tests.init?.categories[category]?.f1 ?? 100) - 5,
      );
    }
    await engine.removeModel(model.id);
  });

  it('comes back from its file with the same tags and confidences', async () => {
    const again = await engine.loadModel('again.graft', await engine.exportModel(source.model.id));
    const text = 'Ada moved to Velby and UNHEARD Ümlaut sold 12 Zephyrs';
    const before = await engine.tagText(source.model.id, text);
    expect(before.spans.length).toBeGreaterThan(0);
    expect(await engine.tagText(again.id, text)).toEqual(before);
    await engine.removeModel(again.id);
  });
});
