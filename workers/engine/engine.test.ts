import { beforeAll, describe, expect, it } from 'vitest';
import type { Corpus } from '../protocol/corpus.ts';
import type { Engine, ModelSummary, RunEvent, RunResult } from '../protocol/engine.ts';
import { restrictAnnotated } from '../text/categories.ts';
import { recorder, smallConfiguration, smallSplits, testEngine } from './testing.ts';

const corpora = {
  source: smallSplits(1, ['Product']),
  target: smallSplits(10),
  partial: { ...smallSplits(10), train: onlyProducts(smallSplits(10).train) },
};

function onlyProducts(corpus: Corpus): Corpus {
  return restrictAnnotated(corpus, ['Product']);
}

let engine: Engine;
let source: ModelSummary;

async function run(request: Parameters<Engine['run']>[0]): Promise<{ result: RunResult; events: RunEvent[] }> {
  const { events, record } = recorder();
  const result = await engine.run(request, record);
  if (!result) throw new Error(JSON.stringify(events.at(-1)));
  return { result, events };
}

beforeAll(async () => {
  engine = await testEngine(corpora);
  const { result } = await run({
    configuration: smallConfiguration('bilstm-crf', { epochs: 20 }),
    corpusId: 'source',
    name: 'source',
  });
  source = result.model;
});

describe('training a source model', () => {
  it('learns the corpus and says how well', () => {
    expect(source.categories).toEqual(['Person', 'Place']);
    expect(source.history).toHaveLength(1);
    expect(source.history[0]?.test?.overall.f1).toBeGreaterThan(90);
  });

  it('gives the same figures for the same seed, and others for another', async () => {
    const configuration = smallConfiguration('blstm', { epochs: 2 });
    const request = { configuration, corpusId: 'source', name: 'again' };
    const figures = ({ result }: { result: RunResult }) => result.epochs.map(({ loss, dev }) => ({ loss, dev }));
    const first = await run(request);
    const second = await run(request);
    const other = await run({ ...request, configuration: { ...configuration, seed: 4 } });
    expect(figures(second)).toEqual(figures(first));
    expect(figures(other)).not.toEqual(figures(first));
    for (const { result } of [first, second, other]) await engine.removeModel(result.model.id);
  });

  it('tells its progress: a start, steps, epochs, an end', async () => {
    const { result, events } = await run({
      configuration: smallConfiguration('blstm', { epochs: 2 }),
      corpusId: 'source',
      name: 'told',
    });
    expect(events[0]).toMatchObject({ type: 'started', sentences: 60, epochs: 2 });
    expect(events.filter(({ type }) => type === 'epoch')).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'step').at(-1)).toMatchObject({ epoch: 2, step: 8, steps: 8 });
    expect(events.at(-1)).toEqual({ type: 'finished', result });
    await engine.removeModel(result.model.id);
  });
});

describe('adapting', () => {
  const adaptation = { newCategories: ['Product'] };

  it.each(['zeros', 'normal', 'matched'] as const)(
    'learns a new category from %s rows while the old hold',
    async (initialisation) => {
      const { result } = await run({
        configuration: smallConfiguration('bilstm-crf', {}, { ...adaptation, initialisation }),
        modelId: source.id,
        corpusId: 'target',
        name: 'adapted',
      });
      expect(result.init?.categories.Product).toBeUndefined();
      expect(result.test.categories.Product?.f1).toBeGreaterThan(80);
      expect(result.test.categories.Person?.f1).toBeGreaterThan((result.init?.categories.Person?.f1 ?? 100) - 5);
      expect(result.model.categories).toEqual(['Person', 'Place', 'Product']);
      expect(result.model.history).toHaveLength(2);
      await engine.removeModel(result.model.id);
    },
  );

  it('tries every initialisation and keeps the best on dev', async () => {
    const { result, events } = await run({
      configuration: smallConfiguration('blstm', { epochs: 2 }, { ...adaptation, initialisation: 'best' }),
      modelId: (await trainedBlstm()).id,
      corpusId: 'target',
      name: 'best',
    });
    expect(Object.keys(result.initialisations ?? {})).toEqual(['zeros', 'normal', 'matched']);
    expect(events.filter(({ type }) => type === 'restarted')).toHaveLength(3);
    const best = Math.max(...Object.values(result.initialisations ?? {}));
    expect(Math.max(...result.epochs.map(({ dev }) => dev.overall.f1))).toBe(best);
  });

  it('keeps old categories by pseudo-labels where the target annotates the new one alone', async () => {
    const request = { modelId: source.id, corpusId: 'partial', name: 'partial' };
    const configured = (unannotated: 'pseudo' | 'as-o' | 'marginal') =>
      smallConfiguration('bilstm-crf', {}, { ...adaptation, unannotated });
    const pseudo = await run({ ...request, configuration: configured('pseudo') });
    const asO = await run({ ...request, configuration: configured('as-o') });
    const marginal = await run({ ...request, configuration: configured('marginal') });
    expect(pseudo.result.pseudoLabels.Person).toBeGreaterThan(10);
    expect(pseudo.result.test.categories.Person?.f1).toBeGreaterThan(80);
    const asOPerson = asO.result.test.categories.Person?.f1 ?? 0;
    expect(asOPerson).toBeLessThan(20);
    expect(marginal.result.test.categories.Person?.f1).toBeGreaterThan(asOPerson + 30);
    for (const { result } of [pseudo, asO, marginal]) {
      expect(result.test.categories.Product?.f1).toBeGreaterThan(80);
    }
  });

  it('changes the output layer alone when the rest is frozen', async () => {
    const { result } = await run({
      configuration: smallConfiguration('bilstm-crf', { epochs: 2 }, { ...adaptation, freeze: true }),
      modelId: source.id,
      corpusId: 'target',
      name: 'frozen',
    });
    const { unpackBundle } = await import('../bundle/bundle.ts');
    const before = unpackBundle('a.graft', await engine.exportModel(source.id)).weights;
    const after = unpackBundle('b.graft', await engine.exportModel(result.model.id)).weights;
    for (const [name, { shape, values }] of Object.entries(before)) {
      // What has grown, by words or by tags, has grown at its ends: the old entries keep their places.
      const kept = entriesWithin(shape, after[name] as Weights);
      const changed = kept.filter((value, n) => value !== values[n]).length;
      if (!/^(output|crf)\./.test(name)) expect(changed, name).toBe(0);
      // Transitions that the scheme forbids are never learned.
      else if (name.endsWith('transitions')) expect(changed, name).toBeGreaterThan(0);
      else expect(changed, name).toBe(values.length);
    }
  });

  it('also trains from random weights when asked to compare', async () => {
    const { result, events } = await run({
      configuration: smallConfiguration('bilstm-crf', { epochs: 2 }, { ...adaptation, compareWithRandom: true }),
      modelId: source.id,
      corpusId: 'target',
      name: 'compared',
    });
    expect(result.random?.epochs).toHaveLength(2);
    expect(events.some((event) => event.type === 'epoch' && event.stage === 'random')).toBe(true);
  });

  it('refuses a new category that is known or that the target lacks, naming what there is', async () => {
    const { events, record } = recorder();
    const request = { modelId: source.id, corpusId: 'target', name: 'wrong' };
    const wanting = (category: string) => smallConfiguration('bilstm-crf', {}, { newCategories: [category] });
    expect(await engine.run({ ...request, configuration: wanting('Person') }, record)).toBeNull();
    expect(await engine.run({ ...request, configuration: wanting('Vessel') }, record)).toBeNull();
    const problems = events.flatMap((event) => (event.type === 'failed' ? [event.problem] : []));
    expect(problems.map(({ code }) => code)).toEqual(['category-known', 'category-not-in-corpus']);
    expect(problems[1]?.message).toContain('Person, Place, Product');
  });

  it('plans what it would do without doing it', async () => {
    const plan = await engine.planAdaptation({
      configuration: smallConfiguration('bilstm-crf', {}, adaptation),
      modelId: source.id,
      corpusId: 'target',
      name: 'plan',
    });
    expect(plan).toMatchObject({ tagsBefore: 9, tagsAfter: 13, transitions: { before: 121, after: 225 } });
    expect(plan.categories.map(({ name, state }) => [name, state])).toEqual([
      ['Person', 'known'],
      ['Place', 'known'],
      ['Product', 'new'],
    ]);
    expect(plan.newWords).toBeGreaterThan(0);
  });

  async function trainedBlstm(): Promise<ModelSummary> {
    const { result } = await run({
      configuration: smallConfiguration('blstm', { epochs: 2 }),
      corpusId: 'source',
      name: 'blstm',
    });
    return result.model;
  }
});

describe('steering a run', () => {
  it('stands still while paused, goes on, and gives the figures of a run without a pause', async () => {
    const request = { configuration: smallConfiguration('blstm', { epochs: 2 }), corpusId: 'source', name: 'paused' };
    const straight = await run(request);
    const { events, record } = recorder();
    const running = engine.run(request, (event) => {
      record(event);
      if (event.type === 'epoch' && event.epoch === 1) void engine.pause();
    });
    await until(() => events.some(({ type }) => type === 'paused'));
    const told = events.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events).toHaveLength(told);
    await engine.resume();
    const result = await running;
    expect(result?.epochs.map(({ loss }) => loss)).toEqual(straight.result.epochs.map(({ loss }) => loss));
  });

  it('stops between two steps and keeps the best epoch so far', async () => {
    const request = { configuration: smallConfiguration('blstm', { epochs: 50 }), corpusId: 'source', name: 'stopped' };
    const { record } = recorder();
    const result = await engine.run(request, (event) => {
      record(event);
      if (event.type === 'epoch' && event.epoch === 2) void engine.stop();
    });
    expect(result?.stopped).toBe('by the user');
    expect(result?.epochs.length).toBeLessThan(4);
    expect(result?.test.overall.support).toBeGreaterThan(0);
  });

  it('refuses a second run while one is going on', async () => {
    const request = { configuration: smallConfiguration('blstm', { epochs: 1 }), corpusId: 'source', name: 'one' };
    const first = engine.run(request, () => {});
    await expect(engine.run(request, () => {})).rejects.toThrow(/Another run is going on/);
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
    const { scores, errors, confusion } = await engine.evaluate(source.id, 'target', 'test');
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

interface Weights {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** The entries of a tensor whose indices a smaller shape has as well, in the smaller one's order. */
function entriesWithin([first = 1, ...inner]: readonly number[], { shape, values }: Weights): number[] {
  if (shape.length === 0) return Array.from(values);
  const stride = values.length / (shape[0] as number);
  return Array.from({ length: first }, (_, at) => {
    const part = Array.from(values).slice(at * stride, (at + 1) * stride);
    return entriesWithin(inner, { shape: shape.slice(1), values: part });
  }).flat();
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
