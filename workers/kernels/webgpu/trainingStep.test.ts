import { setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import { hasWebgpuEnvironment } from '../../../scripts/webgpu-environment.ts';
import { knownExamples, singleTag, smallTagger } from '../../models/testing.ts';
import { architectures } from '../../protocol/architectures.ts';
import { createRandom } from '../../text/random.ts';
import { atConstantRate, Optimizer } from '../../training/optimizer.ts';
import { countDispatches } from '../dispatches.ts';
import { openTestBackend, type TestBackend } from '../testing.ts';
import { closeDevice } from './device.ts';

const sentences = [
  ['Ada', 'Marsh', 'moved', 'to', 'Velby', '.'],
  ['the', 'router', 'is', 'broken'],
  ['Velby', 'called', 'Ada'],
  ['help'],
];

/**
 * A few steps of a small tagger with dropout and clipping: the losses, and the dispatches and submits of the last step.
 */
async function train(backend: TestBackend, architecture: string) {
  await openTestBackend(backend);
  const random = createRandom(3);
  const tagger = smallTagger(architecture, { sentences });
  const examples = knownExamples(tagger, sentences, (word) =>
    /^[A-Z]/.test(word) ? singleTag(tagger, 'Person') : 'O',
  );
  const optimizer = new Optimizer(atConstantRate(tagger.parameters, 0.02), {
    optimizer: 'adam',
    momentum: 0.9,
    clip: 1,
  });
  const dropout = { rate: 0.3, random: random.fork('dropout') };
  const losses: number[] = [];
  let dispatches = 0;
  for (let step = 0; step < 5; step++) {
    let loss: Tensor | undefined;
    const take = () => {
      loss = optimizer.step(() => tagger.loss(examples, dropout));
    };
    if (backend === 'webgpu') ({ dispatches } = await countDispatches(take));
    else take();
    losses.push((await (loss as unknown as Tensor).data())[0] as number);
    (loss as unknown as Tensor).dispose();
  }
  const layers = Object.keys(tagger.parameters).filter((name) => name.endsWith('.recurrentWeights')).length;
  optimizer.dispose();
  tagger.dispose();
  return { losses, dispatches, layers };
}

/**
 * 40, and 6 for each recurrent layer beyond two. Two softmaxes, two tables of features and a convolution take 14 more, a word
 * layer on top of another 10 with the dropout between them; a decoder takes some more as well. LANER's labels take a hundred: two
 * attentions and an LSTM of which the directions run apart, in operations of others.
 */
const most: Readonly<Record<string, number>> = { 'bilstm-cnn': 64, seq2seq: 64, laner: 144 };

describe.runIf(hasWebgpuEnvironment())('a training step on WebGPU', { timeout: 60_000, tags: ['webgpu'] }, () => {
  afterAll(async () => {
    await setBackend('cpu');
    closeDevice();
  });

  test.each(architectures)(
    'of $name takes few dispatches, and gives the losses of the cpu backend',
    async ({ name }) => {
      const expected = await train('cpu', name);
      const actual = await train('webgpu', name);
      expect(actual.dispatches).toBeGreaterThan(20);
      expect(actual.dispatches).toBeLessThanOrEqual(most[name] ?? 40 + 6 * (actual.layers - 2));
      actual.losses.forEach((loss, step) => {
        expect(Math.abs(loss / (expected.losses[step] as number) - 1)).toBeLessThan(1e-3);
      });
      expect(actual.losses.at(-1)).toBeLessThan(actual.losses[0] as number);
    },
  );
});
