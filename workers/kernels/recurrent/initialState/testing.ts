/**
 * Tests of initial states for every recurrent layer on every backend: a sequence cut in two, or run step by step, gives
 * the same results.
 */
import {
  concat,
  engine,
  grads,
  slice,
  stack,
  type Tensor,
  type Tensor2D,
  tensor,
  tidy,
  unstack,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, tensorOf, type Written } from '../../testing.ts';
import type { RecurrentShape } from '../shape.ts';
import { outputShapes, partsOf, type RecurrentLayer, sizeOf, weighted } from '../testing.ts';

/**
 * One time step: from its inputs [batch, features], the weights and the previous state, in the order of the layer's
 * names.
 */
type Step = (inputs: Tensor2D, weights: Tensor[], before: Tensor[]) => Tensor[];

/** A layer of one direction: from the parts, in the order of its names, to its outputs. */
type Run = (parts: Tensor[]) => Tensor[];

/** Outputs and the gradients of the sum of outputs · upstream. */
async function outcome(run: Run, parts: Tensor[], upstream: Tensor[]) {
  const loss = (...given: Tensor[]) => weighted(run(given), upstream);
  const results = tidy(() => [...run(parts), ...grads(loss)(parts)]) as Tensor[];
  const values = await Promise.all(results.map((t) => t.data()));
  for (const t of results) t.dispose();
  return values as Float32Array[];
}

/**
 * Declares the tests of a layer with initial states, and of its single step. The initial states are the last of its
 * parts; without them the layer must start from zeros.
 */
export function testInitialStates(layer: RecurrentLayer, step: Step): void {
  const count = layer.outputs.length - 1; // tensors of a state
  const named = [...layer.outputs, ...layer.names.map((name) => `gradient of ${name}`)];

  /** Compares two ways to run a layer, on random parts. */
  async function expectSame(shape: RecurrentShape, names: readonly string[], one: Run, other: Run): Promise<void> {
    const shapes = layer.shapes(shape);
    const values = partsOf(layer, shape, 5, 0.4).slice(0, names.length);
    const parts = values.map((each, n) => tensor(each, shapes[n]));
    const upstream = outputShapes(layer, shape).map((s, n) => tensor(randomValues(sizeOf(s), 20 + n), s));
    const [actual, expected] = [await outcome(one, parts, upstream), await outcome(other, parts, upstream)];
    actual.forEach((each, n) => {
      expectClose(each, expected[n] as Float32Array, 1e-4, named[n]);
    });
    for (const t of [...parts, ...upstream]) t.dispose();
  }

  const lengthsOf = (lengths: readonly number[]) => tensor([...lengths], [lengths.length], 'int32');

  const inSteps: Run = ([inputs, ...rest]) => {
    let state = rest.slice(-count);
    const states = unstack(inputs as Tensor, 1).map((each) => {
      state = step(each as Tensor2D, rest.slice(0, -count), state);
      return state[0] as Tensor;
    });
    return [stack(states, 1), ...state];
  };

  /** One step of a small layer: inputs, weights, state. */
  function aStep(directions: number): [Tensor2D, Tensor[], Tensor[]] {
    const shape = { batch: 3, time: 1, features: 2, hidden: 4, directions };
    const shapes = layer.shapes(shape);
    const [inputs, ...rest] = partsOf(layer, shape, 7, 0.4).map((values, n) => tensor(values, n ? shapes[n] : [3, 2]));
    return [inputs as Tensor2D, rest.slice(0, -count), rest.slice(-count)];
  }

  onEachBackend(() => {
    test('cut in two, a sequence gives the same results, also where it ends before the cut', async () => {
      const side = (max: number) => fc.integer({ min: 1, max });
      const layerCases = fc
        .record({
          batch: side(5),
          time: fc.integer({ min: 2, max: 6 }),
          features: side(6),
          hidden: fc.constantFrom(3, 9),
        })
        .chain((shape) =>
          fc.record({
            shape: fc.constant({ ...shape, directions: 1 }),
            cut: fc.integer({ min: 1, max: shape.time - 1 }),
            lengths: fc.array(fc.integer({ min: 0, max: shape.time }), {
              minLength: shape.batch,
              maxLength: shape.batch,
            }),
          }),
        );
      await fc.assert(
        fc.asyncProperty(layerCases, ({ shape, cut, lengths }) => {
          const inTwo: Run = ([inputs, ...weights]) => {
            const { batch, time, features } = shape;
            const firstInputs = slice(inputs as Tensor, 0, [batch, cut, features]);
            const secondInputs = slice(inputs as Tensor, [0, cut, 0], [batch, time - cut, features]);
            const firstLengths = lengthsOf(lengths.map((length) => Math.min(length, cut)));
            const secondLengths = lengthsOf(lengths.map((length) => Math.max(length - cut, 0)));
            const [states, ...state] = layer.run([firstInputs, ...weights], firstLengths);
            const [more, ...end] = layer.run([secondInputs, ...weights, ...state], secondLengths);
            return [concat([states as Tensor, more as Tensor], 1), ...end];
          };
          const whole: Run = (parts) => layer.run(parts, lengthsOf(lengths));
          return expectSame(shape, layer.names.slice(0, -count), inTwo, whole);
        }),
        { numRuns: 6 },
      );
    });

    test('step by step, a sequence gives the same results', async () => {
      for (const shape of [
        { batch: 6, time: 7, features: 5, hidden: 9, directions: 1 },
        { batch: 40, time: 3, features: 70, hidden: 76, directions: 1 }, // large enough for several threads
      ]) {
        const whole: Run = (parts) => layer.run(parts, lengthsOf(Array(shape.batch).fill(shape.time)));
        await expectSame(shape, layer.names, inSteps, whole);
      }
    });

    test('step by step, it agrees with PyTorch', async () => {
      const fixture = layer.cases.find(({ lengths }) => new Set(lengths.values).size === 1);
      const written = (name: string) => fixture?.[name] as Written;
      const parts = layer.names.map((name) => tensorOf(written(name)));
      const upstream = layer.outputs.map((name) => tensorOf(written(`${name}Weights`)));
      const actual = await outcome(inSteps, parts, upstream);
      const gradients = layer.names.map((name) => fixture?.gradients[name] as Written);
      [...layer.outputs.map(written), ...gradients].forEach(({ values }, n) => {
        expectClose(actual[n] as Float32Array, values, 1e-4, named[n]);
      });
      for (const t of [...parts, ...upstream]) t.dispose();
    });

    test('the final state of an empty sequence is its initial state, and so are their gradients', async () => {
      const shape = { batch: 3, time: 2, features: 2, hidden: 5, directions: 2 };
      const shapes = layer.shapes(shape);
      const values = partsOf(layer, shape, 7, 0.4);
      const parts = values.map((each, n) => tensor(each, shapes[n]));
      const gradients = outputShapes(layer, shape).map((s, n) => randomValues(sizeOf(s), 20 + n));
      const upstream = gradients.map((each, n) => tensor(each, outputShapes(layer, shape)[n]));
      const lengths = lengthsOf([2, 0, 1]);
      const actual = await outcome((given) => layer.run(given, lengths), parts, upstream);
      const empty = (each: ArrayLike<number> | undefined) => Array.from(each ?? []).slice(10, 20);
      for (let n = 0; n < count; n++) {
        expect(empty(actual[1 + n])).toEqual(empty(values[values.length - count + n]));
        expect(empty(actual[actual.length - count + n])).toEqual(empty(gradients[1 + n]));
      }
      for (const t of [...parts, ...upstream, lengths]) t.dispose();
    });

    test('a step leaves the next state and nothing else', () => {
      const [inputs, weights, before] = aStep(1);
      const tensors = engine().memory().numTensors;
      const after = step(inputs, weights, before);
      expect(engine().memory().numTensors - tensors).toBe(count);
      for (const t of [inputs, ...weights, ...before, ...after]) t.dispose();
    });
  });

  test('a step of two directions is refused', () => {
    tidy(() => {
      expect(() => step(...aStep(2))).toThrow('a single step has one direction, not 2');
    });
  });
}
