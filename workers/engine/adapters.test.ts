/** Runs in which low-rank adapters learn beside a pretrained encoder: what comes out is a model as any other. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { unpackBundle } from '../bundle/bundle.ts';
import { savedFolder } from '../checkpoint/testing.ts';
import { beginningWith, type EncoderSummary } from '../protocol/checkpoint.ts';
import type { AdaptationConfiguration, RunConfiguration } from '../protocol/configuration.ts';
import { defaultJointLearning } from '../protocol/configuration.ts';
import type { Engine, RunRequest } from '../protocol/engine.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import { adapting, asking, smallSplits, testEnvironment, training } from './testing.ts';

let engine: Engine;
let encoder: EncoderSummary;
beforeAll(async () => {
  ({ engine } = await testEnvironment({ source: smallSplits(1, ['Product']), target: smallSplits(10) }, 'wasm'));
  ({ encoder } = await engine.loadCheckpoint('electra', savedFolder('electra')));
});

const adapters = { loraRank: 4, epochs: 2, batchSize: 16, outputRate: 1 } as const;

const trained = (architecture: string, changes: Partial<TrainingSettings> = {}) =>
  beginningWith(encoder, training(architecture, { ...adapters, ...changes }));

const beginning = (configuration: RunConfiguration): RunRequest => ({
  ...asking(configuration, 'source'),
  models: { encoder: encoder.id },
});

const run = (request: RunRequest) => engine.run(request, () => {});

async function weightsOf(model: string) {
  const { weights } = unpackBundle('a.graft', await engine.exportModel(model));
  return weights;
}

describe.each(['bert-tagger', 'bert-crf', 'bert-laner'])('a %s', (architecture) => {
  it('learns by adapters and comes out without them, and so does what is adapted of it', async () => {
    const source = (await run(beginning(trained(architecture)))).model;
    const frozen = (await run(beginning(trained(architecture, { frozenLayers: 1 })))).model;
    const [weights, ofFrozen] = [await weightsOf(source.id), await weightsOf(frozen.id)];
    expect(Object.keys(weights).some((name) => /\.[AB]$/.test(name))).toBe(false);
    const changed = Object.keys(weights).filter(
      (name) => name.startsWith('layers.') && `${weights[name]?.values}` !== `${ofFrozen[name]?.values}`,
    );
    // Of the encoder the adapted products alone have moved.
    expect(changed).toEqual(['layers.0.attentionInput.weights', 'layers.1.attentionInput.weights']);
    expect(weights['pieceTable.rows']).toEqual(ofFrozen['pieceTable.rows']);
    const before = memory().numTensors;
    const configuration = adapting({ newCategories: ['Product'] }, adapters);
    const { model } = await run(asking(configuration, 'target', source.id));
    expect(model.categories).toEqual(['Person', 'Place', 'Product']);
    expect(Object.keys(await weightsOf(model.id)).sort()).toEqual(Object.keys(weights).sort());
    expect(memory().numTensors).toBe(before);
  });
});

describe('adapters', () => {
  it.each<[string, Partial<AdaptationConfiguration>]>([
    ['rehearsal and made-up sentences', { rehearse: 1, imagine: 1 }],
    ['a teacher', { distil: 1 }],
    ['a mixture of weights', { mix: true }],
    ['a source model that is asked as well', { consult: 0.3 }],
    ['what is open', { unannotated: 'marginal', annotated: ['Product'] }],
    ['a comparison from random weights, which has none', { compareWithRandom: true }],
  ])('go together with %s', async (_, adaptation) => {
    const carrying = { ...trained('bert-crf', { epochs: 1 }), carry: 10 };
    const source = (await run(beginning(carrying))).model;
    const configuration = adapting(
      { newCategories: ['Product'], ...adaptation },
      { ...adapters, epochs: 1, patience: 1 },
    );
    const { model, stages } = await run(asking(configuration, 'target', source.id));
    expect(model.categories).toContain('Product');
    expect(stages.map(({ role, settings }) => [role, settings.loraRank])).toEqual(
      adaptation.compareWithRandom
        ? [
            ['main', 4],
            ['comparison', 0],
          ]
        : [['main', 4]],
    );
  });

  it('are those of all tasks where corpora share the encoder', async () => {
    const { task: _, ...common } = trained('bert-tagger');
    const configuration = { ...common, task: 'joint', joint: defaultJointLearning } as const;
    const request = {
      ...beginning(configuration),
      corpora: { target: { id: 'target', revision: 1 }, sources: [{ id: 'source', revision: 1 }] },
    };
    const { model } = await run(request);
    expect(Object.keys(await weightsOf(model.id)).some((name) => /\.[AB]$/.test(name))).toBe(false);
  });

  it.each([
    ['adapters-encoder', 'bilstm-crf', {}],
    ['adapters-frozen', 'bert-tagger', { freeze: true }],
    ['adapters-pull', 'bert-tagger', { pull: 1 }],
  ] as const)('are refused with %s', async (code, architecture, adaptation) => {
    const isOurs = architecture === 'bert-tagger';
    const request = isOurs ? beginning(trained(architecture)) : asking(training(architecture, { epochs: 1 }), 'source');
    const { model } = await run(request);
    const asked = run(asking(adapting({ newCategories: ['Product'], ...adaptation }, adapters), 'target', model.id));
    await expect(asked).rejects.toMatchObject({ problem: { code } });
  });

  it('go on with the same bits where a run was cut off', async () => {
    const request = beginning(trained('bert-crf', { epochs: 3 }));
    let journal: Uint8Array | null = null;
    let kept = 0;
    const whole = await engine.run(request, () => {}, {
      ...{ journal: null, inputs: {} },
      save: async (bytes) => {
        if (++kept === 2) journal = bytes;
      },
    });
    const again = await engine.run(request, () => {}, { journal, inputs: {}, save: async () => {} });
    expect(journal).not.toBeNull();
    expect(await weightsOf(again.model.id)).toEqual(await weightsOf(whole.model.id));
  });
});
