/** What every recurrent layer is held to on every backend: PyTorch, its own reference, and padding that holds NaN. */
import { add, grads, mul, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, tensorOf, type Written } from '../testing.ts';
import type { RecurrentShape } from './shape.ts';

/** A case of the fixtures, with the layer's differentiable inputs by name beside what is listed here. */
export interface RecurrentCase {
  [input: string]: unknown;
  lengths: Written;
  states: Written;
  final: Written;
  statesWeights: Written;
  finalWeights: Written;
  gradients: Record<string, Written>;
}

interface Reference {
  states: Float32Array;
  final: Float32Array;
  /** By the names of the inputs. */
  gradients: Record<string, Float32Array>;
}

export interface RecurrentLayer {
  readonly cases: readonly RecurrentCase[];
  /** The differentiable inputs, in the order in which the functions below are given them. */
  readonly names: readonly string[];
  shapes(shape: RecurrentShape): number[][];
  states(parts: Tensor[], lengths: Tensor): Tensor;
  final(parts: Tensor[], lengths: Tensor): Tensor;
  /** Also the gradients of sum(states · w) + sum(final · v). */
  reference(
    shape: RecurrentShape,
    parts: Float32Array[],
    lengths: Int32Array,
    w: Float32Array,
    v: Float32Array,
  ): Reference;
}

const sizeOf = (shape: number[]) => shape.reduce((product, side) => product * side, 1);

/** States, final states and the gradients of sum(states · w) + sum(final · v). Disposes what it was given. */
async function run(layer: RecurrentLayer, parts: Tensor[], lengths: Tensor, w: Tensor, v: Tensor) {
  const results = tidy(() => {
    const loss = (...given: Tensor[]) =>
      add(sum(mul(layer.states(given, lengths), w)), sum(mul(layer.final(given, lengths), v)));
    return [layer.states(parts, lengths), layer.final(parts, lengths), ...grads(loss)(parts)];
  }) as Tensor[];
  const values = (await Promise.all(results.map((t) => t.data()))) as Float32Array[];
  for (const t of [...parts, lengths, w, v, ...results]) t.dispose();
  return { states: values[0]!, final: values[1]!, gradients: values.slice(2) };
}

/** A random case: the backend's outcome against the reference's. */
async function againstReference(
  layer: RecurrentLayer,
  shape: RecurrentShape,
  lengths: number[],
  seed: number,
  padding = 0,
  scale = 1 / Math.sqrt(shape.hidden), // of the weights
): Promise<void> {
  const { batch, time, features, directions } = shape;
  const width = directions * shape.hidden;
  const shapes = layer.shapes(shape);
  const values = shapes.map((s, n) => randomValues(sizeOf(s), seed + n, n === 0 ? 1 : scale));
  const w = randomValues(batch * time * width, seed + 9);
  const v = randomValues(batch * width, seed + 10);
  lengths.forEach((length, b) => {
    values[0]!.fill(padding, (b * time + length) * features, (b + 1) * time * features);
    w.fill(padding, (b * time + length) * width, (b + 1) * time * width);
  });
  const expected = layer.reference(shape, values, Int32Array.from(lengths), w, v);
  const actual = await run(
    layer,
    values.map((x, n) => tensor(x, shapes[n])),
    tensor(lengths, [batch], 'int32'),
    tensor(w, [batch, time, width]),
    tensor(v, [batch, width]),
  );
  expectClose(actual.states, expected.states, 1e-4, 'states');
  expectClose(actual.final, expected.final, 1e-4, 'final');
  layer.names.forEach((name, n) => {
    expectClose(actual.gradients[n]!, expected.gradients[name]!, 1e-4, `gradient of ${name}`);
  });
}

/** Declares the tests of a layer. */
export function holdsToItsMeaning(layer: RecurrentLayer): void {
  const { names } = layer;
  onEachBackend((backend) => {
    test('agrees with PyTorch: ragged lengths, an empty sequence, one and two directions', async () => {
      for (const fixture of layer.cases) {
        const parts = names.map((name) => tensorOf(fixture[name] as Written));
        const upstream = [tensorOf(fixture.statesWeights), tensorOf(fixture.finalWeights)] as const;
        const actual = await run(layer, parts, tensorOf(fixture.lengths, 'int32'), ...upstream);
        expectClose(actual.states, fixture.states.values, 1e-4, 'states');
        expectClose(actual.final, fixture.final.values, 1e-4, 'final');
        names.forEach((name, n) => {
          expectClose(actual.gradients[n]!, fixture.gradients[name]!.values, 1e-4, `gradient of ${name}`);
        });
      }
    });

    test('agrees with the reference on sizes that fill no vector and no block', async () => {
      const single = { batch: 1, time: 1, features: 1, hidden: 1, directions: 2 };
      await againstReference(layer, single, [1], 11);
      const one = { batch: 7, time: 6, features: 5, hidden: 3, directions: 1 };
      await againstReference(layer, one, [6, 1, 4, 0, 2, 6, 3], 23);
      const two = { batch: 9, time: 5, features: 13, hidden: 10, directions: 2 };
      await againstReference(layer, two, [5, 5, 1, 2, 4, 3, 5, 1, 2], 37);
    });

    test('agrees with the reference where there are more features than steps', async () => {
      await againstReference(layer, { batch: 1, time: 1, features: 125, hidden: 4, directions: 2 }, [1], 71);
      await againstReference(layer, { batch: 2, time: 3, features: 5, hidden: 40, directions: 2 }, [3, 1], 73);
    });

    test('agrees with the reference on a middling batch', async () => {
      const lengths = [12, 9, 12, 3, 7, 1, 10, 12, 5, 2];
      await againstReference(layer, { batch: 10, time: 12, features: 33, hidden: 24, directions: 2 }, lengths, 41);
    });

    test('agrees with the reference on a batch large enough for several threads, past padding that holds NaN', async () => {
      const lengths = Array.from({ length: 70 }, (_, b) => (b * 7) % 10);
      const shape = { batch: 70, time: 9, features: 41, hidden: 34, directions: 2 };
      await againstReference(
        layer,
        shape,
        lengths.map((length) => Math.min(length, 9)),
        47,
        Number.NaN,
      );
    });

    test('agrees with the reference on random sizes and lengths, past padding that holds NaN', async () => {
      const side = (max: number) => fc.integer({ min: 1, max });
      const shapes = fc
        .record({ batch: side(6), time: side(7), features: side(20), hidden: side(18), directions: side(2) })
        .chain((shape) =>
          fc.tuple(
            fc.constant(shape),
            fc.array(fc.integer({ min: 0, max: shape.time }), { minLength: shape.batch, maxLength: shape.batch }),
          ),
        );
      await fc.assert(
        fc.asyncProperty(shapes, fc.nat(), ([shape, lengths], seed) => {
          // Of saturated gates hardly anything is left in 1 − x², and that is what the activations are not held to.
          const scale = 1 / Math.sqrt(Math.max(shape.features, shape.hidden));
          return againstReference(layer, shape, lengths, seed, Number.NaN, scale);
        }),
        { numRuns: 12 },
      );
    });

    test('agrees with the reference where there are more units than a workgroup has lanes', async () => {
      await againstReference(layer, { batch: 2, time: 3, features: 5, hidden: 300, directions: 2 }, [3, 2], 83);
    });

    test('agrees with the reference over 512 steps', async () => {
      await againstReference(layer, { batch: 2, time: 512, features: 4, hidden: 4, directions: 2 }, [512, 300], 53);
    });

    test('lets nothing out of padding that holds NaN', async () => {
      const shape = { batch: 5, time: 6, features: 7, hidden: 4, directions: 2 };
      await againstReference(layer, shape, [6, 2, 0, 1, 5], 61, Number.NaN);
    });

    test('gives the same bits twice', async () => {
      const shape = { batch: 6, time: 8, features: 9, hidden: 10, directions: 2 };
      const outcome = () =>
        run(
          layer,
          layer.shapes(shape).map((s, n) => tensor(randomValues(sizeOf(s), n + 1), s)),
          tensor([8, 3, 8, 1, 6, 5], [6], 'int32'),
          tensor(randomValues(6 * 8 * 20, 5), [6, 8, 20]),
          tensor(randomValues(6 * 20, 6), [6, 20]),
        );
      expect(await outcome(), backend).toEqual(await outcome());
    });
  });
}
