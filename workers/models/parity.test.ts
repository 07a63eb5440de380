/**
 * The architectures beside PyTorch's: emissions, loss, every gradient, and the tags of a small fixed model. The fixtures
 * and how they came about: test/parity/make_fixtures.py and make_hierarchical_gru.py.
 */
import {
  add,
  div,
  matMul,
  reshape,
  type Scalar,
  scalar,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, onEachBackend, readFixture, type Written } from '../kernels/testing.ts';
import { commonSettings } from '../protocol/settings.ts';
import type { ModelSpecification } from '../protocol/specification.ts';
import type { Example } from '../text/examples.ts';
import { Tagger } from './tagger.ts';
import { knownExamples, smallSpecification } from './testing.ts';

interface ModelFixture {
  readonly weights: Readonly<Record<string, Written>>;
  readonly inputs: Readonly<Record<'words' | 'characters' | 'characterLengths' | 'lengths' | 'tags', Written>>;
  /** Null where they hang on the tags before. */
  readonly emissions: Written | null;
  readonly loss: Written;
  readonly tokens: number;
  readonly gradients: Readonly<Record<string, Written>>;
  readonly path: Written;
}

/** What the weights were called when the first fixtures were made. */
const names: Readonly<Record<string, string>> = {
  'word.embedding': 'wordTable.rows',
  'character.embedding': 'characterTable.rows',
  'character.inputWeights': 'characterLayer.inputWeights',
  'character.recurrentWeights': 'characterLayer.recurrentWeights',
  'character.bias': 'characterLayer.bias',
  'word.inputWeights': 'wordLayer.inputWeights',
  'word.recurrentWeights': 'wordLayer.recurrentWeights',
  'word.bias': 'wordLayer.bias',
  'output.weights': 'outputLayer.weights',
  'output.bias': 'outputLayer.bias',
  'crf.transitions': 'transitions.scores',
  'labels.embeddings': 'labelLayer.embeddings',
  'labels.weights': 'labelLayer.weights',
  'labels.bias': 'labelLayer.bias',
  'decoder.featureWeights': 'decoder.featureWeights',
  'decoder.stateWeights': 'decoder.stateWeights',
  'decoder.scoreWeights': 'decoder.scoreWeights',
  'bridge.weights': 'bridge.weights',
  'bridge.bias': 'bridge.bias',
};

function renamed({ weights, gradients, ...fixture }: ModelFixture): ModelFixture {
  const byName = (written: ModelFixture['weights']) =>
    Object.fromEntries(Object.entries(written).map(([key, value]) => [names[key] ?? key, value]));
  return { ...fixture, weights: byName(weights), gradients: byName(gradients) };
}

const { blstm, bilstmCrf } = readFixture<Record<'blstm' | 'bilstmCrf', ModelFixture>>('models');
const cases = [
  { name: 'blstm', fixture: renamed(blstm) },
  { name: 'bilstm-crf', fixture: renamed(bilstmCrf) },
  { name: 'hierarchical-gru', fixture: readFixture<ModelFixture>('hierarchicalGru') },
  { name: 'seq2seq', fixture: renamed(readFixture<{ model: ModelFixture }>('decoder').model) },
] as const;

/**
 * The fixture speaks of rows, an encoder of words. A word here is spelled by one character for each row of the character
 * table; its row of the word table repeats the fixture's row for it.
 */
class Spelled {
  readonly sentences: string[][];
  /** By word, the fixture's row. */
  readonly rows = new Map<string, number>();

  constructor({ inputs }: ModelFixture) {
    const [size = 0, time = 0, longest = 0] = inputs.characters.shape;
    this.sentences = Array.from({ length: size }, (_, row) =>
      Array.from({ length: inputs.lengths.values[row] ?? 0 }, (_, column) => {
        const token = row * time + column;
        const length = inputs.characterLengths.values[token] ?? 0;
        const ids = inputs.characters.values.slice(token * longest, token * longest + length);
        const word = ids.map(characterOf).join('');
        const known = this.rows.get(word);
        const wanted = inputs.words.values[token] ?? 0;
        if (known !== undefined && known !== wanted) throw new Error('Two words of the fixture are spelled alike.');
        this.rows.set(word, wanted);
        return word;
      }),
    );
  }

  /** Rows of the fixture's word table, one for each word, behind those of padding and the unknown. */
  wordRows({ shape, values }: Written): { shape: number[]; values: Float32Array } {
    const dimension = shape[1] ?? 0;
    const row = (number: number) => values.slice(number * dimension, (number + 1) * dimension);
    const all = [0, 1, ...this.rows.values()];
    return { shape: [all.length, dimension], values: Float32Array.from(all.flatMap(row)) };
  }

  /** What the words' rows got, added up by the fixture's rows. */
  addedUp(gradient: ArrayLike<number>, { shape }: Written): Float32Array {
    const dimension = shape[1] ?? 0;
    const sums = new Float32Array((shape[0] ?? 0) * dimension);
    [0, 1, ...this.rows.values()].forEach((number, row) => {
      for (let at = 0; at < dimension; at++) {
        const place = number * dimension + at;
        sums[place] = (sums[place] ?? 0) + (gradient[row * dimension + at] ?? 0);
      }
    });
    return sums;
  }
}

/** Letters of a private alphabet, so that none is changed by lower case. */
const characterOf = (row: number) => String.fromCodePoint(0xe000 + row);

/** The fixture's weights in a tagger of its sizes. Its tags are POS-like: any may follow any. */
function taggerOf(architecture: (typeof cases)[number]['name'], { weights }: ModelFixture, spelled: Spelled): Tagger {
  const size = (weight: string, axis: number) => weights[weight]?.shape[axis] ?? 0;
  const lowest = architecture === 'hierarchical-gru' ? '1' : '';
  const small = smallSpecification(architecture, {
    characterEmbedding: size('characterTable.rows', 1),
    characterHidden: size(`characterLayer${lowest}.recurrentWeights`, 1),
    wordEmbedding: size('wordTable.rows', 1),
    wordHidden: size(`wordLayer${lowest}.recurrentWeights`, 1),
  });
  const { output } = small;
  const decoder = {
    decoderHidden: size('decoder.stateWeights', 0),
    attentionSize: size('decoder.scoreWeights', 0),
    labelEmbedding: size('labelLayer.embeddings', 1),
  };
  const specification: ModelSpecification = {
    encoder: small.encoder,
    output: { ...output, scheme: 'tags', ...(output.kind === 'attention-decoder' && decoder) },
  };
  const tags = Array.from({ length: size('outputLayer.bias', 0) }, (_, tag) => `${tag}`);
  const stored = Object.entries(weights).map(([key, written]) => [
    key,
    key === 'wordTable.rows' ? spelled.wordRows(written) : { ...written, values: Float32Array.from(written.values) },
  ]);
  const characters = Array.from({ length: size('characterTable.rows', 0) }, (_, row) => characterOf(row));
  const words = ['<PAD>', '<UNK>', ...spelled.rows.keys()];
  return Tagger.fromState({
    name: 'fixture',
    architecture,
    specification,
    categories: tags,
    tags,
    settings: commonSettings,
    texts: { 'wordTable.words': words, 'characterTable.characters': characters },
    weights: Object.fromEntries(stored),
    history: [],
  });
}

function examplesOf(tagger: Tagger, { sentences }: Spelled, { inputs }: ModelFixture): Example[] {
  const [, time = 0] = inputs.tags.shape;
  return knownExamples(tagger, sentences, (_, row, column) => `${inputs.tags.values[row * time + column]}`);
}

/** Of an output that is a linear layer over the features [batch, time, tags]. */
async function emissionsOf({ encoder, parameters, output }: Tagger, sentences: string[][]): Promise<number[][][]> {
  const emissions = tidy(() => {
    const features = encoder.encode(sentences, null); // [batch, time, features]
    const [batch, time, size] = features.shape;
    const { 'outputLayer.weights': weights, 'outputLayer.bias': bias } = parameters;
    const flat = matMul(reshape(features, [batch * time, size]), weights as unknown as Tensor2D);
    return reshape(add(flat, bias as unknown as Tensor1D), [batch, time, output.tags.length]) as Tensor3D;
  });
  const found = await emissions.array();
  emissions.dispose();
  return found;
}

onEachBackend((backend) => {
  const tolerance = (backend as string) === 'webgpu' ? 1e-3 : 1e-4;
  describe.each(cases)('$name', ({ name, fixture }) => {
    it('has PyTorch’s loss and gradients, for every parameter', async () => {
      const spelled = new Spelled(fixture);
      const tagger = taggerOf(name, fixture, spelled);
      const examples = examplesOf(tagger, spelled, fixture);
      const { parameters } = tagger;
      const { value, grads } = variableGrads(
        () =>
          tidy(() => {
            const loss = tagger.loss(examples, null);
            // Some losses are a mean over tokens; the fixture's is one over sentences.
            const perSentence = tagger.output.specification.kind === 'crf';
            return (perSentence ? loss : div(loss, scalar(examples.length / fixture.tokens))) as Scalar;
          }),
        Object.values(parameters),
      );
      expectClose(await value.data(), fixture.loss.values, tolerance, 'loss');
      expect(Object.keys(parameters).sort()).toEqual(Object.keys(fixture.gradients).sort());
      for (const [key, expected] of Object.entries(fixture.gradients)) {
        const gradient = grads[parameters[key]?.name as string];
        const values = (await gradient?.data()) ?? [];
        const ours = key === 'wordTable.rows' ? spelled.addedUp(values, expected) : values;
        expectClose(ours, expected.values, tolerance, key);
        gradient?.dispose();
      }
      value.dispose();
      tagger.dispose();
    });

    it('has PyTorch’s emissions and tags', async () => {
      const spelled = new Spelled(fixture);
      const tagger = taggerOf(name, fixture, spelled);
      const [, fixtureTime = 0] = fixture.inputs.words.shape;
      const ours = fixture.emissions && (await emissionsOf(tagger, spelled.sentences));
      const tagged = await tagger.tag(spelled.sentences);
      spelled.sentences.forEach(({ length }, row) => {
        const from = row * fixtureTime;
        if (ours && fixture.emissions) {
          const tagCount = tagger.output.tags.length;
          const expected = fixture.emissions.values.slice(from * tagCount, (from + length) * tagCount);
          expectClose((ours[row] ?? []).slice(0, length).flat(), expected, tolerance, `emissions of sentence ${row}`);
        }
        expect(tagged[row]?.tags.map(Number)).toEqual(fixture.path.values.slice(from, from + length));
      });
      tagger.dispose();
    });
  });
});
