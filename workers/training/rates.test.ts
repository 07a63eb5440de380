import {
  add,
  mul,
  scalar,
  square,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { commonSettings } from '../protocol/settings.ts';
import { Optimizer } from './optimizer.ts';
import { parameterGroups, rateOver } from './rates.ts';

const rates = (settings: Partial<Parameters<typeof rateOver>[0]>, steps: number): number[] => {
  const rate = rateOver({ learningRate: 1, schedule: 'constant', warmup: 0, ...settings }, () => steps);
  return Array.from({ length: steps }, (_, step) => Number(rate(step + 1).toFixed(6)));
};

describe('the learning rate', () => {
  it('is the same at every step by default', () => {
    expect(rates({ learningRate: 0.3 }, 4)).toEqual([0.3, 0.3, 0.3, 0.3]);
  });

  it('rises evenly over the warm-up and then stays', () => {
    expect(rates({ warmup: 0.4 }, 10)).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('falls evenly from the first step on, the last of which is one share away from 0', () => {
    expect(rates({ schedule: 'linear' }, 5)).toEqual([1, 0.8, 0.6, 0.4, 0.2]);
    expect(rateOver({ learningRate: 1, schedule: 'linear', warmup: 0 }, () => 5)(6)).toBe(0);
  });

  it('rises over the warm-up, then falls', () => {
    expect(rates({ schedule: 'linear', warmup: 0.5, learningRate: 2 }, 8)).toEqual([0.5, 1, 1.5, 2, 2, 1.5, 1, 0.5]);
  });

  it('is never below 0, should an epoch have more steps than were counted on', () => {
    expect(rateOver({ learningRate: 1, schedule: 'linear', warmup: 0.2 }, () => 5)(9)).toBe(0);
  });

  it('goes by the steps as they are counted when it is asked', () => {
    let steps = 2;
    const rate = rateOver({ learningRate: 1, schedule: 'linear', warmup: 0 }, () => steps);
    expect(rate(2)).toBe(0.5);
    steps = 10;
    expect(rate(2)).toBe(0.9);
  });
});

describe('groups of parameters', () => {
  beforeAll(() => openTestBackend('cpu'));

  const make = () => {
    const bias = tidy(() => variable(tensor([2, 2])));
    const weights = tidy(() => variable(tensor([[2, 2]])));
    return { bias, weights };
  };
  const dispose = (parameters: Readonly<Record<string, Variable>>) => {
    for (const each of Object.values(parameters)) each.dispose();
  };
  const rate = () => 0.5;

  it('are one without AdamW, and nothing decays', () => {
    const parameters = make();
    for (const optimizer of ['sgd', 'adam', 'adagrad', 'nadam'] as const) {
      expect(parameterGroups(parameters, { optimizer, weightDecay: 0.1 }, rate)).toEqual([
        { parameters, rate, decay: 0 },
      ]);
    }
    dispose(parameters);
  });

  it('hold each parameter once with AdamW, and none is empty', () => {
    const { bias, weights } = make();
    const settings = { optimizer: 'adamw', weightDecay: 0.1 } as const;
    expect(parameterGroups({ bias, weights }, settings, rate)).toEqual([
      { parameters: { weights }, rate, decay: 0.1 },
      { parameters: { bias }, rate, decay: 0 },
    ]);
    expect(parameterGroups({ bias }, settings, rate)).toEqual([{ parameters: { bias }, rate, decay: 0 }]);
    dispose({ bias, weights });
  });

  it('draw weights towards 0 in an AdamW step, but no bias', async () => {
    const parameters = make();
    const settings = { ...commonSettings, optimizer: 'adamw', weightDecay: 0.1 } as const;
    const optimizer = new Optimizer(parameterGroups(parameters, settings, rate), settings);
    // A loss that depends on both, but not in its value: its gradient is 0, so that the decay alone moves anything.
    const loss = () => {
      const squares = Object.values(parameters).map((each) => sum(square(each)) as Tensor);
      return mul(
        scalar(0),
        squares.reduce((a, b) => add(a, b)),
      );
    };
    optimizer.step(loss).dispose();
    expect([...(await parameters.weights.data())].map((value) => Number(value.toFixed(5)))).toEqual([1.9, 1.9]);
    expect([...(await parameters.bias.data())]).toEqual([2, 2]);
    optimizer.dispose();
    dispose(parameters);
  });
});
