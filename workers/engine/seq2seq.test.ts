/** The Seq2Seq tagger through whole runs: trained, adapted, refused where it cannot learn, and out of a file again. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import type { Engine, RunResult } from '../protocol/engine.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { restrictAnnotated } from '../text/categories.ts';
import { withSpans } from '../text/spans.ts';
import { hideCategories, mapSplits } from '../text/splits.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

/** Towns among the places: a fourth category. */
const withTowns = (corpus: Corpus): Corpus => ({
  ...corpus,
  categories: [...corpus.categories, 'Town'],
  documents: corpus.documents.map((document) =>
    withSpans(
      document,
      document.spans.map((span) =>
        /Velby|Orrick/.test(document.text.slice(span.start, span.end)) ? { ...span, category: 'Town' } : span,
      ),
    ),
  ),
});

const whole = (seed: number): Splits => mapSplits(smallSplits(seed), withTowns);
const hiding = (splits: Splits, ...categories: string[]) =>
  mapSplits(splits, (corpus) => hideCategories(corpus, categories));

const corpora = {
  people: hiding(whole(1), 'Place', 'Product', 'Town'),
  withoutProducts: hiding(whole(1), 'Product'),
  target: whole(10),
  onlyProducts: mapSplits(whole(10), (corpus) => restrictAnnotated(corpus, ['Product'])),
};

type Adaptation = Parameters<typeof adapting>[0];

let engine: Engine;

const train = async (corpus: keyof typeof corpora, epochs = 12): Promise<ModelSummary> =>
  (await engine.run(asking(training('seq2seq', { epochs }), corpus), () => {})).model;

const adapt = (source: ModelSummary, corpus: keyof typeof corpora, ...given: Parameters<typeof adapting>) =>
  engine.run(asking(adapting(...given), corpus, source.id), () => {});

const f1 = ({ tests }: RunResult) => tests.main.overall.f1;

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora, 'wasm'));
});

describe('a Seq2Seq tagger', () => {
  it('takes in one new category, by each way that new rows begin, and keeps what it knew', async () => {
    const source = await train('withoutProducts', 24);
    const result = await adapt(
      source,
      'target',
      { newCategories: ['Product'], initialisation: 'best' },
      { epochs: 14 },
    );
    expect(result.stages.map(({ id }) => id)).toEqual(['zeros', 'normal', 'matched']);
    expect(result.model.categories).toEqual([...source.categories, 'Product']);
    expect(result.model.tags.slice(0, source.tags.length)).toEqual(source.tags);
    expect(f1(result)).toBeGreaterThan(80);
    expect(result.tests.init?.overall.f1).toBeGreaterThan(75);
  });

  it('takes in three new categories at once', async () => {
    const source = await train('people');
    const newCategories = ['Place', 'Product', 'Town'];
    const result = await adapt(source, 'target', { newCategories, compareWithRandom: true }, { epochs: 12 });
    expect(result.model.tags).toHaveLength(1 + 4 * 4);
    expect(f1(result)).toBeGreaterThan(80);
    expect(result.tests.random).toBeDefined();
  });

  it('learns with the rest frozen what its states tell apart, and from what the source labels for it', async () => {
    const source = await train('withoutProducts', 40);
    const adaptation: Adaptation = { newCategories: ['Product'], unannotated: 'pseudo', freeze: true };
    const result = await adapt(source, 'onlyProducts', adaptation, { epochs: 40, patience: 40, learningRate: 0.1 });
    expect(Object.values(result.pseudoLabels).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
    // Of products alone, which its source was taught to be none: the states still tell some of them from other words.
    expect(f1(result)).toBeGreaterThan(30);
  });

  it('comes out of a file with the same tags and confidences, also after its categories were edited', async () => {
    const trained = await train('target', 6);
    const edited = await engine.mapCategories(trained.id, { Town: 'Place', Product: 'Thing', Person: null });
    const text = 'Ada moved to Velby. Tomas sold the Lumo. Is Kestrel far?';
    for (const { id, name } of [trained, edited]) {
      const tagged = await engine.tagText(id, text);
      const again = await engine.loadModel(name, await engine.exportModel(id));
      expect(await engine.tagText(again.id, text)).toEqual(tagged);
      for (const { confidence } of tagged.spans) expect(confidence).toBeGreaterThan(0);
    }
    expect(edited.tags).toHaveLength(1 + 2 * 4);
  });

  it('may be used with another beam than it was made with; a model that has none is refused one', async () => {
    const trained = await train('target');
    const bytes = await engine.exportModel(trained.id);
    const wide = await engine.loadModel('wide', bytes, { beamWidth: 8 });
    expect(wide.specification.output).toEqual({ ...trained.specification.output, beamWidth: 8 });
    const score = async ({ id }: ModelSummary) =>
      (await engine.evaluate(id, { id: 'target', revision: 1 }, 'dev')).scores.overall.f1;
    expect(await score(wide)).toBeGreaterThan(0.9 * (await score(trained)));
    const chain = (await engine.run(asking(training('bilstm-crf', { epochs: 1 }), 'target'), () => {})).model;
    await expect(engine.loadModel('no', await engine.exportModel(chain.id), { beamWidth: 2 })).rejects.toThrow(/CRF/);
  });

  it('is refused beforehand what it cannot learn from: tokens of which several tags are possible', async () => {
    const source = await train('withoutProducts', 1);
    const configuration = adapting({ newCategories: ['Product'], unannotated: 'marginal' });
    const request = asking(configuration, 'onlyProducts', source.id);
    const refused = expect.objectContaining({ problem: expect.objectContaining({ code: 'output-partial' }) });
    await expect(engine.planAdaptation(request)).rejects.toEqual(refused);
    await expect(engine.run(request, () => {})).rejects.toEqual(refused);
    // Where everything was looked for, nothing is open.
    const complete = await engine.planAdaptation(asking(configuration, 'target', source.id));
    expect(complete.transitions).toBeNull();
    await expect(engine.run(asking(training('seq2seq'), 'onlyProducts'), () => {})).rejects.toEqual(refused);
  });
});
