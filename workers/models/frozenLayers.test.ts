/** Frozen layers: the lowest of an encoder, which stay as they are while the rest learns. */
import { memory, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onEachBackend } from '../kernels/testing.ts';
import { storedWeights } from '../layers/snapshot.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import type { Tagger } from './tagger.ts';
import { knownExamples, singleTag, smallTagger } from './testing.ts';

const sentences = [
  ['Ada', 'moved', 'to', 'Velby'],
  ['the', 'router', 'is', 'broken'],
  ['Ada', 'is', 'here'],
];

const examplesOf = (tagger: Tagger) =>
  knownExamples(tagger, sentences, (word) => (word === 'Ada' ? singleTag(tagger, 'Person') : 'O'));

/** Losses of some steps on changing batches, and the names of the parameters that have moved. */
async function learn(tagger: Tagger, rate: number) {
  const before = await storedWeights(tagger);
  const rule = { optimizer: 'adam', momentum: 0, clip: 5 } as const;
  const optimizer = new Optimizer(atConstantRate(tagger.learningParameters, 0.01), rule);
  const [order, dropout] = [createRandom(5), { rate, random: createRandom(6) }];
  const losses: number[] = [];
  for (let step = 0; step < 6; step++) {
    const batch = order.shuffle(examplesOf(tagger)).slice(0, 2);
    const loss = optimizer.step(() => tagger.loss(batch, dropout));
    losses.push((await loss.data())[0] as number);
    loss.dispose();
  }
  optimizer.dispose();
  const after = await storedWeights(tagger);
  const moved = Object.keys(after).filter((name) => String(after[name]?.values) !== String(before[name]?.values));
  return { losses, moved };
}

const partsOf = (names: readonly string[]) => [
  ...new Set(names.map((name) => /^(layers\.\d|[^.]+)/.exec(name)?.[0] as string)),
];

onEachBackend(() => {
  test.each([
    ['bert-tagger', 1, ['layers.1', 'outputLayer']],
    ['bert-tagger', 2, ['outputLayer']],
    ['bert-crf', 9, ['outputLayer', 'transitions']],
    ['bilstm-crf', 1, ['wordLayer', 'outputLayer', 'transitions']],
  ] as const)('of the %s, %s and what lies below stay, and the rest learns', async (name, count, learning) => {
    const before = memory().numTensors;
    const tagger = smallTagger(name, { sentences });
    tagger.freeze(count);
    const { moved } = await learn(tagger, 0.1);
    expect(partsOf(moved).sort()).toEqual([...learning].sort());
    tagger.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test('keeping what they give changes no bit of what is learned, and none of the features', async () => {
    const kept = smallTagger('bert-tagger', { sentences });
    kept.freeze(1);
    // The same parameters learn, and the layers below are computed at every step.
    const computed = smallTagger('bert-tagger', { sentences });
    computed.freeze(1);
    computed.encoder.freeze?.(0);
    expect(await learn(kept, 0)).toEqual(await learn(computed, 0));
    const features = async (tagger: Tagger) => {
      const all = tidy(() => tagger.encoder.encode(sentences, null));
      const values = [...(await all.data())];
      all.dispose();
      return values;
    };
    expect(await features(kept)).toEqual(await features(computed));
    for (const tagger of [kept, computed]) tagger.dispose();
  });
});
