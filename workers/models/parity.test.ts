/**
 * BLSTM and BiLSTM-CRF beside PyTorch's: emissions, loss, every gradient, and the tags of a small fixed model. The
 * fixtures and how they came about: test/parity/make_fixtures.py.
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
  tensor,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, onEachBackend, readFixture, type Written } from '../kernels/testing.ts';
import { restoreSnapshot } from '../layers/snapshot.ts';
import { architectureDefaults } from '../protocol/hyperparameters.ts';
import { createRandom } from '../text/random.ts';
import type { SentenceBatch } from '../text/sentenceBatch.ts';
import { architectures } from './registry.ts';

interface ModelFixture {
  readonly weights: Readonly<Record<string, Written>>;
  readonly inputs: Readonly<Record<'words' | 'characters' | 'characterLengths' | 'lengths' | 'tags', Written>>;
  readonly emissions: Written;
  readonly loss: Written;
  readonly tokens: number;
  readonly gradients: Readonly<Record<string, Written>>;
  readonly path: Written;
}

const fixtures = readFixture<Record<'blstm' | 'bilstmCrf', ModelFixture>>('models');
const cases = [
  { name: 'blstm', fixture: fixtures.blstm },
  { name: 'bilstm-crf', fixture: fixtures.bilstmCrf },
] as const;

/** The fixture's weights in a model of its sizes. Its tags are POS-like: any may follow any. */
function modelOf(name: (typeof cases)[number]['name'], { weights }: ModelFixture) {
  const size = (weight: string, axis: number) => weights[weight]?.shape[axis] ?? 0;
  const { encoder, output } = architectures[name].build({
    hyperparameters: {
      ...architectureDefaults[name],
      characterEmbedding: size('character.embedding', 1),
      characterHidden: size('character.recurrentWeights', 1),
      wordHidden: size('word.recurrentWeights', 1),
    },
    wordRows: Float32Array.from(weights['word.embedding']?.values ?? []),
    wordDimension: size('word.embedding', 1),
    characters: size('character.embedding', 0),
    tags: Array.from({ length: size('output.bias', 0) }, (_, tag) => `${tag}`),
    scheme: 'tags',
    random: createRandom(1),
  });
  const parameters = { ...encoder.parameters, ...output.parameters };
  const stored = Object.entries(weights).map(([key, { shape, values }]) => [
    key,
    { shape, values: Float32Array.from(values) },
  ]);
  restoreSnapshot(parameters, new Map(stored as [string, { shape: number[]; values: Float32Array }][]));
  return { encoder, output, parameters };
}

/** The fixture's batch, in which every token has a spelling of its own; row 0 is the empty one of padding. */
function batchOf({ inputs }: ModelFixture): SentenceBatch {
  const [size = 0, time = 0, longest = 0] = inputs.characters.shape;
  return {
    size,
    time,
    longest,
    lengths: Int32Array.from(inputs.lengths.values),
    words: Int32Array.from(inputs.words.values),
    spellings: Int32Array.from(inputs.characterLengths.values, (length, token) => (length > 0 ? token + 1 : 0)),
    characters: Int32Array.from([...new Array<number>(longest).fill(0), ...inputs.characters.values]),
    characterLengths: Int32Array.from([0, ...inputs.characterLengths.values]),
  };
}

function goldOf({ inputs, emissions }: ModelFixture): Float32Array {
  const [, time = 0, tags = 0] = emissions.shape;
  const allowed = new Float32Array(emissions.values.length);
  inputs.tags.values.forEach((tag, token) => {
    const inSentence = token % time < (inputs.lengths.values[Math.floor(token / time)] ?? 0);
    if (inSentence) allowed[token * tags + tag] = 1;
  });
  return allowed;
}

onEachBackend((backend) => {
  const tolerance = (backend as string) === 'webgpu' ? 1e-3 : 1e-4;
  describe.each(cases)('$name', ({ name, fixture }) => {
    it('has PyTorch’s loss and gradients, for every parameter', async () => {
      const { encoder, output, parameters } = modelOf(name, fixture);
      const batch = batchOf(fixture);
      const [sentences, tokens] = [batch.size, fixture.tokens];
      const { value, grads } = variableGrads(
        () =>
          tidy(() => {
            const lengths = tensor(batch.lengths, [batch.size], 'int32') as Tensor1D;
            const allowed = tensor(goldOf(fixture), fixture.emissions.shape as [number, number, number]);
            const loss = output.loss(encoder.encode(batch, null), allowed as Tensor3D, lengths);
            // The BLSTM's loss is a mean over tokens; the fixture's is one over sentences.
            return (name === 'blstm' ? div(loss, scalar(sentences / tokens)) : loss) as Scalar;
          }),
        Object.values(parameters),
      );
      expectClose(await value.data(), fixture.loss.values, tolerance, 'loss');
      expect(Object.keys(parameters).sort()).toEqual(Object.keys(fixture.gradients).sort());
      for (const [key, variable] of Object.entries(parameters)) {
        const gradient = grads[variable.name];
        expectClose((await gradient?.data()) ?? [], fixture.gradients[key]?.values ?? [], tolerance, key);
        gradient?.dispose();
      }
      value.dispose();
      for (const variable of Object.values(parameters)) variable.dispose();
    });

    it('has PyTorch’s emissions and tags', async () => {
      const { encoder, output, parameters } = modelOf(name, fixture);
      const batch = batchOf(fixture);
      const lengths = tensor(batch.lengths, [batch.size], 'int32') as Tensor1D;
      const features = encoder.encode(batch, null);
      const emissions = tidy(() => {
        const { 'output.weights': weights, 'output.bias': bias } = parameters;
        const flat = reshape(features, [batch.size * batch.time, encoder.featureSize]);
        return add(matMul(flat, weights as unknown as Tensor2D), bias as unknown as Tensor1D); // [batch·time, tags]
      });
      const tagCount = output.tags.length;
      const inSentence = (_: number, cell: number) => {
        const token = Math.floor(cell / tagCount);
        return token % batch.time < (batch.lengths[Math.floor(token / batch.time)] ?? 0);
      };
      const [ours, theirs] = [[...(await emissions.data())], fixture.emissions.values];
      expectClose(ours.filter(inSentence), theirs.filter(inSentence), tolerance, 'emissions');
      emissions.dispose();
      const { tags } = await output.decode(features, lengths);
      batch.lengths.forEach((length, row) => {
        const from = row * batch.time;
        expect([...tags.slice(from, from + length)]).toEqual(fixture.path.values.slice(from, from + length));
      });
      for (const each of [lengths, features, ...Object.values(parameters)]) each.dispose();
    });
  });
});
