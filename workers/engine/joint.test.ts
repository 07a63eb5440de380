/** A target that is learned together with other corpora: T-A, T-B and T-C of paper 3. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { savedFolder } from '../checkpoint/testing.ts';
import { runsOf } from '../models/testing.ts';
import { defaultJointLearning, type JointConfiguration, type JointLearning } from '../protocol/configuration.ts';
import type { Splits } from '../protocol/corpus.ts';
import type { Engine, RunEvent, RunRequest } from '../protocol/engine.ts';
import { mapCategories } from '../text/categories.ts';
import { mapSplits } from '../text/splits.ts';
import { recorder, smallSplits, testEnvironment, training } from './testing.ts';

const renamed = (splits: Splits, names: Record<string, string>) =>
  mapSplits(splits, (corpus) => ({ ...mapCategories(corpus, names), name: 'other' }));

const corpora = {
  target: smallSplits(10),
  source: renamed(smallSplits(1), { Person: 'PER', Place: 'LOC', Product: 'PROD' }),
  coarse: renamed(smallSplits(1), { Person: 'NAME', Place: 'NAME', Product: 'PROD' }),
};
let engine: Engine;

beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora, 'wasm'));
});

function joint(learning: Partial<JointLearning>, architecture = 'bilstm-crf', epochs = 3): JointConfiguration {
  const { task: _, ...common } = training(architecture, { epochs });
  return { ...common, task: 'joint', joint: { ...defaultJointLearning, ...learning } };
}

const asking = (configuration: JointConfiguration, ...sources: readonly (keyof typeof corpora)[]): RunRequest => ({
  configuration,
  corpora: { target: { id: 'target', revision: 1 }, sources: sources.map((id) => ({ id, revision: 1 })) },
  models: {},
  name: 'made',
});

const run = (request: RunRequest, record: (event: RunEvent) => void = () => {}) => engine.run(request, record);
const exactMap = { PER: ['Person'], LOC: ['Place'], PROD: ['Product'] };

describe('a joint run', () => {
  it.each(['encoder', 'characters'] as const)(
    'with its own outputs (sharing: %s) gives a model of the target',
    async (sharing) => {
      const { events, record } = recorder();
      const result = await run(asking(joint({ sharing }, 'bilstm-crf', 8), 'source'), record);
      expect(result.model.categories).toEqual(['Person', 'Place', 'Product']);
      expect(result.tests.main.overall.f1).toBeGreaterThan(50);
      const records = result.stages[0]?.records ?? [];
      expect(records.map(({ sources }) => sources?.map(({ corpus }) => corpus))).toEqual(records.map(() => ['other']));
      expect(records.at(-1)?.sources?.[0]?.dev.overall.f1).toBeGreaterThan(50);
      expect(events.filter(({ type }) => type === 'started')).toMatchObject([{ sentences: 120 }]);
      expect(runsOf(result.model)).toMatchObject([{ task: 'joint', corpus: 'small', sources: ['other'] }]);
    },
  );

  it('shares a pretrained encoder, and is refused where its characters would be shared', async () => {
    const { encoder } = await engine.loadCheckpoint('electra', savedFolder('electra'));
    const request = (sharing: 'encoder' | 'characters') => {
      const configuration = joint({ sharing }, 'bert-crf', 1);
      const specification = { ...configuration.specification, encoder: encoder.specification };
      return { ...asking({ ...configuration, specification }, 'source'), models: { encoder: encoder.id } };
    };
    const { model } = await run(request('encoder'));
    expect(runsOf(model)).toMatchObject([{ task: 'joint', encoder: 'electra' }]);
    await expect(run(request('characters'))).rejects.toMatchObject({ problem: { code: 'joint-characters' } });
  });

  it('shares the encoder’s words, or characters alone', async () => {
    const words = async (sharing: 'encoder' | 'characters') => {
      const { model } = await run(asking(joint({ sharing }, 'blstm', 1), 'source'));
      return model.facts.find(({ label }) => label === 'words')?.value as number;
    };
    expect(await words('encoder')).toBeGreaterThanOrEqual(await words('characters'));
  });

  it('learns without one labelled sentence of the target what a map of labels says', async () => {
    const result = await run(asking(joint({ sharing: 'all', labelMap: exactMap, rate: 0 }, 'bilstm-crf', 5), 'source'));
    expect(result.model.categories).toEqual(['Person', 'Place', 'Product']);
    expect(result.tests.main.overall.f1).toBeGreaterThan(80);
  });

  it('takes a decoder that wants every tag known where the map of labels is exact, and refuses it where it is not', async () => {
    const exact = joint({ sharing: 'all', labelMap: exactMap }, 'seq2seq', 1);
    expect((await run(asking(exact, 'source'))).model.categories).toEqual(['Person', 'Place', 'Product']);
    const coarse = joint({ sharing: 'all', labelMap: { NAME: ['Person', 'Place'], PROD: ['Product'] } }, 'seq2seq', 1);
    await expect(run(asking(coarse, 'coarse'))).rejects.toMatchObject({ problem: { code: 'output-partial' } });
    // Nobody looked for PROD in the target.
    const partial = joint({ sharing: 'all', labelMap: { PER: ['Person'], LOC: ['Place'] } }, 'seq2seq', 1);
    await expect(run(asking(partial, 'source'))).rejects.toMatchObject({ problem: { code: 'output-partial' } });
  });

  it('tells apart with few sentences of the target what a source calls by one name', async () => {
    const labelMap = { NAME: ['Person', 'Place'], PROD: ['Product'] };
    const result = await run(asking(joint({ sharing: 'all', labelMap, rate: 0.2 }, 'bilstm-crf', 5), 'coarse'));
    expect(result.stages[0]?.records.every(({ sources }) => sources?.length === 0)).toBe(true);
    const { Person, Place } = result.tests.main.categories;
    expect(Person?.f1).toBeGreaterThan(50);
    expect(Place?.f1).toBeGreaterThan(50);
  });

  it.each([{ sharing: 'all', labelMap: exactMap }, { sharing: 'encoder' }, { sharing: 'characters' }] as const)(
    'of the hierarchical GRU with lists of names ($sharing) gives a model that has them',
    async (learning) => {
      const gazetteers = [{ name: 'places.txt', blob: new Blob(['Velby\nOrrick\n']) }];
      const request = asking(joint(learning as Partial<JointLearning>, 'hierarchical-gru', 12), 'source');
      const { model, tests } = await run({ ...request, gazetteers });
      expect(model.facts).toContainEqual({ label: 'names in gazetteers', value: 2 });
      expect(tests.main.overall.f1).toBeGreaterThan(60);
      const again = await engine.loadModel('again', await engine.exportModel(model.id));
      const text = 'Ada moved to Velby';
      expect(await engine.tagText(again.id, text)).toEqual(await engine.tagText(model.id, text));
    },
    60_000,
  );

  it('takes two sources, and leaves no tensor behind', async () => {
    await run(asking(joint({}, 'blstm', 1), 'source'));
    const { numTensors } = memory();
    await run(asking(joint({}, 'blstm', 1), 'source', 'coarse'));
    expect(memory().numTensors).toBe(numTensors);
  });

  it('goes on from its journal with the numbers of a run in one go', async () => {
    const request = asking(joint({}, 'blstm', 3), 'source');
    const whole = await run(request);
    let journal: Uint8Array | null = null;
    const keep = (bytes: Uint8Array) => {
      journal = bytes;
    };
    const keeping = { journal: null, inputs: {}, save: async (bytes: Uint8Array) => keep(bytes) };
    await engine.run(
      request,
      (event) => {
        if (event.type === 'epoch' && event.epoch === 1) void engine.stop(event.runId);
      },
      keeping,
    );
    const resumed = await engine.run(request, () => {}, { ...keeping, journal });
    const losses = (result: typeof whole) =>
      result.stages[0]?.records.map(({ loss, dev, sources }) => [loss, dev, sources]);
    expect(losses(resumed)).toEqual(losses(whole));
    expect(resumed.tests).toEqual(whole.tests);
  });

  it('comes out of its bundle with the same tags and its history', async () => {
    const { model } = await run(asking(joint({}, 'bilstm-crf', 1), 'source'));
    const again = await engine.loadModel('again', await engine.exportModel(model.id));
    const text = 'Ada moved to Velby and sold the Lumo .';
    expect(await engine.tagText(again.id, text)).toEqual(await engine.tagText(model.id, text));
    expect(again.history).toEqual(model.history);
  });

  it.each([
    [{ rate: 0 }, ['source'], 'At a labelling rate of 0 the target has an output that learns nothing.'],
    [{ targetShare: 0 }, ['source'], 'Where no step learns from it the target has an output that learns nothing.'],
    [{ labelMap: exactMap }, ['source'], 'Labels are mapped only where everything is shared'],
    [{}, [], 'There is no corpus to learn together with the target.'],
    [{ sharing: 'all', labelMap: { PERS: ['Person'] } }, ['source'], 'The label map names PERS'],
  ] as const)('is refused: %o beside %o', async (learning, sources, message) => {
    await expect(run(asking(joint(learning as Partial<JointLearning>), ...sources))).rejects.toThrow(message);
  });
});
