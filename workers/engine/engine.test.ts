import { beforeAll, describe, expect, it } from 'vitest';
import { runsOf } from '../models/testing.ts';
import { type AdaptationConfiguration, defaultAdaptation } from '../protocol/configuration.ts';
import type { Corpus } from '../protocol/corpus.ts';
import type { Engine, RunEvent, RunResult } from '../protocol/engine.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { adaptationSettings } from '../protocol/settings.ts';
import { restrictAnnotated } from '../text/categories.ts';
import { initialisationsTried, mainStage } from '../text/runResult.ts';
import { adapting, asking, recorder, smallSplits, testEnvironment, training } from './testing.ts';

const corpora = {
  source: smallSplits(1, ['Product']),
  target: smallSplits(10),
  foreign: smallSplits(20, ['Person', 'Place']),
  partial: { ...smallSplits(10), train: onlyProducts(smallSplits(10).train) },
};

function onlyProducts(corpus: Corpus): Corpus {
  return restrictAnnotated(corpus, ['Product']);
}

let engine: Engine;
let source: ModelSummary;

async function run(request: Parameters<Engine['run']>[0]): Promise<{ result: RunResult; events: RunEvent[] }> {
  const { events, record } = recorder();
  return { result: await engine.run(request, record), events };
}

const adapt = (...[adaptation, changes]: Parameters<typeof adapting>) =>
  run(asking(adapting(adaptation, changes), 'target', source.id));

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora));
  const { result } = await run(asking(training('bilstm-crf', { epochs: 20 }), 'source'));
  source = result.model;
});

describe('adapting to a corpus of which no category is known or new', () => {
  it.each(['as-o', 'pseudo', 'marginal'] as const)(
    'is refused, since there is nothing to learn: %s',
    async (unannotated) => {
      await expect(run(asking(adapting({ unannotated }), 'foreign', source.id))).rejects.toMatchObject({
        problem: { code: 'nothing-to-learn' },
      });
    },
  );
});

describe('training a source model', () => {
  it('learns the corpus and says how well', () => {
    expect(source.categories).toEqual(['Person', 'Place']);
    expect(source.history).toHaveLength(1);
    expect(runsOf(source)[0]?.test?.overall.f1).toBeGreaterThan(90);
  });

  it('gives the same figures for the same seed, and others for another', async () => {
    const configuration = training('blstm', { epochs: 2 });
    const figures = ({ result }: { result: RunResult }) =>
      mainStage(result).records.map(({ loss, dev, devLoss }) => ({ loss, dev, devLoss }));
    const first = await run(asking(configuration, 'source'));
    const second = await run(asking(configuration, 'source'));
    const other = await run(asking({ ...configuration, seed: 4 }, 'source'));
    expect(figures(second)).toEqual(figures(first));
    expect(figures(other)).not.toEqual(figures(first));
    for (const { result } of [first, second, other]) await engine.removeModel(result.model.id);
  });

  it('writes into the history what the corpus is called now, which makes no other revision of it', async () => {
    const request = asking(training('blstm', { epochs: 1 }), 'source');
    const target = { ...request.corpora.target, name: 'renamed' };
    const { result } = await run({ ...request, corpora: { target } });
    expect(runsOf(result.model)[0]?.corpus).toBe('renamed');
    await engine.removeModel(result.model.id);
  });

  it('tells its progress: a start, a stage, steps, epochs, an end', async () => {
    const { result, events } = await run(asking(training('blstm', { epochs: 2 }), 'source'));
    expect(events[0]).toMatchObject({ type: 'started', sentences: 60 });
    expect(events.find(({ type }) => type === 'stage')).toMatchObject({ stage: { id: 'main', epochs: 2 } });
    expect(events.filter(({ type }) => type === 'epoch')).toHaveLength(2);
    const step = { stage: 'main', task: 'target', epoch: 2, step: 8, steps: 8 };
    expect(events.filter(({ type }) => type === 'step').at(-1)).toMatchObject(step);
    expect(events.at(-1)).toMatchObject({ type: 'finished', result });
    expect(new Set(events.map(({ runId }) => runId))).toEqual(new Set([result.runId]));
    await engine.removeModel(result.model.id);
  });
});

describe('adapting', () => {
  const newProduct = { newCategories: ['Product'] };

  it.each(['zeros', 'normal', 'matched'] as const)(
    'learns a new category from %s rows while the old hold',
    async (initialisation) => {
      const { result } = await adapt({ ...newProduct, initialisation });
      const { init, main } = result.tests;
      expect(init?.categories.Product).toBeUndefined();
      expect(main.categories.Product?.f1).toBeGreaterThan(80);
      expect(main.categories.Person?.f1).toBeGreaterThan((init?.categories.Person?.f1 ?? 100) - 5);
      expect(result.model.categories).toEqual(['Person', 'Place', 'Product']);
      expect(result.model.history).toHaveLength(2);
      await engine.removeModel(result.model.id);
    },
  );

  it('tries every initialisation and keeps the best on dev', async () => {
    const { result, events } = await adapt({ ...newProduct, initialisation: 'best' }, { epochs: 2 });
    const tried = initialisationsTried(result) ?? {};
    expect(Object.keys(tried)).toEqual(['zeros', 'normal', 'matched']);
    expect(events.flatMap((event) => (event.type === 'stage' ? [event.stage.id] : []))).toEqual(Object.keys(tried));
    expect(Math.max(...mainStage(result).records.map(({ dev }) => dev.overall.f1))).toBe(
      Math.max(...Object.values(tried)),
    );
  });

  it('keeps old categories by pseudo-labels where the target annotates the new one alone', async () => {
    const treated = (unannotated: 'pseudo' | 'as-o' | 'marginal') =>
      run(asking(adapting({ ...newProduct, unannotated }), 'partial', source.id));
    const [pseudo, asO, marginal] = [await treated('pseudo'), await treated('as-o'), await treated('marginal')];
    expect(pseudo.result.pseudoLabels.Person).toBeGreaterThan(10);
    // At the end: the best epoch may be one in which nothing was forgotten yet.
    const person = ({ result }: { result: RunResult }) =>
      mainStage(result).records.at(-1)?.dev.categories.Person?.f1 ?? 0;
    expect(person(pseudo)).toBeGreaterThan(80);
    expect(person(asO)).toBeLessThan(20);
    expect(person(marginal)).toBeGreaterThan(person(asO) + 30);
    for (const { result } of [pseudo, asO, marginal]) {
      expect(result.tests.main.categories.Product?.f1).toBeGreaterThan(80);
    }
  });

  it('evaluates both models as the run scored them, where it is told of the adaptation', async () => {
    // Nobody looked for Place here, by the run's account: to find one is no mistake of the model's.
    const adaptation = {
      ...defaultAdaptation,
      ...newProduct,
      annotated: ['Person', 'Product'],
      categoryMap: { Place: null },
    };
    const request = asking(adapting(adaptation, { epochs: 2 }), 'target', source.id);
    const { tests, model } = (await run(request)).result;
    const evaluated = async (id: string, told?: AdaptationConfiguration) =>
      (await engine.evaluate(id, request.corpora.target, 'test', undefined, told)).scores;
    expect(await evaluated(model.id, adaptation)).toEqual(tests.main);
    expect(await evaluated(source.id, adaptation)).toEqual(tests.init);
    expect(await evaluated(model.id)).not.toEqual(tests.main);
    await engine.removeModel(model.id);
  });

  it('names in its model the settings that it was trained with, and a second adaptation goes on at their rate', async () => {
    const settings = adaptationSettings(source);
    expect(settings.learningRate).toBe(source.settings.learningRate / 2);
    const { result } = await adapt(newProduct, { ...settings, epochs: 1 });
    expect(result.model.settings).toMatchObject({ learningRate: settings.learningRate, epochs: 1 });
    expect(adaptationSettings(result.model).learningRate).toBe(settings.learningRate);
    const { unpackBundle } = await import('../bundle/bundle.ts');
    const state = unpackBundle('a.graft', await engine.exportModel(result.model.id));
    expect(state.settings).toEqual(result.model.settings);
  });

  it('refuses a new category that is known or that the target lacks, naming what there is', async () => {
    await expect(adapt({ newCategories: ['Person'] })).rejects.toMatchObject({ problem: { code: 'category-known' } });
    await expect(adapt({ newCategories: ['Vessel'] })).rejects.toMatchObject({
      problem: { code: 'category-not-in-corpus', message: expect.stringContaining('Person, Place, Product') },
    });
  });

  it('plans what it would do without doing it', async () => {
    const plan = await engine.planAdaptation(asking(adapting(newProduct), 'target', source.id));
    expect(plan).toMatchObject({ tagsBefore: 9, tagsAfter: 13, transitions: { before: 121, after: 225 } });
    expect(plan.categories.map(({ name, state }) => [name, state])).toEqual([
      ['Person', 'known'],
      ['Place', 'known'],
      ['Product', 'new'],
    ]);
    expect(plan.newWords).toBeGreaterThan(0);
  });
});

describe('steering a run', () => {
  const request = (epochs: number) => asking(training('blstm', { epochs }), 'source');

  it('stands still while paused, goes on, and gives the figures of a run without a pause', async () => {
    const straight = await run(request(2));
    const { events, record } = recorder();
    const running = engine.run(request(2), (event) => {
      record(event);
      if (event.type === 'epoch' && event.epoch === 1) void engine.pause(event.runId);
    });
    await until(() => events.some(({ type }) => type === 'paused'));
    const told = events.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events).toHaveLength(told);
    // Another run's name moves nothing.
    await engine.resume('run 0');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(events).toHaveLength(told);
    await engine.resume(events[0]?.runId ?? '');
    const losses = (result: RunResult) => mainStage(result).records.map(({ loss }) => loss);
    expect(losses(await running)).toEqual(losses(straight.result));
  });

  it('stops between two steps and keeps the best epoch so far', async () => {
    const result = await engine.run(request(50), (event) => {
      if (event.type === 'epoch' && event.epoch === 2) void engine.stop(event.runId);
    });
    const { stopped, records } = mainStage(result);
    expect(stopped).toBe('by the user');
    expect(records.length).toBeLessThan(4);
    expect(result.tests.main.overall.support).toBeGreaterThan(0);
  });

  it('that is stopped before its first epoch has ended leaves no model', async () => {
    const stopped = engine.run(request(50), (event) => {
      if (event.type === 'stage') void engine.stop(event.runId);
    });
    await expect(stopped).rejects.toMatchObject({ problem: { code: 'run-stopped' } });
  });

  it('refuses a second run while one is going on', async () => {
    const first = engine.run(request(1), () => {});
    await expect(engine.run(request(1), () => {})).rejects.toThrow(/Another run is going on/);
    await first;
  });
});

describe('a model in use', () => {
  it('tags raw text with offsets and confidences', async () => {
    const text = 'Ada moved to Velby';
    const { spans } = await engine.tagText(source.id, text);
    expect(spans.map(({ start, end, category }) => [text.slice(start, end), category])).toEqual([
      ['Ada', 'Person'],
      ['Velby', 'Place'],
    ]);
    for (const { confidence } of spans) expect(confidence).toBeGreaterThan(0.5);
  });

  it('survives export and import with its tags', async () => {
    const again = await engine.loadModel('source.graft', await engine.exportModel(source.id));
    expect(again).toEqual({ ...source, id: again.id });
    const text = 'is Orrick far ?';
    expect(await engine.tagText(again.id, text)).toEqual(await engine.tagText(source.id, text));
  });

  it('moves with the backend, and stays where that cannot be had', async () => {
    const text = 'is Orrick far ?';
    const before = await engine.tagText(source.id, text);
    expect((await engine.chooseBackend('cpu')).name).toBe('cpu');
    expect(await engine.tagText(source.id, text)).toEqual(before);
    await expect(engine.chooseBackend('webgpu')).rejects.toThrow('None.');
    expect(await engine.tagText(source.id, text)).toEqual(before);
  });

  it('lists the sentences that it gets wrong, by kind', async () => {
    const target = { id: 'target', revision: 1 };
    const { scores, errors, confusion } = await engine.evaluate(source.id, target, 'test');
    expect(scores.categories.Product?.recall).toBe(0);
    expect(confusion.labels.at(-1)).toBe('no span');
    const wrong = errors.flatMap((sentence) => sentence.errors);
    expect(wrong.filter(({ gold }) => gold).length).toBe(scores.overall.support - scores.overall.correct);
    expect(wrong.filter(({ predicted }) => predicted).length).toBe(scores.overall.predicted - scores.overall.correct);
    for (const { text, errors: found } of errors) {
      for (const { gold } of found) if (gold) expect(text.slice(gold.start, gold.end)).not.toMatch(/^\s|\s$/);
    }
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
