import { memory, mul, scalar, square, type Tensor, type Variable, variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import type { Problem } from '../protocol/errors.ts';
import { architectureDefaults } from '../protocol/hyperparameters.ts';
import type { Scores } from '../protocol/scores.ts';
import type { Example } from '../text/examples.ts';
import { createRandom } from '../text/random.ts';
import { RunControl } from './control.ts';
import { type TrainingEvent, type TrainingOptions, train } from './loop.ts';

const examples: Example[] = Array.from({ length: 10 }, (_, index) => ({
  words: Array.from({ length: 1 + (index % 3) }, () => 'word'),
  tags: new Int32Array(1 + (index % 3)),
  open: [],
}));

function scores(f1: number, predicted = 1, support = 1): Scores {
  const overall = { precision: f1, recall: f1, f1, support, predicted, correct: 1 };
  return { overall, categories: {}, tokens: 1, accuracy: 0 };
}

/** A "tagger" with one number, whose loss is its square; dev F1 as listed, epoch by epoch. */
function setUp(devF1: readonly number[], changes: Partial<TrainingOptions['hyperparameters']> = {}) {
  const number: Variable = variable(scalar(3));
  const events: TrainingEvent[] = [];
  const control = new RunControl();
  let epoch = 0;
  const seen: number[] = [];
  const options: TrainingOptions = {
    tagger: {
      parameters: { number },
      loss: (batch): Tensor => {
        seen.push(batch.length);
        return square(number);
      },
    },
    learning: { number },
    examples,
    hyperparameters: { ...architectureDefaults.blstm, batchSize: 4, epochs: devF1.length, patience: 3, ...changes },
    random: createRandom(1),
    score: async () => scores(devF1[epoch++] ?? 0),
    control,
    report: (event) => events.push(event),
  };
  return { options, number, events, control, seen };
}

const warningsIn = (events: readonly TrainingEvent[]): Problem[] =>
  events.flatMap((event) => (event.type === 'warning' ? [event.problem] : []));

beforeAll(() => openTestBackend('cpu'));

describe('the training loop', () => {
  it('shows every sentence once an epoch', async () => {
    const { options, seen } = setUp([1, 2]);
    await train(options);
    expect(seen.reduce((sum, size) => sum + size)).toBe(20);
    expect(seen).toHaveLength(6);
  });

  it('puts the best epoch back', async () => {
    const { options, number, events } = setUp([10, 50, 20, 30]);
    const values: number[] = [];
    const outcome = await train({
      ...options,
      score: async () => {
        values.push(number.dataSync()[0] ?? 0);
        return options.score();
      },
    });
    expect(outcome.bestEpoch).toBe(2);
    expect(number.dataSync()[0]).toBe(values[1]);
    const epochs = events.flatMap((event) => (event.type === 'epoch' ? [event] : []));
    expect(epochs.map(({ best }) => best)).toEqual([true, true, false, false]);
  });

  it('stops when no better epoch comes for as long as its patience', async () => {
    const { options } = setUp([10, 50, 50, 49, 48, 99]);
    const { epochs, stopped } = await train(options);
    expect(stopped).toBe('no better F1');
    expect(epochs).toHaveLength(5);
  });

  it('ends when the loss is no longer a number, with the rate to try', async () => {
    const { options } = setUp([0, 0]);
    const tagger = {
      ...options.tagger,
      loss: (): Tensor => mul(scalar(Number.NaN), options.learning.number as Tensor),
    };
    await expect(train({ ...options, tagger })).rejects.toMatchObject({
      problem: { code: 'loss-not-finite', remedy: expect.stringContaining('0.0002') },
    });
  });

  it('keeps what it has when stopped within the first epoch', async () => {
    const { options, control } = setUp([40, 60]);
    control.stop();
    const { epochs, stopped } = await train(options);
    expect(stopped).toBe('by the user');
    expect(epochs).toHaveLength(0);
  });

  it('ends with the error of the device', async () => {
    const { options, control } = setUp([40, 60]);
    const { GraftError } = await import('../protocol/errors.ts');
    control.fail(new GraftError({ code: 'device-lost', message: 'The GPU is gone.', remedy: 'Use WASM.' }));
    await expect(train(options)).rejects.toThrow(/The GPU is gone/);
  });

  it('leaves no tensor behind', async () => {
    const { options, number } = setUp([1, 2, 3]);
    const before = memory().numTensors;
    await train(options);
    expect(memory().numTensors).toBe(before);
    number.dispose();
  });
});

describe('what goes wrong', () => {
  it('is an F1 that stays 0 because nothing is predicted', async () => {
    const { options, events } = setUp([0, 0, 0, 0, 0, 0], { patience: 9 });
    await train({ ...options, score: async () => scores(0, 0, 5) });
    expect(warningsIn(events).map(({ code }) => code)).toEqual(['nothing-predicted']);
  });

  it('is an F1 that stays 0 because dev holds no span', async () => {
    const { options, events } = setUp([0, 0, 0, 0, 0, 0], { patience: 9 });
    await train({ ...options, score: async () => scores(0, 3, 0) });
    expect(warningsIn(events).map(({ code }) => code)).toEqual(['no-dev-spans']);
  });

  it('is a loss that rises', async () => {
    const { options, events, number } = setUp([1, 2, 3, 4], { optimizer: 'sgd', learningRate: 0 });
    let scored = 0;
    await train({
      ...options,
      score: async () => {
        if (++scored === 2) number.assign(scalar(9));
        return options.score();
      },
    });
    expect(warningsIn(events).map(({ code }) => code)).toEqual(['loss-rises']);
  });
});
