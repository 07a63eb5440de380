/** Low-rank adapters (Hu et al. 2021): what PyTorch makes of them, what learns beside them, and that they end in the weights. */
import { memory, type Scalar, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { describe, expect, it, test } from 'vitest';
import type { TransformerEncoder } from '../encoders/transformerEncoder.ts';
import { expectClose, onEachBackend, readFixture, toleranceOf, type Written } from '../kernels/testing.ts';
import { givenParameters } from '../layers/parameters.ts';
import { storedWeights } from '../layers/snapshot.ts';
import { commonSettings } from '../protocol/settings.ts';
import { packPieces } from '../text/packedPieces.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { Tagger } from './tagger.ts';
import {
  fixtureExamples,
  knownExamples,
  singleTag,
  smallTagger,
  type TransformerFixture,
  taggerOfFixture,
  weightsOf,
} from './testing.ts';

interface AdaptedFixture extends TransformerFixture {
  readonly adapters: {
    readonly rank: number;
    readonly scale: number;
    readonly places: 'attention' | 'all';
    readonly weights: Readonly<Record<string, Written>>;
  };
}

const families = ['bert', 'modernbert'].map((family) => ({
  family,
  fixture: readFixture<AdaptedFixture>(`transformers/adapters-${family}`),
}));

function adapted({ adapters, ...fixture }: AdaptedFixture): Tagger {
  const tagger = taggerOfFixture(fixture);
  const choice = { loraRank: adapters.rank, loraScale: adapters.scale, loraPlaces: adapters.places };
  tagger.encoder.adapt?.(choice, givenParameters(weightsOf(adapters.weights), createRandom(1)));
  return tagger;
}

const sentences = [
  ['Ada', 'moved', 'to', 'Velby'],
  ['the', 'router', 'is', 'broken'],
  ['Ada', 'is', 'here'],
];
const choice = { loraRank: 3, loraScale: 6, loraPlaces: 'attention' } as const;

async function marginalsOf(tagger: Tagger): Promise<number[]> {
  return (await tagger.marginals(sentences)).flatMap((each) => [...each]);
}

/** Some steps; the names of what has moved. */
async function learn(tagger: Tagger): Promise<string[]> {
  const before = await storedWeights(tagger);
  const rule = { optimizer: 'adam', momentum: 0, clip: 5 } as const;
  const optimizer = new Optimizer(atConstantRate(tagger.learningParameters, 0.01), rule);
  const examples = knownExamples(tagger, sentences, (word) => (word === 'Ada' ? singleTag(tagger, 'Person') : 'O'));
  for (let step = 0; step < 4; step++) {
    optimizer.step(() => tagger.loss(examples, { rate: 0.1, random: createRandom(step) })).dispose();
  }
  optimizer.dispose();
  const after = await storedWeights(tagger);
  return Object.keys(after).filter((name) => String(after[name]?.values) !== String(before[name]?.values));
}

onEachBackend((backend) => {
  describe.each(families)('adapters of a small model of $family', ({ fixture }) => {
    it('give the hidden states, the loss and the gradients of A, B and the output that PyTorch gives', async () => {
      const tagger = adapted(fixture);
      const encoder = tagger.encoder as TransformerEncoder;
      const packed = packPieces(fixture.sentences, encoder.tokenizer, fixture.specification.maximumLength);
      const states = tidy(() => encoder.states(packed, null));
      const [pieces = 0, hidden = 0] = fixture.states.shape;
      const values = (await states.data()).slice(0, pieces * hidden);
      expectClose(values, fixture.states.values, toleranceOf(backend), 'states');
      const { learningParameters } = tagger;
      expect(Object.keys(learningParameters).sort()).toEqual(Object.keys(fixture.gradients).sort());
      const examples = fixtureExamples(tagger, fixture);
      const loss = () => tagger.loss(examples, null) as Scalar;
      const { value, grads } = variableGrads(loss, Object.values(learningParameters));
      expectClose(await value.data(), [fixture.loss], toleranceOf(backend), 'loss');
      for (const [name, expected] of Object.entries(fixture.gradients)) {
        const gradient = grads[learningParameters[name]?.name as string];
        expectClose((await gradient?.data()) ?? [], expected.values, toleranceOf(backend), name);
        gradient?.dispose();
      }
      value.dispose();
      states.dispose();
      tagger.dispose();
    });
  });

  test.each(['attention', 'all'] as const)(
    'beside %s nothing else of the encoder learns, and merged they score alike',
    async (loraPlaces) => {
      const before = memory().numTensors;
      const tagger = smallTagger('bert-crf', { sentences });
      const untouched = await marginalsOf(tagger);
      tagger.adapt({ ...choice, loraPlaces }, createRandom(2));
      // B is 0 at first.
      expectClose(await marginalsOf(tagger), untouched, 1e-6, 'scores before the first step');
      const moved = await learn(tagger);
      expect(
        moved.filter((name) => !/^(outputLayer|transitions)\b/.test(name)).every((name) => /\.[AB]$/.test(name)),
      ).toBe(true);
      expect(moved.filter((name) => name.endsWith('.B'))).toHaveLength(loraPlaces === 'all' ? 12 : 4);
      const scores = await marginalsOf(tagger);
      const state = await tagger.state('merged', { settings: commonSettings, history: [] });
      expect(Object.keys(state.weights).some((name) => /\.[AB]$/.test(name))).toBe(false);
      const merged = Tagger.fromState(state);
      expectClose(await marginalsOf(merged), scores, 1e-5, 'merged scores');
      expect(scores).not.toEqual(untouched);
      for (const each of [tagger, merged]) each.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );

  test('above frozen layers the upper ones alone have some', async () => {
    const tagger = smallTagger('bert-tagger', { sentences });
    tagger.freeze(1);
    tagger.adapt(choice, createRandom(2));
    const names = Object.keys(tagger.learningParameters).filter((name) => name.startsWith('layers.'));
    expect(names.sort()).toEqual(
      ['queries.A', 'queries.B', 'values.A', 'values.B'].map((name) => `layers.1.attentionInput.${name}`),
    );
    expect((await learn(tagger)).filter((name) => name.startsWith('layers.')).sort()).toEqual(names.sort());
    tagger.dispose();
  });
});
