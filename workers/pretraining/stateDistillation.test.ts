import { memory, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutEncoder } from '../checkpoint/cutEncoder.ts';
import { readCheckpoint } from '../checkpoint/readCheckpoint.ts';
import { savedFiles } from '../checkpoint/testing.ts';
import { createTransformer } from '../encoders/transformerEncoder.ts';
import { openTestBackend } from '../kernels/testing.ts';
import { storedParameters } from '../layers/parameters.ts';
import { disposeParts, partSource } from '../layers/part.ts';
import { createRandom } from '../text/random.ts';
import { gradientsOf } from '../training/gradients.ts';
import { StateDistillation, type StoredEncoder } from './stateDistillation.ts';

/** Words of one piece, so that an encoder's features are the states of all pieces. */
const passages = [
  ['a', 'b', 'c'],
  ['d', 'e'],
  ['f', 'g', 'h', 'a'],
];
const whole = readCheckpoint(savedFiles('masked/bert'));
const small = cutEncoder(whole, null, [1]);

/** [passage][word · hidden] */
async function statesOf({ specification, texts, weights }: StoredEncoder): Promise<number[][]> {
  const encoder = createTransformer(specification, { texts, weights }, partSource(storedParameters(weights)));
  const features = encoder.encode(passages, null);
  const values = [...(await features.data())];
  const [, time = 0, hidden = 0] = features.shape;
  features.dispose();
  disposeParts([encoder]);
  return passages.map(({ length }, n) => values.slice(n * time * hidden, (n * time + length) * hidden));
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => openTestBackend(backend));

  const lesson = {
    learned: passages,
    measured: passages,
    epoch: { batchSize: 2, steps: 0 },
    random: createRandom(1),
    afterBatch: async () => {},
  };

  it('the error is the mean of the squared differences of all states', async () => {
    const [found, wanted] = [(await statesOf(small)).flat(), (await statesOf(whole)).flat()];
    const expected = found.reduce((sum, value, n) => sum + (value - (wanted[n] as number)) ** 2, 0) / found.length;
    const distillation = StateDistillation.create(small, whole);
    const { loss } = await distillation.training(lesson).score();
    expect(loss).toBeCloseTo(expected, 5);
    distillation.dispose();
  });

  it('a step has a gradient for all that the learner learns, and holds nothing afterwards', () => {
    const before = memory().numTensors;
    const distillation = StateDistillation.create(small, whole);
    const { parameters, steps } = distillation.training(lesson);
    const [step] = steps(createRandom(2));
    const held = memory().numTensors;
    const mode = { rate: 0, random: createRandom(3) };
    const count = tidy(() => {
      const { gradients } = gradientsOf([() => step?.loss(mode) as Tensor], Object.values(parameters));
      return gradients.size;
    });
    expect(count).toBe(Object.keys(parameters).length);
    expect(memory().numTensors).toBe(held);
    distillation.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
