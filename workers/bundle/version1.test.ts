import { strToU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { editCategories } from '../engine/edit.ts';
import { expectClose, openTestBackend } from '../kernels/testing.ts';
import { Tagger } from '../models/tagger.ts';
import { runsOf } from '../models/testing.ts';
import { defaultAdaptation } from '../protocol/configuration.ts';
import { GraftError } from '../protocol/errors.ts';
import { commonSettings } from '../protocol/settings.ts';
import { writeSafetensors } from '../text/safetensors.ts';
import { packBundle, unpackBundle } from './bundle.ts';
import { readSafetensors } from './safetensors.ts';
import { keptBundle, withFittingParts, withManifest } from './testing.ts';

/** The demo's model as Graft wrote it before parts had names and models specifications. */
const bundle = keptBundle(1);
const kept = () => unpackBundle('old.graft', bundle);

interface Manifest {
  architecture: string;
  scheme: string;
  hyperparameters: Record<string, unknown>;
  history: (object & { configuration: object & { hyperparameters: Record<string, unknown> } })[];
}

const settings = { ...commonSettings, learningRate: 0.004, batchSize: 16, epochs: 40, patience: 8 };
const specification = {
  encoder: {
    kind: 'bilstm',
    characterEmbedding: 25,
    characterHidden: 25,
    wordEmbedding: 50,
    wordHidden: 64,
    digitsToZero: true,
    unknownWords: 'vectors',
  },
  output: { kind: 'crf', scheme: 'bioes', objective: 'likelihood' },
};

it('a bundle of version 1 has its categories renamed and merged like any other', async () => {
  await openTestBackend('cpu');
  const state = kept();
  const [first = '', second = ''] = state.categories;
  const edited = await editCategories(state, { [first]: 'One', [second]: 'One' });
  const again = unpackBundle('edited.graft', packBundle(edited));
  expect(again).toEqual(edited);
  expect(again.categories).toEqual(['One', ...state.categories.slice(2)]);
  Tagger.fromState(again).dispose();
});

describe('a bundle of version 1', () => {
  it('is read as what it would be today', () => {
    const { name, architecture, specification: read, categories, tags, settings: readSettings } = kept();
    expect({ name, architecture, specification: read, settings: readSettings }).toEqual({
      name: 'Support desk source',
      architecture: 'bilstm-crf',
      specification,
      settings,
    });
    expect(categories).toEqual([
      'Organization',
      'Person',
      'Location',
      'CustomerIdentification',
      'PaymentInformation',
      'PersonalInformation',
      'Phone',
    ]);
    expect(tags.slice(0, 6)).toEqual([
      'O',
      'B-Organization',
      'I-Organization',
      'E-Organization',
      'S-Organization',
      'B-Person',
    ]);
    expect(tags).toHaveLength(29);
  });

  it('has its words and characters as texts, and its weights by the parts’ names', () => {
    const { texts, weights } = kept();
    expect(Object.keys(texts)).toEqual(['wordTable.words', 'characterTable.characters']);
    expect(texts['wordTable.words']?.slice(0, 5)).toEqual(['<PAD>', '<UNK>', 'Welcome', 'to', 'Tarnwave']);
    expect(texts['characterTable.characters']?.slice(0, 4)).toEqual(['<PAD>', '<UNK>', 'W', 'e']);
    expect(Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape]))).toEqual({
      'wordTable.rows': [1281, 50],
      'characterTable.rows': [69, 25],
      'characterLayer.inputWeights': [25, 200],
      'characterLayer.recurrentWeights': [2, 25, 100],
      'characterLayer.bias': [200],
      'wordLayer.inputWeights': [100, 512],
      'wordLayer.recurrentWeights': [2, 64, 256],
      'wordLayer.bias': [512],
      'outputLayer.weights': [128, 29],
      'outputLayer.bias': [29],
      'transitions.scores': [31, 31],
    });
    const old = readSafetensors(unzipSync(bundle)['weights.safetensors'] as Uint8Array);
    expect(weights['wordTable.rows']).toEqual(old['word.embedding']);
    expect(weights['wordLayer.bias']).toEqual(old['word.bias']);
    expect(weights['characterLayer.bias']).toEqual(old['character.bias']);
  });

  it('has its history, each step described as a run of today', () => {
    const history = runsOf(kept());
    expect(history).toHaveLength(1);
    const { task, corpus, sentences, epochs, test, configuration } = history[0] ?? expect.fail('no history');
    expect({ task, corpus, sentences, epochs }).toEqual({
      task: 'train',
      corpus: 'Support desk, first company',
      sentences: 2432,
      epochs: 32,
    });
    expect(test?.overall.f1).toBeCloseTo(84.29, 2);
    expect(configuration).toEqual({
      version: 2,
      task: 'train',
      architecture: 'bilstm-crf',
      specification,
      settings,
      seed: 1,
    });
  });

  it('tags as it did when it was written, with the same confidences', async () => {
    await openTestBackend('cpu');
    const tagger = Tagger.fromState(kept());
    // Tags and confidences were recorded with the Graft that wrote the bundle.
    const expected = [
      'Hello , my name is Greta/B-Person/1 Hollis/E-Person/1 and I live in Portsham/S-Location/1 .',
      'Call me on 0171/B-Phone/0.998 555/I-Phone/0.998 0199/E-Phone/1 please .',
      'Is Anneke/B-Person/0.983 Dorn/E-Person/0.983 from Volttel/S-Organization/0.998 still there ?',
      'My customer number is K77AB123456/S-CustomerIdentification/1 , and Tarnwave/S-Organization/0.998 charged my card 4111-2222-3333-4444/S-PaymentInformation/0.972 .',
    ].map((line) => line.split(' ').map((word) => word.split('/') as [string, string?, string?]));
    const tagged = await tagger.tag(expected.map((sentence) => sentence.map(([word]) => word)));
    expected.forEach((sentence, index) => {
      const { tags, probabilities } = tagged[index] ?? expect.fail('no tags');
      expect(tags).toEqual(sentence.map(([, tag = 'O']) => tag));
      expectClose(
        probabilities,
        sentence.map(([, , confidence = '1']) => Number(confidence)),
        2e-3,
      );
    });
    tagger.dispose();
  });

  it('is written as a bundle of today, which says the same', () => {
    const state = kept();
    expect(unpackBundle('new.graft', packBundle(state))).toEqual(state);
  });

  it('takes the settings of its last step where it was adapted, and those of its own where none is recorded', () => {
    const adapted = withManifest<Manifest>(bundle, ({ history }) => {
      const [first] = history;
      if (!first) throw new Error('no history');
      const { configuration } = first;
      history.push({
        ...first,
        ...{ task: 'adapt', newCategories: ['Phone'] },
        configuration: {
          ...configuration,
          hyperparameters: { ...configuration.hyperparameters, learningRate: 0.0125, optimizer: 'sgd', epochs: 3 },
          ...{ adaptation: { ...defaultAdaptation, newCategories: ['Phone'] } },
        },
      });
    });
    const state = unpackBundle('old.graft', adapted);
    const own = { ...settings, learningRate: 0.0125, optimizer: 'sgd', epochs: 3 };
    expect(state.settings).toEqual(own);
    expect(state.specification).toEqual(specification);
    expect(runsOf(state).map(({ configuration }) => configuration.settings)).toEqual([settings, own]);
    expect(runsOf(state)[1]?.configuration).toEqual({
      version: 2,
      task: 'adapt',
      seed: 1,
      settings: own,
      adaptation: { ...defaultAdaptation, newCategories: ['Phone'] },
    });
    const unrecorded = withManifest<Manifest>(bundle, (manifest) => {
      manifest.history = [];
      manifest.hyperparameters.learningRate = 0.03;
    });
    expect(unpackBundle('old.graft', unrecorded).settings).toEqual({ ...settings, learningRate: 0.03 });
  });

  it('has the size of its word vectors, which its hyperparameters did not know', async () => {
    await openTestBackend('cpu');
    const size = 20;
    const {
      'word.embedding': rows,
      'word.inputWeights': inputs,
      ...rest
    } = readSafetensors(unzipSync(bundle)['weights.safetensors'] as Uint8Array);
    const [words = 0] = rows?.shape ?? [];
    const [, gates = 0] = inputs?.shape ?? [];
    const weights = writeSafetensors({
      ...rest,
      'word.embedding': { shape: [words, size], values: new Float32Array(words * size) },
      'word.inputWeights': { shape: [size + 50, gates], values: new Float32Array((size + 50) * gates) },
    });
    const state = unpackBundle('old.graft', withFittingParts(bundle, { 'weights.safetensors': weights }));
    expect(state.specification).toEqual({
      ...specification,
      encoder: { ...specification.encoder, wordEmbedding: size },
    });
    Tagger.fromState(state).dispose();
  });

  it('had a softmax where its architecture was BLSTM', () => {
    const blstm = withManifest<Manifest>(bundle, (manifest) => {
      manifest.architecture = 'blstm';
      for (const { configuration } of manifest.history) Object.assign(configuration, { architecture: 'blstm' });
    });
    const state = unpackBundle('old.graft', blstm);
    expect(state.specification.output).toEqual({ kind: 'softmax', scheme: 'bioes' });
  });

  it.each([
    ['weights.safetensors', writeSafetensors({}), 'no weights'],
    ['vocabulary.json', strToU8('{"words": []}'), 'characters'],
  ])('is refused where its part %s is wrong', (part, bytes, message) => {
    const read = () => unpackBundle('old.graft', withFittingParts(bundle, { [part]: bytes }));
    expect(read).toThrow(GraftError);
    expect(read).toThrow(message);
  });

  it('is refused where it is of an architecture that there was not, or a part is not what was written', () => {
    const unheard = withManifest<Manifest>(bundle, (manifest) => {
      manifest.architecture = 'unheard-of';
    });
    expect(() => unpackBundle('old.graft', unheard)).toThrow(/architecture/);
    const forged = withManifest<{ checksums: Record<string, string> }>(bundle, ({ checksums }) => {
      checksums['vocabulary.json'] = '00000000';
    });
    expect(() => unpackBundle('old.graft', forged)).toThrow(/not those that were written/);
  });
});
