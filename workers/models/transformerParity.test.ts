/**
 * Transformers of every family beside the library transformers: hidden states, loss and every gradient of a small model with
 * random weights. The fixtures and how they came about: test/parity/make_transformers.py.
 */
import { type Scalar, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { wordPieceFiles } from '../encoders/testing.ts';
import type { TransformerEncoder } from '../encoders/transformerEncoder.ts';
import { expectClose, onEachBackend, readFixture, toleranceOf, type Written } from '../kernels/testing.ts';
import { defaultsOf } from '../protocol/fields.ts';
import { softmaxOutput } from '../protocol/outputs/softmax.ts';
import { commonSettings } from '../protocol/settings.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import type { Example } from '../text/examples.ts';
import { packPieces } from '../text/packedPieces.ts';
import { Tagger } from './tagger.ts';
import { knownExamples } from './testing.ts';

interface TransformerFixture {
  readonly specification: EncoderSpecifications['transformer'];
  readonly vocabulary: readonly string[];
  readonly sentences: readonly (readonly string[])[];
  readonly weights: Readonly<Record<string, Written>>;
  readonly states: Written;
  readonly tags: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Written>>;
}

const families = ['bert', 'roberta', 'distilbert', 'electra', 'xlm-r', 'modernbert'].map((family) => ({
  family,
  fixture: readFixture<TransformerFixture>(`transformers/${family}`),
}));

function taggerOf({ specification, vocabulary, weights }: TransformerFixture): Tagger {
  const tags = Array.from({ length: weights['outputLayer.bias']?.shape[0] ?? 0 }, (_, tag) => `${tag}`);
  const output = { kind: 'softmax', ...defaultsOf(softmaxOutput.fields), scheme: 'tags' } as const;
  return Tagger.fromState({
    name: 'fixture',
    architecture: 'bert-tagger',
    specification: { encoder: specification, output },
    categories: tags,
    tags,
    settings: commonSettings,
    texts: { 'tokenizer.files': wordPieceFiles(vocabulary) },
    weights: Object.fromEntries(
      Object.entries(weights).map(([name, { shape, values }]) => [name, { shape, values: Float32Array.from(values) }]),
    ),
    history: [],
  });
}

/** The fixture's tags stand one after another. */
function examplesOf(tagger: Tagger, { sentences, tags }: TransformerFixture): Example[] {
  let word = 0;
  return knownExamples(tagger, sentences, () => `${tags[word++]}`);
}

onEachBackend((backend) => {
  describe.each(families)('a small model of $family', ({ fixture }) => {
    it('has the hidden states of transformers, for every piece', async () => {
      const tagger = taggerOf(fixture);
      const encoder = tagger.encoder as TransformerEncoder;
      const packed = packPieces(fixture.sentences, encoder.tokenizer, fixture.specification.maximumLength);
      const states = tidy(() => encoder.states(packed, null));
      const [pieces = 0, hidden = 0] = fixture.states.shape;
      expect(packed.starts.at(-1)).toBe(pieces);
      const values = await states.data();
      expectClose(values.slice(0, pieces * hidden), fixture.states.values, toleranceOf(backend), 'states');
      states.dispose();
      tagger.dispose();
    });

    it('has the loss of transformers, and the gradient of every parameter', async () => {
      const tagger = taggerOf(fixture);
      const { parameters } = tagger;
      const examples = examplesOf(tagger, fixture);
      const { value, grads } = variableGrads(() => tagger.loss(examples, null) as Scalar, Object.values(parameters));
      expectClose(await value.data(), [fixture.loss], toleranceOf(backend), 'loss');
      expect(Object.keys(parameters).sort()).toEqual(Object.keys(fixture.gradients).sort());
      for (const [name, expected] of Object.entries(fixture.gradients)) {
        const gradient = grads[parameters[name]?.name as string];
        expectClose((await gradient?.data()) ?? [], expected.values, toleranceOf(backend), name);
        gradient?.dispose();
      }
      value.dispose();
      tagger.dispose();
    });
  });
});
