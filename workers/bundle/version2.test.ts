import { describe, expect, it } from 'vitest';
import { expectClose, openTestBackend } from '../kernels/testing.ts';
import { Tagger } from '../models/tagger.ts';
import { runsOf } from '../models/testing.ts';
import { unpackBundle } from './bundle.ts';
import { keptBundle, withManifest } from './testing.ts';

/** Written by scripts/make-bundle-fixture.ts: trained on two categories, then taught a third. */
const bundle = keptBundle(2);

const settings = {
  optimizer: 'adam',
  learningRate: 0.005,
  // Later than the file.
  layerDecay: 1,
  frozenLayers: 0,
  loraRank: 0,
  loraScale: 16,
  rounds: 1,
  loraPlaces: 'attention',
  outputRate: 1,
  schedule: 'constant',
  warmup: 0,
  momentum: 0.9,
  weightDecay: 0.01,
  clip: 5,
  dropout: 0.25,
  batching: 'sentences',
  batchSize: 8,
  batchTokens: 512,
  epochs: 30,
  patience: 8,
};

const description = {
  name: 'Small fixture',
  architecture: 'bilstm-crf',
  specification: {
    encoder: {
      kind: 'bilstm',
      characterEmbedding: 6,
      characterHidden: 5,
      wordEmbedding: 8,
      wordHidden: 12,
      digitsToZero: true,
      unknownWords: 'vectors',
    },
    output: { kind: 'crf', scheme: 'bioes', objective: 'likelihood' },
  },
  categories: ['Person', 'Place', 'Product'],
  settings,
};

/** Without the keys, wherever they stand. */
function without(value: unknown, keys: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => without(each, keys));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !keys.includes(key));
  return Object.fromEntries(kept.map(([key, each]) => [key, without(each, keys)]));
}

describe('a bundle of version 2', () => {
  it('is read as what it was', () => {
    const { tags, texts, weights, history: steps, ...rest } = unpackBundle('small.graft', bundle);
    const history = runsOf({ history: steps });
    expect(rest).toEqual(description);
    expect(tags).toEqual([
      'O',
      ...description.categories.flatMap((category) => ['B', 'I', 'E', 'S'].map((prefix) => `${prefix}-${category}`)),
    ]);
    expect(Object.entries(texts).map(([name, { length }]) => [name, length])).toEqual([
      ['wordTable.words', 44],
      ['characterTable.characters', 47],
    ]);
    expect(weights['wordTable.rows']?.shape).toEqual([44, 8]);
    expect(weights['transitions.scores']?.shape).toEqual([15, 15]);
    expect(history.map(({ task, corpus, newCategories }) => [task, corpus, newCategories])).toEqual([
      ['train', 'names', []],
      ['adapt', 'names and products', ['Product']],
    ]);
    expect(history[0]?.configuration).toEqual({
      version: 2,
      task: 'train',
      architecture: 'bilstm-crf',
      specification: description.specification,
      settings: { ...settings, learningRate: 0.01, epochs: 20 },
      seed: 1,
    });
    expect(history[1]?.configuration).toMatchObject({ task: 'adapt', seed: 2, settings });
  });

  it('tags as it did when it was written, with the same confidences', async () => {
    await openTestBackend('cpu');
    const tagger = Tagger.fromState(unpackBundle('small.graft', bundle));
    const sentences = [
      ['Odile', 'Vance', 'moved', 'to', 'Orrick', '.'],
      ['my', 'Quartz', 'moved', 'to', 'Saltmere', '.'],
      ['call', 'Rhea', 'Holm', 'on', '77', '31', '.'],
    ];
    const tagged = await tagger.tag(sentences);
    expect(tagged.map(({ tags }) => tags)).toEqual([
      ['B-Person', 'E-Person', 'O', 'O', 'S-Place', 'O'],
      ['O', 'S-Product', 'O', 'O', 'S-Place', 'O'],
      ['O', 'B-Person', 'E-Person', 'O', 'O', 'O', 'O'],
    ]);
    const confidences = [
      [0.994, 0.994, 0.9853, 0.973, 0.9681, 0.9903],
      [0.9397, 0.6101, 0.9601, 0.97, 0.9738, 0.9906],
      [0.9695, 0.9941, 0.9941, 0.9911, 0.9814, 0.9831, 0.9873],
    ];
    expectClose(
      tagged.flatMap(({ probabilities }) => probabilities),
      confidences.flat(),
      1e-3,
    );
    tagger.dispose();
  });

  it('takes the defaults of fields that it lacks', () => {
    const lacking = withManifest<Record<string, unknown>>(bundle, (manifest) => {
      Object.assign(manifest, without(manifest, ['scheme', 'dropout']));
    });
    const whole = unpackBundle('small.graft', bundle);
    const read = unpackBundle('small.graft', lacking);
    expect(read.specification).toEqual(description.specification);
    expect(read.settings).toEqual({ ...settings, dropout: 0.5 });
    expect(runsOf(read).map(({ configuration }) => configuration.settings.dropout)).toEqual([0.5, 0.5]);
    expect(read.weights).toEqual(whole.weights);
    expect(read.texts).toEqual(whole.texts);
  });
});
