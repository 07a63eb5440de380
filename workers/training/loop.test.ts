import { memory, mul, scalar, square, type Tensor, tensor1d, type Variable, variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import type { Problem } from '../protocol/errors.ts';
import { GraftError } from '../protocol/errors.ts';
import { commonSettings } from '../protocol/settings.ts';
import { createRandom } from '../text/random.ts';
import { RunControl } from './control.ts';
import { type LoopEvent, type LoopOptions, type Measured, train } from './loop.ts';
import type { TrainingState } from './state.ts';

type Figures = { readonly epoch: number };
type Event = LoopEvent<Figures>;

const measured = (epoch: number, criterion: number, changes: Partial<Measured<Figures>> = {}): Measured<Figures> => ({
  figures: { epoch },
  // As if the loss were lowest where the criterion is highest.
  loss: 100 - criterion,
  criterion,
  better: 'higher',
  found: criterion > 0,
  perfect: criterion === 100,
  ...changes,
});

/** Something with one number, whose loss is its square, in three steps an epoch; the criterion as listed. */
function setUp(criteria: readonly number[], changes: Partial<LoopOptions<Figures>['settings']> = {}) {
  const number: Variable = variable(scalar(3));
  const events: Event[] = [];
  const control = new RunControl();
  let epoch = 0;
  let steps = 0;
  const options: LoopOptions<Figures> = {
    trainable: {
      parameters: { number },
      depths: new Map(),
      steps: () =>
        [4, 4, 2].map((size) => ({
          size,
          loss: (): Tensor => {
            steps++;
            return square(number);
          },
        })),
      score: async () => measured(++epoch, criteria[epoch - 1] ?? 0),
    },
    settings: { ...commonSettings, epochs: criteria.length, patience: 3, ...changes },
    random: createRandom(1),
    control,
    report: (event) => events.push(event),
  };
  return { options, number, events, control, steps: () => steps };
}

const epochsIn = (events: readonly Event[]) => events.flatMap((event) => (event.type === 'epoch' ? [event] : []));
const warningsIn = (events: readonly Event[]): Problem[] =>
  events.flatMap((event) => (event.type === 'warning' ? [event.problem] : []));

beforeAll(() => openTestBackend('cpu'));

describe('the training loop', () => {
  it('takes every step of every epoch', async () => {
    const { options, steps, events } = setUp([1, 2]);
    await train(options);
    expect(steps()).toBe(6);
    expect(events.flatMap((event) => (event.type === 'step' ? [event.step] : [])).at(-1)).toBe(3);
  });

  it('puts the best epoch back', async () => {
    const { options, number, events } = setUp([10, 50, 20, 30]);
    const values: number[] = [];
    const { trainable } = options;
    const score = async () => {
      values.push(number.dataSync()[0] ?? 0);
      return trainable.score();
    };
    const outcome = await train({ ...options, trainable: { ...trainable, score } });
    expect(outcome.bestEpoch).toBe(2);
    expect(number.dataSync()[0]).toBe(values[1]);
    expect(epochsIn(events).map(({ best }) => best)).toEqual([true, true, false, false]);
  });

  it('takes the lowest for the best where the criterion is a loss', async () => {
    const { options } = setUp([30, 20, 25]);
    let epoch = 0;
    const criteria = [30, 20, 25];
    const score = async () => measured(++epoch, criteria[epoch - 1] ?? 0, { better: 'lower' });
    expect((await train({ ...options, trainable: { ...options.trainable, score } })).bestEpoch).toBe(2);
  });

  it('stops when no better epoch comes for as long as its patience', async () => {
    const { options } = setUp([10, 50, 50, 49, 48, 99]);
    const { records, stopped } = await train(options);
    expect(stopped).toBe('no better F1');
    expect(records).toHaveLength(5);
  });

  it('ends when the loss is no longer a number, with the rate to try', async () => {
    const { options, number } = setUp([0, 0]);
    const steps = () => [{ size: 1, loss: (): Tensor => mul(scalar(Number.NaN), number) }];
    await expect(train({ ...options, trainable: { ...options.trainable, steps } })).rejects.toMatchObject({
      problem: { code: 'loss-not-finite', remedy: expect.stringContaining('0.0002') },
    });
  });

  it('has no epoch to show where it was stopped within the first', async () => {
    const { options, control } = setUp([40, 60]);
    control.stop();
    expect(await train(options)).toEqual({ records: [], bestEpoch: 0, stopped: 'by the user' });
  });

  it('ends with the error of the device', async () => {
    const { options, control } = setUp([40, 60]);
    control.fail(new GraftError({ code: 'gpu-lost', message: 'The GPU is gone.', remedy: 'Use WASM.' }));
    await expect(train(options)).rejects.toThrow(/The GPU is gone/);
  });

  it('leaves no tensor behind', async () => {
    const { options, number } = setUp([1, 2, 3]);
    const before = memory().numTensors;
    await train(options);
    expect(memory().numTensors).toBe(before);
    number.dispose();
  });

  it('passes on what there is reason to warn of', async () => {
    const { options, events } = setUp([1, 2]);
    const problem = { code: 'odd', message: 'Odd.', remedy: '' };
    await train({ ...options, watch: (records) => (records.length === 2 ? [problem] : []) });
    expect(warningsIn(events)).toEqual([problem]);
  });
});

describe.each(['cpu', 'wasm', 'wasm-threads'] as const)('a training on %s that was cut off', (backend) => {
  beforeAll(() => openTestBackend(backend));

  /** Three numbers that learn with dropout and in an order that chance gives, by every rule that has a memory. */
  function learner(optimizer: 'sgd' | 'adam' | 'nadam' | 'adagrad' | 'adamw') {
    const numbers: Variable = variable(tensor1d([3, -2, 0.5]));
    const options: LoopOptions<Figures> = {
      trainable: {
        parameters: { numbers },
        depths: new Map(),
        steps: (order) =>
          order.shuffle([1, 2, 3, 4, 5]).map((factor) => ({
            size: factor,
            loss: (mode): Tensor => {
              const noise = tensor1d([mode.random.next(), mode.random.next(), mode.random.next()]);
              return square(mul(mul(numbers, noise), scalar(factor))).sum();
            },
          })),
        score: async () => measured(0, -(numbers.dataSync()[0] ?? 0)),
      },
      settings: { ...commonSettings, optimizer, learningRate: 0.05, schedule: 'linear', warmup: 0.1, epochs: 6 },
      random: createRandom(7),
      control: new RunControl(),
      report: () => {},
    };
    return { options, numbers };
  }

  const read = (numbers: Variable) => [...numbers.dataSync()];

  it.each(['sgd', 'adam', 'nadam', 'adagrad', 'adamw'] as const)(
    'goes on to the same bits with %s, from any of its checkpoints, between epochs and within one',
    async (optimizer) => {
      const straight = learner(optimizer);
      const states: TrainingState<Figures>[] = [];
      const whole = await train({
        ...straight.options,
        checkpointEvery: 0,
        checkpoint: async (state) => void states.push(structuredClone(state)),
      });
      expect(states.filter(({ underWay }) => underWay === null)).toHaveLength(6);
      expect(states.filter(({ underWay }) => underWay !== null)).toHaveLength(24);
      for (const from of states) {
        const resumed = learner(optimizer);
        const rest = await train({ ...resumed.options, from });
        expect(read(resumed.numbers)).toEqual(read(straight.numbers));
        const figures = ({ records }: typeof whole) =>
          records.map(({ loss, measured: { criterion } }) => [loss, criterion]);
        expect(figures(rest)).toEqual(figures(whole));
        resumed.numbers.dispose();
      }
      straight.numbers.dispose();
    },
  );

  it('that had ended already ends again at once', async () => {
    const { options, numbers } = learner('adam');
    const states: TrainingState<Figures>[] = [];
    const whole = await train({ ...options, checkpoint: async (state) => void states.push(state) });
    const last = states.at(-1);
    const again = learner('adam');
    let scored = 0;
    const score = async () => measured(0, scored++);
    const rest = await train({
      ...again.options,
      trainable: { ...again.options.trainable, score },
      ...(last && { from: last }),
    });
    expect(scored).toBe(0);
    expect(rest.records).toHaveLength(whole.records.length);
    expect(read(again.numbers)).toEqual(read(numbers));
  });
});
