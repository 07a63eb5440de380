/** An adaptation whose model asks its source model as well. */
import { beforeAll, describe, expect, it } from 'vitest';
import { unpackBundle } from '../bundle/bundle.ts';
import type { ModelState } from '../models/state.ts';
import type { Splits } from '../protocol/corpus.ts';
import type { RunResult } from '../protocol/engine.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { mapCategories, restrictAnnotated } from '../text/categories.ts';
import { runReport } from '../text/runReport.ts';
import { mapSplits } from '../text/splits.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

const corpora: Readonly<Record<string, Splits>> = {
  known: smallSplits(1, ['Product']),
  /** Sentences without anything of what the source model knows, which drifts away meanwhile. */
  target: mapSplits(smallSplits(10), (corpus) => {
    const documents = corpus.documents.filter(({ spans }) => spans.every(({ category }) => category === 'Product'));
    return restrictAnnotated({ ...corpus, documents }, ['Product']);
  }),
  /** What the source model calls a place is called a town here. */
  towns: mapSplits(smallSplits(10), (corpus) =>
    mapCategories(restrictAnnotated(corpus, ['Place', 'Person']), { Place: 'Town', Product: null }),
  ),
};
const target = { id: 'target', revision: 1 };
const forgetful = { newCategories: ['Product'], unannotated: 'as-o' as const };
const wanted = adapting(forgetful).adaptation;
const text = 'Ada moved to Velby. My Quartz is broken. Is Orrick far? Odile sold the Lumo.';

let engine: Awaited<ReturnType<typeof testEnvironment>>['engine'];
let source: ModelSummary;

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora, 'wasm'));
  const learning = { ...training('bilstm-crf', { epochs: 12, batchTokens: 40 }), importance: true };
  ({ model: source } = await engine.run(asking(learning, 'known'), () => {}));
});

function adapted(
  adaptation: Parameters<typeof adapting>[0],
  { corpus = 'target', from = source.id, epochs = 5 } = {},
): Promise<RunResult> {
  const request = asking(adapting(adaptation, { epochs }), corpus, from);
  const yardstick = { id: 'known', revision: 1 };
  return engine.run({ ...request, corpora: { ...request.corpora, yardstick } }, () => {});
}

const stateOf = async ({ id }: ModelSummary): Promise<ModelState> =>
  unpackBundle('a.graft', await engine.exportModel(id));

const kept = ({ yardstick }: RunResult) => yardstick?.after.overall.f1 as number;

const isAsked = (name: string) => name.startsWith('consulted.');

describe('an adaptation that asks its source model as well', () => {
  it('keeps more, by a share that is given, and says so', async () => {
    const [plain, asks] = [await adapted(forgetful), await adapted({ ...forgetful, consult: 0.4 })];
    expect(kept(asks)).toBeGreaterThan(kept(plain));
    expect(asks.tests.main.overall.f1).toBeGreaterThanOrEqual(plain.tests.main.overall.f1);
    expect(plain.consulted).toBeUndefined();
    const { scores } = await engine.evaluate(asks.model.id, target, 'dev', undefined, wanted);
    expect(asks.consulted).toEqual({ share: 0.4, dev: scores });
    expect(asks.model.history.at(-1)).toMatchObject({ consulted: asks.consulted });
    expect(runReport(asks, adapting(forgetful), null)).toMatchObject({ consulted: asks.consulted });
    expect(asks.model.specification.consulted).toMatchObject({ share: 0.4, categories: source.categories });
    expect(asks.model.parameters).toBeGreaterThan(1.8 * source.parameters);
  });

  it('takes the largest share that costs nothing on dev', async () => {
    const { consulted } = await adapted({ ...forgetful, consult: 'best' });
    const { share, dev } = consulted ?? expect.fail('nothing was chosen');
    const shares = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5];
    expect(shares).toContain(share);
    const plain = await adapted(forgetful);
    const { scores } = await engine.evaluate(plain.model.id, target, 'dev', undefined, wanted);
    const enough = scores.overall.f1 - 0.25;
    expect(dev.overall.f1).toBeGreaterThanOrEqual(enough);
    for (const larger of shares.filter((each) => each > share)) {
      const other = await adapted({ ...forgetful, consult: larger });
      expect(other.consulted?.dev.overall.f1).toBeLessThan(enough);
    }
  });

  it('takes the share that is best by dev and yardstick where the yardstick counts', async () => {
    const weighed = { ...forgetful, yardstickWeight: 0.5 };
    const best = await adapted({ ...weighed, consult: 'best' });
    const score = (run: RunResult) => 0.5 * (run.consulted?.dev.overall.f1 as number) + 0.5 * kept(run);
    for (const consult of [0.05, 0.25, 0.5])
      expect(score(best)).toBeGreaterThanOrEqual(score(await adapted({ ...weighed, consult })));
    expect(best.consulted?.share).toBeGreaterThan(0);
  });

  it('is mixed with it first, where that is wanted as well', async () => {
    const mixed = await adapted({ ...forgetful, mix: true });
    const both = await adapted({ ...forgetful, mix: true, consult: 'best' });
    expect(both.mixed).toEqual(mixed.mixed);
    expect(both.consulted?.share).toBeGreaterThan(0);
    expect(kept(both)).toBeGreaterThanOrEqual(kept(mixed));
  });

  it('asks of a kind of a known category what the source says of that category', async () => {
    const learned = {
      newCategories: ['Town', 'Someone'],
      categoryMap: { Person: 'Someone' },
      kinds: { Town: 'Place' },
    };
    const { model } = await adapted({ ...learned, consult: 0.3 }, { corpus: 'towns' });
    const { weights, tags } = await stateOf(model);
    const [features = 0] = weights['outputLayer.weights']?.shape ?? [];
    const values = weights['outputLayer.weights']?.values ?? new Float32Array();
    const added = source.tags.length + 1;
    const readBy = (tag: string) =>
      Array.from(
        { length: added },
        (_, row) => values[(features - added + row) * tags.length + tags.indexOf(tag)],
      ).flatMap((value, row) => (value === 0 ? [] : [[source.tags[row] ?? 'largest', value]]));
    const share = Math.fround(0.3);
    expect(readBy('O')).toEqual([['O', share]]);
    expect(readBy('S-Person')).toEqual([['S-Person', share]]);
    expect(readBy('B-Town')).toEqual([['B-Place', share]]);
    expect(readBy('E-Someone')).toEqual([['largest', share]]);
  });

  it('tags the same from its file, which is of the latest version and whose card says so', async () => {
    const { model } = await adapted({ ...forgetful, consult: 0.3 });
    const again = await engine.loadModel('again.graft', await engine.exportModel(model.id));
    expect(await engine.tagText(again.id, text)).toEqual(await engine.tagText(model.id, text));
    expect(again.specification).toEqual(model.specification);
    const comparison = await engine.compareModels(model.id, again.id, target, 'test', {
      samples: 10,
    });
    expect(comparison.scores[0]).toEqual(comparison.scores[1]);
  });

  it('learns more without changing what it asks, and with it the weights that matter', async () => {
    const first = await adapted({ ...forgetful, consult: 0.3 });
    const learned = { newCategories: ['Town'], kinds: { Town: 'Place' }, pull: 1, distil: 1 };
    const second = await adapted(learned, { corpus: 'towns', from: first.model.id });
    const [before, after] = [await stateOf(first.model), await stateOf(second.model)];
    expect(after.specification.consulted).toEqual(before.specification.consulted);
    for (const [name, { values }] of Object.entries(before.weights).filter(([each]) => isAsked(each)))
      expect(after.weights[name]?.values, name).toEqual(values);
    expect(after.weights['outputLayer.weights']?.values).not.toEqual(before.weights['outputLayer.weights']?.values);
    expect(Object.keys(after.importance ?? {}).filter(isAsked)).toEqual([]);
    expect(after.importance?.['outputLayer.weights']?.shape).toEqual(after.weights['outputLayer.weights']?.shape);
    expect(second.tests.main.overall.f1).toBeGreaterThan(50);
  });

  it('asks the whole of a source model that asks another one itself', async () => {
    const first = await adapted({ ...forgetful, consult: 0.3 });
    const learned = { newCategories: ['Town'], consult: 0.2 };
    const second = await adapted(learned, { corpus: 'towns', from: first.model.id });
    const [before, after] = [await stateOf(first.model), await stateOf(second.model)];
    const { consulted } = after.specification;
    expect(consulted?.categories).toEqual(['Person', 'Place', 'Product']);
    expect(consulted?.specification.consulted).toEqual(before.specification.consulted);
    for (const [name, { values }] of Object.entries(before.weights)) {
      if (!name.startsWith('transitions.')) expect(after.weights[`consulted.${name}`]?.values, name).toEqual(values);
    }
    expect(Object.keys(after.weights).filter((name) => name.startsWith('consulted.consulted.'))).not.toEqual([]);
    expect(second.tests.main.overall.f1).toBeGreaterThan(50);
  });

  it('is edited as any other: renamed, it finds the same under the new name', async () => {
    const { model } = await adapted({ ...forgetful, consult: 0.3 });
    const renamed = await engine.mapCategories(model.id, { Place: 'Town' });
    const merged = await engine.mapCategories(model.id, { Person: 'Name', Place: 'Name' });
    const categoriesIn = async ({ id }: ModelSummary) =>
      (await engine.tagText(id, text)).spans.map(({ category }) => category);
    const found = await categoriesIn(model);
    expect(found).toContain('Place');
    expect(await categoriesIn(renamed)).toEqual(found.map((name) => (name === 'Place' ? 'Town' : name)));
    expect(merged.categories).toEqual(['Name', 'Product']);
    expect(await categoriesIn(merged)).toContain('Name');
    expect(merged.specification.consulted).toEqual(model.specification.consulted);
    const further = await adapted({ newCategories: [], consult: 0 }, { from: renamed.id, epochs: 1 });
    expect(further.model.categories).toEqual(['Person', 'Town', 'Product']);
  });

  it('cannot be where each tag is written by those before it', async () => {
    const { model } = await engine.run(asking(training('seq2seq', { epochs: 1 }), 'known'), () => {});
    await expect(adapted({ ...forgetful, consult: 'best' }, { from: model.id })).rejects.toMatchObject({
      problem: { code: 'output-consulted' },
    });
  });

  it('keeps more where each direction scores the tags by itself', async () => {
    const learning = training('bilstm-cnn', { epochs: 12, batchTokens: 40 });
    const { model } = await engine.run(asking(learning, 'known'), () => {});
    const plain = await adapted(forgetful, { from: model.id });
    const asks = await adapted({ ...forgetful, consult: 0.4 }, { from: model.id });
    expect(kept(asks)).toBeGreaterThan(kept(plain) + 10);
    expect(asks.tests.main.overall.f1).toBeGreaterThanOrEqual(plain.tests.main.overall.f1);
  });
});
