/** What a run tells and gives that learns corpora together, and what it refuses. */
import { beforeAll, describe, expect, it } from 'vitest';
import { bilstmCrf } from '../../workers/protocol/architectures/bilstmCrf.ts';
import { defaultJointLearning, type JointLearning } from '../../workers/protocol/configuration.ts';
import type { CorpusSummary, EpochRecord, RunEvent, RunRequest } from '../../workers/protocol/engine.ts';
import { expectTold } from './runs.ts';
import { codeOf, files, type Subject, settings, specification } from './subject.ts';

export function describeTogether(subject: Subject): void {
  describe('a run that learns corpora together', () => {
    /** As the target, but for the names of two categories. */
    let source: CorpusSummary;
    let names: readonly [string, string];

    beforeAll(async () => {
      names = subject.whole.categories.slice(0, 2) as unknown as typeof names;
      const { id } = await subject.corpora.importCorpus('news', files(), {});
      source = await subject.corpora.mapCategories(id, { [names[0]]: 'Human', [names[1]]: 'Spot' });
    });

    function request(joint: Partial<JointLearning>, sources: readonly CorpusSummary[] = [source]): RunRequest {
      const of = { version: 2, seed: 3, settings, architecture: bilstmCrf.name, specification } as const;
      return {
        configuration: { task: 'joint', ...of, joint: { ...defaultJointLearning, ...joint } },
        corpora: { target: subject.target, sources: sources.map(({ id, revision }) => ({ id, revision })) },
        models: {},
        name: 'together',
      };
    }

    const scored = ({ sources = [] }: EpochRecord) => sources.map(({ corpus, dev }) => [corpus, dev.tokens > 0]);

    it('scores the other corpora beside the target after each epoch, and keeps their names', async () => {
      const { whole, engine } = subject;
      const told = await subject.run(request({}));
      expectTold(told);
      const { categories } = whole;
      const sentences = whole.parts.train.sentences + source.parts.train.sentences;
      expect(told.events[0]).toMatchObject({ type: 'started', categories, newCategories: categories, sentences });
      const { model, stages } = told.result;
      expect(stages[0]?.records.map(scored)).toEqual([[['news', true]], [['news', true]]]);
      expect(model).toMatchObject({ categories, specification, history: [{ task: 'joint', sources: ['news'] }] });
      await engine.removeModel(model.id);
    });

    it('has the labels of all where everything is shared, those that are mapped under the target’s', async () => {
      const { whole, engine } = subject;
      const told = await subject.run(request({ sharing: 'all', labelMap: { Human: [names[0]] }, rate: 0 }));
      const { model } = told.result;
      expect(model.categories).toEqual([...whole.categories, 'Spot']);
      expect(told.events[0]).toMatchObject({ categories: model.categories });
      await engine.removeModel(model.id);
    });

    it.each([
      ['nothing beside the target', 'no-source-corpus', () => request({}, [])],
      ['a rate of 0 where labels are not shared', 'labelling-rate', () => request({ rate: 0 })],
      ['a map where labels are not shared', 'label-map', () => request({ labelMap: { Human: [names[0]] } })],
      [
        'a map of labels that are not there',
        'label-map',
        () => request({ sharing: 'all', labelMap: { Vessel: [names[0]] } }),
      ],
    ])('refuses %s before it begins', async (_, code, asked) => {
      const events: RunEvent[] = [];
      expect(await codeOf(subject.engine.run(asked(), (event) => events.push(event)))).toBe(code);
      expect(events).toEqual([]);
    });
  });
}
