/** An adaptation measured by what its source model knew. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Splits } from '../protocol/corpus.ts';
import type { RunRequest, RunResult } from '../protocol/engine.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { mapCategories, restrictAnnotated } from '../text/categories.ts';
import { runReport } from '../text/runReport.ts';
import { mainStage } from '../text/runResult.ts';
import { mapSplits } from '../text/splits.ts';
import { adapting, asking, recorder, smallSplits, testEnvironment, training } from './testing.ts';

const known = smallSplits(1, ['Product']);
const tagged = mapSplits(smallSplits(1), (corpus) => ({
  ...corpus,
  kind: 'tags' as const,
  categories: ['X'],
  documents: corpus.documents.map((document) => ({
    ...document,
    spans: [],
    sentences: document.sentences.map(({ tokens }) => ({ tokens, tags: tokens.map(() => 'X') })),
  })),
}));
const corpora: Readonly<Record<string, Splits>> = {
  known,
  tagged,
  target: mapSplits(smallSplits(10), (corpus) => restrictAnnotated(corpus, ['Product'])),
  /** What the source model calls a place is called a town here. */
  towns: mapSplits(smallSplits(10), (corpus) =>
    mapCategories(restrictAnnotated(corpus, ['Place', 'Person']), { Place: 'Town', Product: null }),
  ),
  foreign: mapSplits(smallSplits(4), (corpus) => mapCategories(corpus, { Person: 'A', Place: 'B', Product: 'C' })),
  mixed: mapSplits(smallSplits(20), (corpus) => mapCategories(corpus, { Product: 'Thing' })),
};

let engine: Awaited<ReturnType<typeof testEnvironment>>['engine'];
let source: ModelSummary;

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora));
  ({ model: source } = await engine.run(asking(training('bilstm-crf', { epochs: 12 }), 'known'), () => {}));
});

async function adapted(
  corpus: string,
  adaptation: Parameters<typeof adapting>[0],
  { yardstick = 'known', ...changes }: { yardstick?: string; epochs?: number; learningRate?: number } = {},
): Promise<{ result: RunResult; warnings: string[]; before: number | undefined }> {
  const request: RunRequest = asking(adapting(adaptation, { epochs: 5, ...changes }), corpus, source.id);
  const { events, record } = recorder();
  const result = await engine.run(
    { ...request, corpora: { ...request.corpora, yardstick: { id: yardstick, revision: 1 } } },
    record,
  );
  const warnings = events.flatMap((event) => (event.type === 'warning' ? event.problem.code : []));
  const scored = events.find((event) => event.type === 'scored' && event.name === 'yardstick');
  return { result, warnings, before: scored?.type === 'scored' ? scored.scores.overall.f1 : undefined };
}

const forgetful = { newCategories: ['Product'], unannotated: 'as-o' as const };

describe('an adaptation with a yardstick', () => {
  it('measures the old categories before, after every epoch, and at the end, on the dev sentences', async () => {
    const { result, before } = await adapted('target', { newCategories: ['Product'] });
    const { scores } = await engine.evaluate(source.id, { id: 'known', revision: 1 }, 'dev');
    expect(before).toBe(scores.overall.f1);
    expect(result.yardstick).toMatchObject({ corpus: 'small', sentences: 30, before: scores });
    const { records, bestEpoch } = mainStage(result);
    expect(records.every(({ yardstick }) => yardstick !== undefined)).toBe(true);
    expect(result.yardstick?.after).toEqual(records[bestEpoch - 1]?.yardstick);
    expect(result.yardstick?.strict).toEqual(result.yardstick?.after);
    expect(result.model.history.at(-1)).toMatchObject({ yardstick: result.yardstick });
    const report = runReport(result, adapting(forgetful), null);
    expect(report).toMatchObject({ yardstick: { before: scores, after: result.yardstick?.after } });
  });

  it('warns where old categories are lost, once, and not where they are kept', async () => {
    const lost = await adapted('target', forgetful);
    expect(lost.result.yardstick?.after.overall.f1).toBeLessThan((lost.before as number) - 10);
    expect(lost.warnings.filter((code) => code === 'forgetting').length).toBeGreaterThan(0);
    expect(lost.warnings.filter((code) => code === 'forgetting').length).toBeLessThanOrEqual(2);
    const kept = await adapted('target', { newCategories: ['Product'], freeze: true });
    expect(kept.result.yardstick?.after.overall.f1).toBeGreaterThan((kept.before as number) - 1);
    expect(kept.warnings).not.toContain('forgetting');
  });

  it('chooses the best epoch by the yardstick as far as it is given weight', async () => {
    const bestOf = async (yardstickWeight: number) => {
      const slowly = { epochs: 12, learningRate: 0.004 };
      const { result } = await adapted('towns', { newCategories: ['Town'], yardstickWeight }, slowly);
      const { records, bestEpoch } = mainStage(result);
      const criterion = records.map(
        ({ dev, yardstick }) =>
          (1 - yardstickWeight) * dev.overall.f1 + yardstickWeight * (yardstick?.overall.f1 ?? Number.NaN),
      );
      // As long as nothing of the target is found, no epoch is the best.
      const found = criterion.filter((_, epoch) => (records[epoch]?.dev.overall.correct ?? 0) > 0);
      expect(criterion[bestEpoch - 1]).toBe(Math.max(...found));
      return result.yardstick?.after.overall.f1 as number;
    };
    expect(await bestOf(1)).toBeGreaterThan(await bestOf(0));
  });

  it('counts a kind of an old category as that category, and by name alone beside it', async () => {
    const { result } = await adapted('towns', { newCategories: ['Town'], kinds: { Town: 'Place' } });
    const { before, after, strict } = result.yardstick as NonNullable<RunResult['yardstick']>;
    expect(before.categories.Place?.f1).toBeGreaterThan(90);
    expect(after.categories.Place?.f1).toBeGreaterThan(80);
    expect(strict.categories.Place?.f1).toBeLessThan(50);
    expect(strict.categories.Person).toEqual(after.categories.Person);
  });

  it('warns where the source model calls a kind something else, by what it calls it', async () => {
    const learned = { newCategories: ['Town'] };
    const wrong = await adapted('towns', { ...learned, kinds: { Town: 'Person' } }, { epochs: 1 });
    expect(wrong.warnings).toContain('kind-unlike');
    const right = await adapted('towns', { ...learned, kinds: { Town: 'Place' } }, { epochs: 1 });
    expect(right.warnings).not.toContain('kind-unlike');
  });

  it('leaves out what the source model has no name for, and refuses a yardstick that holds nothing else', async () => {
    const { result, warnings } = await adapted('target', { newCategories: ['Product'] }, { yardstick: 'mixed' });
    expect(Object.keys(result.yardstick?.before.categories ?? {})).toEqual(['Person', 'Place']);
    expect(warnings).toContain('yardstick-names');
    await expect(adapted('target', { newCategories: ['Product'] }, { yardstick: 'foreign' })).rejects.toMatchObject({
      problem: { code: 'yardstick-categories' },
    });
  });

  it('takes a yardstick under the names that the target’s categories get', async () => {
    const categoryMap = { A: 'Person', B: 'Place' };
    const { result, warnings } = await adapted(
      'target',
      { newCategories: ['Product'], categoryMap },
      { yardstick: 'foreign', epochs: 1 },
    );
    expect(result.yardstick?.before.overall.f1).toBeGreaterThan(80);
    expect(warnings).toContain('yardstick-names');
  });

  it('warns where the yardstick is what is learned, or the target’s own', async () => {
    const { warnings } = await adapted('towns', { newCategories: ['Town'] }, { yardstick: 'towns', epochs: 1 });
    expect(warnings).toContain('yardstick-not-apart');
  });

  it('refuses a kind that is not new, or of something that is not known', async () => {
    const wrong: readonly Record<string, string>[] = [{ Person: 'Place' }, { Product: 'Animal' }];
    for (const kinds of wrong) {
      await expect(adapted('target', { newCategories: ['Product'], kinds })).rejects.toMatchObject({
        problem: { code: 'category-kind' },
      });
    }
  });
});

describe('a model that carries sentences of its own', () => {
  let carrying: ModelSummary;
  const adaptCarrying = async (adaptation: Parameters<typeof adapting>[0], from = carrying.id) =>
    engine.run(asking(adapting(adaptation, { epochs: 6 }), 'target', from), () => {});

  beforeAll(async () => {
    const configuration = { ...training('bilstm-crf', { epochs: 12 }), carry: 21 };
    ({ model: carrying } = await engine.run(asking(configuration, 'known'), () => {}));
  });

  it('says so, keeps them in its file, and hands them on where it is adapted', async () => {
    const sample = { corpus: 'small', measured: 11, rehearsed: 10 };
    expect(carrying.sample).toEqual(sample);
    expect(source.sample).toBeUndefined();
    const loaded = await engine.loadModel('again.graft', await engine.exportModel(carrying.id));
    expect(loaded.sample).toEqual(sample);
    const without = await engine.exportModel(carrying.id, undefined, { sentences: false });
    expect((await engine.loadModel('without.graft', without)).sample).toBeUndefined();
    const { model } = await adaptCarrying({ newCategories: ['Product'] }, loaded.id);
    expect(model.sample).toEqual(sample);
    const edited = await engine.mapCategories(model.id, { Person: 'Human', Place: null });
    expect(edited.sample).toEqual(sample);
  });

  it('says so where there are fewer than it was to carry', async () => {
    const { events, record } = recorder();
    const configuration = { ...training('blstm', { epochs: 1 }), carry: 500 };
    const { model } = await engine.run(asking(configuration, 'known'), record);
    expect(model.sample).toMatchObject({ measured: 15, rehearsed: 15 });
    const told = events.flatMap((event) => (event.type === 'warning' ? event.problem.code : []));
    expect(told).toContain('few-to-carry');
  });

  it('is measured by the half that is never learned, without anybody asking', async () => {
    const { yardstick } = await adaptCarrying({ newCategories: ['Product'] });
    expect(yardstick).toMatchObject({ corpus: 'small', sentences: 11 });
    expect(yardstick?.before.overall.support).toBeGreaterThan(0);
  });

  it('keeps what it rehearses where it would forget it otherwise', async () => {
    const forgets = await adaptCarrying(forgetful);
    const rehearses = await adaptCarrying({ ...forgetful, rehearse: 2.5 });
    const f1 = ({ yardstick }: RunResult) => yardstick?.after.overall.f1 as number;
    expect(f1(rehearses)).toBeGreaterThan(f1(forgets) + 20);
    expect(rehearses.tests.main.categories.Product?.f1).toBeGreaterThan(50);
  });

  it.each(['bilstm-crf', 'blstm', 'bilstm-cnn'])('keeps what it teaches by its probabilities: %s', async (name) => {
    const learning = training(name, { epochs: 12, batchTokens: 40 });
    const { model } = await engine.run(asking({ ...learning, carry: 20 }, 'known'), () => {});
    const f1 = ({ yardstick }: RunResult) => yardstick?.after.overall.f1 as number;
    const forgets = await adaptCarrying(forgetful, model.id);
    const taught = await adaptCarrying({ ...forgetful, distil: 5 }, model.id);
    expect(taught.yardstick?.before.overall.f1).toBeGreaterThan(50);
    expect(f1(taught)).toBeGreaterThan(f1(forgets) + 10);
    expect(taught.tests.main.categories.Product?.f1).toBeGreaterThan(50);
  });

  it('cannot teach by probabilities where its output has none', async () => {
    const { model } = await engine.run(asking(training('seq2seq', { epochs: 1 }), 'known'), () => {});
    await expect(adaptCarrying({ ...forgetful, distil: 1 }, model.id)).rejects.toMatchObject({
      problem: { code: 'output-soft' },
    });
  });

  it('can be mixed with what came of it, as dev and yardstick have it, the same way each time', async () => {
    const all = await adaptCarrying({ ...forgetful, mix: true });
    const mixed = await adaptCarrying({ ...forgetful, mix: true, yardstickWeight: 1 });
    const trained = await adaptCarrying({ ...forgetful, yardstickWeight: 1 });
    const f1 = ({ yardstick }: RunResult) => yardstick?.after.overall.f1 as number;
    expect(mixed.mixed?.share).toBeLessThan(1);
    expect(f1(mixed)).toBeGreaterThan(f1(trained) + 20);
    expect(all.mixed?.dev.overall.f1).toBeGreaterThanOrEqual(
      Math.max(...mainStage(all).records.map(({ dev }) => dev.overall.f1)) - 0.25,
    );
    expect((await adaptCarrying({ ...forgetful, mix: true })).mixed).toEqual(all.mixed);
    expect(trained.mixed).toBeUndefined();
  });

  it('stays near what it was where its weights are drawn back to it', async () => {
    const f1 = ({ yardstick }: RunResult) => yardstick?.after.overall.f1 as number;
    const forgets = await adaptCarrying(forgetful);
    const drawn = await adaptCarrying({ ...forgetful, pull: 100 });
    expect(f1(drawn)).toBeGreaterThan(f1(forgets) + 10);
  });

  it.each(['bilstm-crf', 'blstm'])('keeps by sentences that are made up: %s', async (name) => {
    const learning = training(name, { epochs: 12, batchTokens: 40 });
    const { model } = await engine.run(asking({ ...learning, carry: 20 }, 'known'), () => {});
    const f1 = ({ yardstick }: RunResult) => yardstick?.after.overall.f1 as number;
    const forgets = await adaptCarrying(forgetful, model.id);
    const keeps = await adaptCarrying({ ...forgetful, imagine: 3 }, model.id);
    expect(f1(keeps)).toBeGreaterThan(f1(forgets) + 10);
    expect(keeps.tests.main.categories.Product?.f1).toBeGreaterThan(50);
  });

  it('makes up no sentences of one tag a token', async () => {
    const { model } = await engine.run(asking(training('blstm', { epochs: 1 }), 'tagged'), () => {});
    const request = asking(adapting({ newCategories: [], imagine: 1 }, { epochs: 1 }), 'tagged', model.id);
    await expect(engine.run(request, () => {})).rejects.toMatchObject({ problem: { code: 'nothing-to-imagine' } });
  });

  it('leaves open in what is rehearsed whether a known category is one of its kinds', async () => {
    const request = asking(
      adapting({ newCategories: ['Town'], kinds: { Town: 'Place' }, rehearse: 1 }, { epochs: 8 }),
      'towns',
      carrying.id,
    );
    const { yardstick, tests } = await engine.run(request, () => {});
    expect(tests.main.categories.Town?.f1).toBeGreaterThan(80);
    expect(yardstick?.after.categories.Place?.f1).toBeGreaterThan(90);
    // What is rehearsed does not say that a place is no town.
    expect(yardstick?.strict.categories.Place?.f1).toBeLessThan(60);
  });

  it('remembers its kinds: what learned a town goes on calling places so, and still counts as keeping them', async () => {
    const kindOf = { newCategories: ['Town'], kinds: { Town: 'Place' }, rehearse: 1 };
    const first = await engine.run(asking(adapting(kindOf, { epochs: 8 }), 'towns', carrying.id), () => {});
    const next = { newCategories: ['Product'], rehearse: 1 };
    const { yardstick } = await engine.run(asking(adapting(next, { epochs: 8 }), 'target', first.model.id), () => {});
    expect(yardstick?.before).toEqual(first.yardstick?.after);
    expect(yardstick?.after.categories.Place?.f1).toBeGreaterThan(85);
    expect(yardstick?.strict.categories.Place?.f1).toBeLessThan(60);
  });

  it('is needed for a rehearsal', async () => {
    await expect(adaptCarrying({ ...forgetful, rehearse: 1 }, source.id)).rejects.toMatchObject({
      problem: { code: 'nothing-to-rehearse' },
    });
  });
});
