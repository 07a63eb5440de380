/**
 * Transformers of every family beside the library transformers: hidden states, loss and every gradient of a small model with
 * random weights. The fixtures and how they came about: test/parity/make_transformers.py.
 */
import { type Scalar, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { TransformerEncoder } from '../encoders/transformerEncoder.ts';
import { expectClose, onEachBackend, readFixture, toleranceOf } from '../kernels/testing.ts';
import { packPieces } from '../text/packedPieces.ts';
import { fixtureExamples, type TransformerFixture, taggerOfFixture } from './testing.ts';

const families = ['bert', 'roberta', 'distilbert', 'electra', 'xlm-r', 'modernbert'].map((family) => ({
  family,
  fixture: readFixture<TransformerFixture>(`transformers/${family}`),
}));

onEachBackend((backend) => {
  describe.each(families)('a small model of $family', ({ fixture }) => {
    it('has the hidden states of transformers, for every piece', async () => {
      const tagger = taggerOfFixture(fixture);
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
      const tagger = taggerOfFixture(fixture);
      (tagger.encoder as TransformerEncoder).learnWholeTable();
      const { parameters } = tagger;
      const examples = fixtureExamples(tagger, fixture);
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
