/** What an adaptation is held against, and how its corpus is taken. */
import { beforeAll, describe, expect, it } from 'vitest';
import { bilstmCrf } from '../protocol/architectures/bilstmCrf.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import type { Engine } from '../protocol/engine.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { restrictAnnotated } from '../text/categories.ts';
import { documentFromWords } from '../text/documents.ts';
import { runReport } from '../text/runReport.ts';
import { comparisonStage, mainStage } from '../text/runResult.ts';
import { mapSplits } from '../text/splits.ts';
import { comparisonSettings } from './runs/comparison.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

/** Sentences in which every word has the tag of its kind. */
function tagSplits(tags: Readonly<Record<string, string>>): Splits {
  const words = Object.keys(tags);
  const part = (shift: number): Corpus => ({
    name: 'tags',
    kind: 'tags',
    categories: [...new Set(Object.values(tags))],
    documents: Array.from({ length: 24 }, (_, index) => {
      const sentence = words.map((_, place) => words[(place * (index + shift) + index) % words.length] as string);
      return documentFromWords({ id: `${index}`, annotated: 'all' }, [
        { words: sentence, tags: sentence.map((word) => tags[word] as string) },
      ]);
    }),
  });
  return { train: part(1), dev: part(2), test: part(3) };
}

const onlyProducts = (corpus: Corpus) => restrictAnnotated(corpus, ['Product']);
const unmarked = mapSplits(smallSplits(3), (corpus) => ({
  ...corpus,
  categories: [],
  documents: corpus.documents.map((document) => ({ ...document, spans: [] })),
}));
const corpora: Readonly<Record<string, Splits>> = {
  source: smallSplits(1, ['Product']),
  target: smallSplits(10),
  /** Nobody looked for anything but products, in any part. */
  products: mapSplits(smallSplits(10), onlyProducts),
  unmarked,
  pos: tagSplits({ the: 'DET', cat: 'NOUN', sees: 'VERB', a: 'DET', dog: 'NOUN' }),
  morePos: tagSplits({ the: 'DET', cat: 'NOUN', sees: 'VERB', quickly: 'ADV', dog: 'NOUN' }),
};

let engine: Engine;
let source: ModelSummary;
let tagger: ModelSummary;

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora));
  const train = async (corpus: string) =>
    (await engine.run(asking(training('bilstm-crf', { epochs: 8 }), corpus), () => {})).model;
  [source, tagger] = [await train('source'), await train('pos')];
});

describe('the comparison from random weights', () => {
  it('learns at its architecture’s own rate, for as many epochs as it can use', async () => {
    const configuration = adapting(
      { newCategories: ['Product'], compareWithRandom: true },
      { learningRate: 0.001, layerDecay: 0.5, epochs: 2, patience: 2, batchSize: 4, dropout: 0.2 },
    );
    const result = await engine.run(asking(configuration, 'target', source.id), () => {});
    const stage = comparisonStage(result);
    expect(mainStage(result).settings.learningRate).toBe(0.001);
    expect(stage?.settings).toMatchObject({
      learningRate: bilstmCrf.settings.learningRate,
      layerDecay: 1,
      batchSize: 4,
      dropout: 0.2,
    });
    // The adaptation had two epochs; from nothing these find no entity.
    expect(stage?.records.length).toBeGreaterThan(10);
    expect(result.tests.random?.overall.f1).toBeGreaterThan(80);
    const report = JSON.parse(JSON.stringify(runReport(result, configuration, null)));
    expect(report.random.test.overall.f1).toBe(result.tests.random?.overall.f1);
    expect(
      report.stages.map(({ id, role, settings }: { id: string; role: string; settings: { learningRate: number } }) => [
        id,
        role,
        settings.learningRate,
      ]),
    ).toEqual([
      ['matched', 'main', 0.001],
      ['random', 'comparison', bilstmCrf.settings.learningRate],
    ]);
  });

  it('takes the optimizer with the rate that belongs to it', () => {
    const run = { ...bilstmCrf.settings, optimizer: 'sgd', learningRate: 0.5, epochs: 1000, patience: 50 } as const;
    expect(comparisonSettings('bilstm-crf', run)).toMatchObject({
      optimizer: bilstmCrf.settings.optimizer,
      learningRate: bilstmCrf.settings.learningRate,
      epochs: 1000,
      patience: 50,
    });
  });
});

describe('what nobody looked for', () => {
  it('is unknown in dev and test as well: neither right nor wrong', async () => {
    const configuration = adapting({ newCategories: ['Product'], annotated: ['Product'], unannotated: 'pseudo' });
    const { tests } = await engine.run(asking(configuration, 'products', source.id), () => {});
    for (const scores of [tests.init, tests.main]) {
      const { support = 0, predicted = 0 } = scores?.categories.Person ?? {};
      expect({ support, predicted }).toEqual({ support: 0, predicted: 0 });
    }
    expect(tests.main.overall.f1).toBe(tests.main.categories.Product?.f1);
    expect(tests.main.overall.f1).toBeGreaterThan(80);
  });

  it('by the user’s word alone is measured all the same where a part’s own spans show that somebody looked', async () => {
    const configuration = adapting({ newCategories: ['Product'], annotated: ['Product'] }, { epochs: 2 });
    const { tests, pseudoLabels } = await engine.run(asking(configuration, 'target', source.id), () => {});
    expect(pseudoLabels.Person).toBeGreaterThan(0);
    expect(tests.main.categories.Person?.support).toBeGreaterThan(0);
  });
});

describe('a model of one tag a token', () => {
  it('is adapted, with new tags and without', async () => {
    const more = await engine.run(asking(adapting({ newCategories: ['ADV'] }), 'morePos', tagger.id), () => {});
    expect(more.model.categories).toEqual(['DET', 'NOUN', 'VERB', 'ADV']);
    expect(more.tests.main.overall.f1).toBeGreaterThan(90);
    const same = await engine.run(asking(adapting({}, { epochs: 1 }), 'pos', tagger.id), () => {});
    expect(same.model.tags).toEqual(tagger.tags);
  });

  it('says what to do about a tag that it does not know', async () => {
    await expect(engine.run(asking(adapting({}), 'morePos', tagger.id), () => {})).rejects.toMatchObject({
      problem: { message: expect.stringContaining('ADV') },
    });
  });
});

describe('a corpus that does not go with what is asked', () => {
  it('is refused where model and corpus are of different kinds', async () => {
    const kind = { problem: { code: 'corpus-kind' } };
    const pos = { id: 'pos', revision: 1 };
    await expect(engine.evaluate(source.id, pos, 'test')).rejects.toMatchObject(kind);
    await expect(engine.tagCorpus(source.id, pos, 'test', 'conll-iob2')).rejects.toMatchObject(kind);
    await expect(engine.evaluate(tagger.id, { id: 'target', revision: 1 }, 'test')).rejects.toMatchObject(kind);
    await expect(engine.run(asking(adapting({}), 'pos', source.id), () => {})).rejects.toMatchObject(kind);
  });

  it('is tagged where it holds no annotation, whatever its kind', async () => {
    expect(await engine.tagCorpus(tagger.id, { id: 'unmarked', revision: 1 }, 'test', 'conll-iob2')).toMatch(
      /NOUN|DET|VERB/,
    );
  });

  it('is refused where nothing is annotated: a model without categories would come of it', async () => {
    await expect(engine.run(asking(training('blstm'), 'unmarked'), () => {})).rejects.toMatchObject({
      problem: { code: 'nothing-annotated' },
    });
  });
});
