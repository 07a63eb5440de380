import { memory, square, sum, type Variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { onEachBackend, openTestBackend } from '../kernels/testing.ts';
import { GraftError } from '../protocol/errors.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import {
  disposeAll,
  drawnParameters,
  type ParameterSource,
  type Parameters,
  replaceParameter,
  storedParameters,
  uniform,
  zeros,
} from './parameters.ts';
import { restoreSnapshot, takeSnapshot } from './snapshot.ts';

const drawn = (source: ParameterSource, name: string, size: number) =>
  source.parameter(name, [size], (random) => uniform(random, size, 1));

const never = () => {
  throw new Error('numbers were drawn that are stored');
};

describe('drawn parameters', () => {
  beforeAll(() => openTestBackend('cpu'));

  it('begin alike for the same seed and name, whatever else was drawn and in which order', () => {
    const alone = drawnParameters(createRandom(4));
    const among = drawnParameters(createRandom(4));
    const first = drawn(alone, 'layer.bias', 5);
    const before = drawn(among, 'other.bias', 9);
    const again = drawn(among, 'layer.bias', 5);
    expect(again.dataSync()).toEqual(first.dataSync());
    expect(before.dataSync().slice(0, 5)).not.toEqual(first.dataSync());
    disposeAll([first, before, again]);
  });

  it('differ by seed', () => {
    const [one, other] = [1, 2].map((seed) => drawn(drawnParameters(createRandom(seed)), 'a', 4)) as [
      Variable,
      Variable,
    ];
    expect(one.dataSync()).not.toEqual(other.dataSync());
    disposeAll([one, other]);
  });

  it('are let go of together where a model was not built to its end', () => {
    const before = memory().numTensors;
    const source = drawnParameters(createRandom(1));
    drawn(source, 'a', 2);
    drawn(source, 'b', 3);
    expect(memory().numTensors).toBe(before + 2);
    source.discard();
    expect(memory().numTensors).toBe(before);
  });

  it('lie within their bound where they are uniform, on both sides of 0', () => {
    const values = uniform(createRandom(3), 1000, 0.1);
    expect(Math.max(...values)).toBeLessThanOrEqual(0.1);
    expect(Math.max(...values)).toBeGreaterThan(0.09);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.min(...values)).toBeLessThan(-0.09);
    expect(zeros(3)).toEqual(new Float32Array(3));
  });
});

describe('stored parameters', () => {
  beforeAll(() => openTestBackend('cpu'));
  const weights = { 'a.bias': { shape: [2], values: Float32Array.of(1, 2) } };

  it('have the numbers that were stored, and draw none', () => {
    const made = storedParameters(weights).parameter('a.bias', [2], never);
    expect([...made.dataSync()]).toEqual([1, 2]);
    made.dispose();
  });

  it.each([
    ['is missing', 'b.bias', [2], /b\.bias is missing.*needs \[2\]/],
    ['is called like what every object has', 'constructor', [2], /constructor is missing/],
    ['has another shape', 'a.bias', [2, 1], /a\.bias is \[2\].*needs \[2,1\]/],
  ] as const)('refuse one that %s', (_, name, shape, message) => {
    const before = memory().numTensors;
    expect(() => storedParameters(weights).parameter(name, shape, never)).toThrow(GraftError);
    expect(() => storedParameters(weights).parameter(name, shape, never)).toThrow(message);
    expect(memory().numTensors).toBe(before);
  });
});

onEachBackend(() => {
  /** Three steps down the sum of squares, which change every number. */
  function learn(parameters: Parameters): void {
    const optimizer = new Optimizer(atConstantRate(parameters, 0.1), { optimizer: 'sgd', momentum: 0, clip: 100 });
    for (let step = 0; step < 3; step++) {
      optimizer.step(() => sum(square(parameters.a as Variable))).dispose();
    }
    optimizer.dispose();
  }

  test('what a model stored stays as it is while a model built of it learns', async () => {
    const values = Float32Array.of(1, -2, 3);
    const a = storedParameters({ a: { shape: [3], values } }).parameter('a', [3], never);
    learn({ a });
    expect((await a.data())[0]).toBeCloseTo(0.512, 5);
    expect([...values]).toEqual([1, -2, 3]);
    a.dispose();
  });

  test('a snapshot holds the numbers as they were, also after it was put back and they were learned on', async () => {
    const a = drawnParameters(createRandom(1)).parameter('a', [3], () => Float32Array.of(1, -2, 3));
    const snapshot = await takeSnapshot({ a });
    learn({ a });
    expect(snapshot).toEqual({ a: { shape: [3], values: Float32Array.of(1, -2, 3) } });
    restoreSnapshot({ a }, snapshot);
    expect([...(await a.data())]).toEqual([1, -2, 3]);
    learn({ a });
    expect((await a.data())[0]).toBeCloseTo(0.512, 5);
    expect(snapshot).toEqual({ a: { shape: [3], values: Float32Array.of(1, -2, 3) } });
    a.dispose();
  });

  test('another shape takes a parameter’s place, and the old one is let go', async () => {
    const a = drawnParameters(createRandom(1)).parameter('a', [2], () => zeros(2));
    const before = memory().numTensors;
    const grown = replaceParameter(a, Float32Array.of(1, 2, 3), [3, 1]);
    expect(memory().numTensors).toBe(before);
    expect(grown.shape).toEqual([3, 1]);
    expect([...(await grown.data())]).toEqual([1, 2, 3]);
    grown.dispose();
  });
});
