/**
 * The BiLSTM-CNN beside PyTorch's: probabilities, tags, loss and every gradient of a small fixed model, which reads real
 * words: known and unknown ones, their letter case and characters that it has never seen. The fixture and how it came
 * about: test/parity/make_bilstm_cnn_fixtures.py.
 */

import type { Scalar, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { softmax, tensor, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectClose, onEachBackend, readFixture, tensorOf, type Written } from '../kernels/testing.ts';
import { commonSettings } from '../protocol/settings.ts';
import { Tagger } from './tagger.ts';
import { knownExamples, smallSpecification } from './testing.ts';

interface Fixture {
  readonly sentences: readonly (readonly string[])[];
  readonly texts: Readonly<Record<'words' | 'characters', readonly string[]>>;
  readonly tags: Written;
  readonly weights: Readonly<Record<string, Written>>;
  readonly sums: Written;
  readonly path: Written;
  readonly loss: Written;
  readonly gradients: Readonly<Record<string, Written>>;
}

const fixture = readFixture<{ model: Fixture }>('bilstmCnn').model;
const { sentences, texts, weights } = fixture;
const [, time = 0, tagCount = 0] = fixture.sums.shape;

function taggerOf(): Tagger {
  const side = (weight: string, axis: number) => weights[weight]?.shape[axis] ?? 0;
  const { encoder, output } = smallSpecification('bilstm-cnn', {
    characterEmbedding: side('characterTable.rows', 1),
    characterWindow: side('characterLayer.weights', 1),
    characterFilters: side('characterLayer.weights', 2),
    wordEmbedding: side('wordTable.rows', 1),
    wordHidden: side('wordLayer.recurrentWeights', 1),
    wordLayers: 2,
  });
  const tags = Array.from({ length: tagCount }, (_, tag) => `${tag}`);
  return Tagger.fromState({
    name: 'fixture',
    architecture: 'bilstm-cnn',
    specification: { encoder, output: { ...output, scheme: 'tags' } },
    categories: tags,
    tags,
    settings: commonSettings,
    texts: { 'wordTable.words': texts.words, 'characterTable.characters': texts.characters },
    weights: Object.fromEntries(
      Object.entries(weights).map(([name, { shape, values }]) => [name, { shape, values: Float32Array.from(values) }]),
    ),
    history: [],
  });
}

onEachBackend(() => {
  it('has PyTorch’s loss and gradients, for every parameter', async () => {
    const tagger = taggerOf();
    const examples = knownExamples(
      tagger,
      sentences,
      (_, row, column) => `${fixture.tags.values[row * time + column]}`,
    );
    const { parameters } = tagger;
    const { value, grads } = variableGrads(() => tagger.loss(examples, null) as Scalar, Object.values(parameters));
    expectClose(await value.data(), fixture.loss.values, 1e-4, 'loss');
    expect(Object.keys(parameters).sort()).toEqual(Object.keys(fixture.gradients).sort());
    for (const [name, expected] of Object.entries(fixture.gradients)) {
      const gradient = grads[parameters[name]?.name as string];
      expectClose((await gradient?.data()) ?? [], expected.values, 1e-4, name);
      gradient?.dispose();
    }
    value.dispose();
    tagger.dispose();
  });

  it('has PyTorch’s probabilities and tags', async () => {
    const tagger = taggerOf();
    const [ours, theirs] = tidy(() => {
      const lengths = tensor(
        sentences.map(({ length }) => length),
        [sentences.length],
        'int32',
      ) as Tensor1D;
      const all = tagger.output.marginals(tagger.encoder.encode(sentences, null), lengths) as Tensor3D;
      return [all, softmax(tensorOf<Tensor3D>(fixture.sums)) as Tensor3D];
    }) as [Tensor3D, Tensor3D];
    const [actual, expected] = [await ours.array(), await theirs.array()];
    const tagged = await tagger.tag(sentences);
    sentences.forEach(({ length }, row) => {
      const inSentence = (all: number[][][]) => (all[row] ?? []).slice(0, length).flat();
      expectClose(inSentence(actual), inSentence(expected), 1e-4, `probabilities of sentence ${row}`);
      const path = fixture.path.values.slice(row * time, row * time + length);
      expect(tagged[row]?.tags.map(Number)).toEqual(path);
      const chosen = path.map((tag, column) => expected[row]?.[column]?.[tag] as number);
      expectClose(tagged[row]?.probabilities ?? [], chosen, 1e-4, 'confidence');
    });
    for (const each of [ours, theirs]) each.dispose();
    tagger.dispose();
  });
});
