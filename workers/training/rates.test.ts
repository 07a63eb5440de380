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
  const alike = (parameters: Readonly<Record<string, Variable>>) => ({
    parameters,
    depths: new Map<Variable, number>(),
  });

  it('are one without AdamW, and nothing decays', () => {
    const parameters = make();
    for (const optimizer of ['sgd', 'adam', 'adagrad', 'nadam'] as const) {
      expect(
        parameterGroups(alike(parameters), { optimizer, weightDecay: 0.1, layerDecay: 1, outputRate: 1 }, rate),
      ).toEqual([{ parameters, rate, decay: 0 }]);
    }
    dispose(parameters);
  });

  it('hold each parameter once with AdamW, and none is empty', () => {
    const { bias, weights } = make();
    const settings = { optimizer: 'adamw', weightDecay: 0.1, layerDecay: 1, outputRate: 1 } as const;
    expect(parameterGroups(alike({ bias, weights }), settings, rate)).toEqual([
      { parameters: { weights }, rate, decay: 0.1 },
      { parameters: { bias }, rate, decay: 0 },
    ]);
    expect(parameterGroups(alike({ bias }), settings, rate)).toEqual([{ parameters: { bias }, rate, decay: 0 }]);
    dispose({ bias, weights });
  });

  it('learn, a layer each, at a factor of the rate of the layer above', () => {
    const { bias, weights } = make();
    const settings = { optimizer: 'sgd', weightDecay: 0, layerDecay: 0.4, outputRate: 1 } as const;
    const below = { parameters: { bias, weights }, depths: new Map([[bias, 2]]) };
    const rising = (step: number) => step / 10;
    const groups = parameterGroups(below, settings, rising);
    expect(groups.map(({ parameters }) => parameters)).toEqual([{ bias }, { weights }]);
    expect(groups.map((group) => [1, 2].map((step) => Number(group.rate(step).toFixed(6))))).toEqual([
      [0.016, 0.032],
      [0.1, 0.2],
    ]);
    // However deep, they are one group where all learn alike.
    expect(parameterGroups(below, { ...settings, layerDecay: 1, outputRate: 1 }, rate)).toEqual([
      { parameters: { bias, weights }, rate, decay: 0 },
    ]);
    dispose({ bias, weights });
  });

  it('learn faster where they are the output’s, whatever the layers below have', () => {
    const { bias, weights } = make();
    const settings = { optimizer: 'sgd', weightDecay: 0, layerDecay: 0.5, outputRate: 10 } as const;
    const trained = {
      parameters: { bias, weights },
      depths: new Map([[bias, 1]]),
      outputVariables: new Set([weights]),
    };
    const groups = parameterGroups(trained, settings, rate);
    expect(groups.map((group) => [group.parameters, group.rate(1)])).toEqual([
      [{ bias }, 0.25],
      [{ weights }, 5],
    ]);
    dispose({ bias, weights });
  });

  it('have a rate and a decay each, in depth and kind, with AdamW', () => {
    const [upper, lower] = [make(), make()];
    const depths = new Map(Object.values(lower).map((each): [Variable, number] => [each, 1]));
    const parameters = { 'upper.weights': upper.weights, 'lower.weights': lower.weights, 'lower.bias': lower.bias };
    const settings = { optimizer: 'adamw', weightDecay: 0.1, layerDecay: 0.5, outputRate: 1 } as const;
    const groups = parameterGroups({ parameters, depths }, settings, rate);
    expect(groups.map((group) => [Object.keys(group.parameters), group.rate(1), group.decay])).toEqual([
      [['upper.weights'], 0.5, 0.1],
      [['lower.weights'], 0.25, 0.1],
      [['lower.bias'], 0.25, 0],
    ]);
    for (const each of [upper, lower]) dispose(each);
  });

  it('draw weights towards 0 in an AdamW step, but no bias', async () => {
    const parameters = make();
    const settings = { ...commonSettings, optimizer: 'adamw', weightDecay: 0.1 } as const;
    const optimizer = new Optimizer(parameterGroups(alike(parameters), settings, rate), settings);
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
