/** What a run tells and what it gives, from random weights and from a source model. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AdaptationPlan } from '../../workers/protocol/adaptationPlan.ts';
import { bilstmCrf } from '../../workers/protocol/architectures/bilstmCrf.ts';
import type { AdaptationConfiguration } from '../../workers/protocol/configuration.ts';
import type { RunEvent, Stage } from '../../workers/protocol/engine.ts';
import { codeOf, files, type Subject, settings, specification, type ToldRun, tagsOf, training } from './subject.ts';

export function describeTraining(subject: Subject): void {
  describe('a run from random weights', () => {
    it('begins with what it will learn and ends with its result', () => {
      const { events, result } = subject.trained;
      const { categories } = subject.lesser;
      const { sentences } = subject.lesser.parts.train;
      const { runId } = result;
      expect(events[0]).toEqual({ type: 'started', runId, categories, newCategories: categories, sentences });
      expect(events.at(-1)).toEqual({ type: 'finished', runId, result });
    });

    it('tells of stages before their steps and epochs, which the result repeats', () => expectTold(subject.trained));

    it('gives a model as it was asked for', () => {
      const { model, stages, tests, seed } = subject.trained.result;
      expect(model).toMatchObject({ name: 'trained', architecture: bilstmCrf.name, specification, settings });
      expect(model).toMatchObject({ kind: 'spans', categories: subject.lesser.categories });
      expect(model.history.map(({ task }) => task)).toEqual(['train']);
      expect(model.facts.length).toBeGreaterThan(0);
      expect(stages).toMatchObject([{ role: 'main', label: '', epochs: 2, settings }]);
      expect(tests.main.tokens).toBeGreaterThan(0);
      expect([tests.init, tests.random, seed]).toEqual([undefined, undefined, 3]);
    });

    it('says how many words have a vector, before it learns and in its result', async () => {
      const blob = new Blob(['Ada 0.1 0.2 0.3\nnobody 0.4 0.5 0.6\n']);
      const { events, result } = await subject.run({
        ...subject.toTrain(training(1)),
        vectors: { name: 'small.vec', blob },
      });
      const told = events.findIndex(({ type }) => type === 'vectors');
      expect(told).toBeLessThan(events.findIndex(({ type }) => type === 'stage'));
      expect(events[told]).toEqual({ type: 'vectors', runId: result.runId, coverage: result.vectors });
      expect(result.model.history.at(-1)).toMatchObject({ vectors: result.vectors });
      const beforehand = await subject.engine.vectorCoverage({
        ...subject.toTrain(),
        vectors: { name: 'small.vec', blob },
      });
      expect(beforehand).toEqual(result.vectors);
      expect(await subject.engine.vectorCoverage(subject.toTrain())).toBeNull();
      const { file, words = 0, coveredWords = 0, tokens = 0, coveredTokens = 0 } = result.vectors ?? {};
      expect(file).toBe('small.vec');
      expect(coveredWords).toBeGreaterThan(0);
      expect(words).toBeGreaterThan(coveredWords);
      expect(tokens).toBeGreaterThan(coveredTokens);
      expect(tokens).toBe(subject.lesser.parts.train.tokens);
      expect(subject.trained.result.vectors).toBeUndefined();
      await subject.engine.removeModel(result.model.id);
    });

    it.each([
      ['bioes', ['B', 'I', 'E', 'S']],
      ['iob2', ['B', 'I']],
    ] as const)('has the tags of %s for each category', async (scheme, prefixes) => {
      const { model } = (await subject.run(subject.toTrain(training(1, scheme)))).result;
      expect(model.tags).toEqual(['O', ...tagsOf(subject.lesser.categories, prefixes)]);
      await subject.engine.removeModel(model.id);
    });
  });
}

export function describeAdapting(subject: Subject): void {
  describe('a run that adapts', () => {
    let adapted: ToldRun;

    beforeAll(async () => {
      adapted = await subject.run(
        subject.toAdapt({ newCategories: [subject.fresh], initialisation: 'best', compareWithRandom: true }),
      );
    });

    it('appends the new category to what the source model knows, and leaves the source as it is', async () => {
      const { source, fresh, engine } = subject;
      const { model } = adapted.result;
      expect(adapted.events[0]).toMatchObject({ categories: model.categories, newCategories: [fresh] });
      expect(model.categories).toEqual([...source.categories, fresh]);
      expect(model.tags).toEqual([...source.tags, ...tagsOf([fresh], ['B', 'I', 'E', 'S'])]);
      const { specification: shape, architecture } = source;
      expect(model).toMatchObject({ specification: shape, settings, architecture });
      expect(model.colours).toMatchObject(source.colours);
      expect(new Set(Object.values(model.colours)).size).toBe(model.categories.length);
      expect(model.history.map(({ task }) => task)).toEqual(['train', 'adapt']);
      const again = await engine.loadModel('source.graft', await engine.exportModel(source.id));
      expect(again.tags).toEqual(source.tags);
    });

    it('tells of stages before their steps and epochs, which the result repeats', () => expectTold(adapted));

    it('tries each initialisation and holds the best against random weights', () => {
      const { stages, main, tests } = adapted.result;
      const roles = stages.map(({ id, role }) => [id, role]);
      expect(roles).toEqual([
        ['zeros', 'main'],
        ['normal', 'main'],
        ['matched', 'main'],
        ['random', 'comparison'],
      ]);
      const bestOf = ({ records, bestEpoch }: (typeof stages)[number]) => records[bestEpoch - 1]?.dev.overall.f1 ?? 0;
      const trials = stages.filter(({ role }) => role === 'main');
      const best = trials.find(({ id }) => id === main) as (typeof stages)[number];
      expect(bestOf(best)).toBe(Math.max(...trials.map(bestOf)));
      expect(tests.random?.categories[subject.fresh]?.support).toBe(tests.main.categories[subject.fresh]?.support);
    });

    it('says what the source model is worth before it learns', () => {
      const scored = adapted.events.findIndex(({ type }) => type === 'scored');
      expect(scored).toBeLessThan(adapted.events.findIndex(({ type }) => type === 'stage'));
      expect(adapted.events[scored]).toMatchObject({ name: 'sourceDev' });
      expect(adapted.result.tests.init?.categories[subject.fresh]).toBeUndefined();
    });

    it('is planned as it comes out', async () => {
      const { source, fresh, whole } = subject;
      const plan = await subject.engine.planAdaptation(subject.toAdapt());
      const { model } = adapted.result;
      expect([plan.tagsBefore, plan.tagsAfter]).toEqual([source.tags.length, model.tags.length]);
      const side = (tags: number) => (tags + 2) ** 2;
      expect(plan.transitions).toEqual({ before: side(source.tags.length), after: side(model.tags.length) });
      expect(plan.categories.map(({ name }) => name)).toEqual(model.categories);
      expect(plan.categories.flatMap(({ newTags }) => newTags)).toEqual(model.tags.slice(source.tags.length));
      expect(plan.categories.at(-1)).toMatchObject({ state: 'new', examples: whole.parts.train.categories[fresh] });
    });

    it('is planned with what it leaves out', async () => {
      const { tagsBefore, tagsAfter, categories } = await subject.engine.planAdaptation(subject.toAdapt({}));
      expect(tagsAfter).toBe(tagsBefore);
      expect(categories.find(({ name }) => name === subject.fresh)).toMatchObject({ state: 'left-out', newTags: [] });
    });

    it('is planned so that a known category without examples counts as not looked for, unless the user says otherwise', async () => {
      const { engine, corpora, source, fresh, whole } = subject;
      const lost = source.categories[0] as string;
      const { id } = await corpora.importCorpus('small', files(), {});
      const { revision } = await corpora.mapCategories(id, { [lost]: null });
      const planned = (change: Partial<AdaptationConfiguration>) =>
        engine.planAdaptation({
          ...subject.toAdapt({ newCategories: [fresh], ...change }),
          corpora: { target: { id, revision } },
        });
      const rowOf = ({ categories }: AdaptationPlan) => categories.find(({ name }) => name === lost);
      const told = ({ problems }: AdaptationPlan) => problems.filter(({ message }) => message.includes(lost));
      const byDefault = await planned({});
      expect(rowOf(byDefault)).toMatchObject({ state: 'not-in-target', examples: 0, annotated: false });
      // A corpus that says itself what was looked for needs no assumption.
      expect(told(byDefault).map(({ code }) => code)).toEqual(whole.annotated === 'all' ? ['not-looked-for'] : []);
      const said = await planned({ annotated: [...source.categories, fresh] });
      expect(rowOf(said)).toMatchObject({ annotated: true });
      expect(told(said).map(({ code }) => code)).toEqual(['may-be-forgotten']);
      await corpora.removeCorpus(id);
    });

    it.each([
      [
        'a category that the model knows',
        'category-known',
        () => subject.toAdapt({ newCategories: [subject.source.categories[0] ?? ''] }),
      ],
      [
        'a new category that is named twice',
        'category-twice',
        () => subject.toAdapt({ newCategories: [subject.fresh, subject.fresh] }),
      ],
      ['a category that is not there', 'category-not-in-corpus', () => subject.toAdapt({ newCategories: ['Vessel'] })],
      ['no model', 'no-source-model', () => ({ ...subject.toAdapt(), models: {} })],
      ['a model that nobody knows', 'unknown-model', () => ({ ...subject.toAdapt(), models: { source: 'none' } })],
    ])('refuses %s before it begins', async (_, code, request) => {
      const events: RunEvent[] = [];
      expect(await codeOf(subject.engine.run(request(), (event) => events.push(event)))).toBe(code);
      expect(events).toEqual([]);
      expect(await codeOf(subject.engine.planAdaptation(request()))).toBe(code);
    });
  });
}

/** Events in an order that can be shown as they come, and a result that says the same. */
export function expectTold({ events, result }: ToldRun): void {
  const begun: Stage[] = [];
  for (const event of events) {
    expect(event.runId).toBe(result.runId);
    if (event.type === 'stage') {
      expect(begun.map(({ id }) => id)).not.toContain(event.stage.id);
      begun.push(event.stage);
    }
    if (event.type === 'step' || event.type === 'epoch') {
      expect([event.stage, event.task]).toEqual([begun.at(-1)?.id, 'target']);
    }
  }
  expect(result.stages).toMatchObject(begun);
  expect(result.stages.find(({ id }) => id === result.main)?.role).toBe('main');
  for (const { id, records, bestEpoch, epochs } of result.stages) {
    const told = events.filter((event) => event.type === 'epoch' && event.stage === id);
    expect(told).toMatchObject(records);
    expect(records.map(({ epoch }) => epoch)).toEqual(records.map((_, index) => index + 1));
    expect(records.length).toBeLessThanOrEqual(epochs);
    const bests = events.flatMap((event) =>
      event.type === 'epoch' && event.stage === id && event.best ? [event.epoch] : [],
    );
    expect(bests.at(-1)).toBe(bestEpoch);
    const last = events.findLast((event) => event.type === 'step' && event.stage === id);
    expect(last).toMatchObject({ epoch: records.length });
  }
}
