/** Tests of every recurrent layer on every backend: PyTorch, the layer's reference, and padding that holds NaN. */
import { addN, grads, mul, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, tensorOf, testBesideReference, type Written } from '../testing.ts';
import type { RecurrentOutput } from './operation.ts';
import type { RecurrentShape } from './shape.ts';

/**
 * A case of the fixtures. Besides the members here, it has the layer's differentiable inputs and its outputs by name.
 * `…Weights` of an output are its weights in the loss.
 */
export interface RecurrentCase {
  [part: string]: unknown;
  lengths: Written;
  gradients: Record<string, Written>;
}

interface Reference {
  /** By the names of the outputs. */
  outputs: Readonly<Record<string, ArrayLike<number>>>;
  /** By the names of the inputs. */
  gradients: Readonly<Record<string, ArrayLike<number>>>;
}

/** A layer's public function, from zeros or from initial states. */
export interface RecurrentLayer {
  readonly cases: readonly RecurrentCase[];
  /** The differentiable inputs, in the order of the parameters of the functions below. */
  readonly names: readonly string[];
  /** The states first. */
  readonly outputs: readonly RecurrentOutput[];
  shapes(shape: RecurrentShape): number[][];
  /** The outputs, in order. */
  run(parts: Tensor[], lengths: Tensor): Tensor[];
  /** Also the gradients of the sum of all outputs · their upstream gradients. */
  reference(shape: RecurrentShape, parts: Float32Array[], lengths: Int32Array, upstream: Float32Array[]): Reference;
}

export const sizeOf = (shape: number[]) => shape.reduce((product, side) => product * side, 1);

/** The sum of the values · their weights. */
export const weighted = (values: Tensor[], weights: Tensor[]) =>
  addN(values.map((value, n) => sum(mul(value, weights[n] as Tensor))));

/** Outputs, and the gradients of the sum of outputs · upstream gradients. Disposes of its inputs. */
async function run(layer: RecurrentLayer, parts: Tensor[], lengths: Tensor, upstream: Tensor[]) {
  const results = tidy(() => {
    const loss = (...given: Tensor[]) => weighted(layer.run(given, lengths), upstream);
    return [...layer.run(parts, lengths), ...grads(loss)(parts)];
  }) as Tensor[];
  const values = (await Promise.all(results.map((t) => t.data()))) as Float32Array[];
  for (const t of [...parts, lengths, ...upstream, ...results]) t.dispose();
  return { outputs: values.slice(0, layer.outputs.length), gradients: values.slice(layer.outputs.length) };
}

function expectAll(layer: RecurrentLayer, actual: Awaited<ReturnType<typeof run>>, expected: Reference): void {
  layer.outputs.forEach((name, n) => {
    expectClose(actual.outputs[n]!, expected.outputs[name]!, 1e-4, name);
  });
  layer.names.forEach((name, n) => {
    expectClose(actual.gradients[n]!, expected.gradients[name]!, 1e-4, `gradient of ${name}`);
  });
}

/** Inputs and initial states in [−1, 1), weights in [−scale, scale). */
export const partsOf = ({ names, shapes }: RecurrentLayer, shape: RecurrentShape, seed: number, scale: number) =>
  shapes(shape).map((s, n) => randomValues(sizeOf(s), seed + n, /eights|bias/.test(names[n]!) ? scale : 1));

export const outputShapes = ({ outputs }: RecurrentLayer, { batch, time, hidden, directions }: RecurrentShape) =>
  outputs.map((name) => (name === 'states' ? [batch, time, directions * hidden] : [batch, directions * hidden]));

/** Compares the backend's results of a random case with the reference's. */
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
  const values = partsOf(layer, shape, seed, scale);
  const shapesOut = outputShapes(layer, shape);
  const upstream = shapesOut.map((s, n) => randomValues(sizeOf(s), seed + 9 + n));
  const padWith = (value: number) =>
    lengths.forEach((length, b) => {
      values[0]!.fill(value, (b * time + length) * features, (b + 1) * time * features);
      upstream[0]!.fill(value, (b * time + length) * width, (b + 1) * time * width);
    });
  padWith(0);
  const expected = layer.reference(shape, values, Int32Array.from(lengths), upstream);
  padWith(padding);
  const shapes = layer.shapes(shape);
  const actual = await run(
    layer,
    values.map((x, n) => tensor(x, shapes[n])),
    tensor(lengths, [batch], 'int32'),
    upstream.map((x, n) => tensor(x, shapesOut[n])),
  );
  expectAll(layer, actual, expected);
}

/** Declares the tests of a layer's results and gradients. */
export function testResults(layer: RecurrentLayer): void {
  onEachBackend((backend) => {
    test('agrees with PyTorch: ragged lengths, an empty sequence, one and two directions', async () => {
      for (const fixture of layer.cases) {
        const written = (name: string) => fixture[name] as Written;
        const parts = layer.names.map((name) => tensorOf(written(name)));
        const upstream = layer.outputs.map((name) => tensorOf(written(`${name}Weights`)));
        const actual = await run(layer, parts, tensorOf(fixture.lengths, 'int32'), upstream);
        const outputs = layer.outputs.map((name) => [name, written(name).values] as const);
        const gradients = Object.entries(fixture.gradients).map(([name, { values }]) => [name, values] as const);
        expectAll(layer, actual, { outputs: Object.fromEntries(outputs), gradients: Object.fromEntries(gradients) });
      }
    });

    testBesideReference(backend, 'agrees with the reference on sizes that fill no vector and no block', async () => {
      const single = { batch: 1, time: 1, features: 1, hidden: 1, directions: 2 };
      await againstReference(layer, single, [1], 11);
      const one = { batch: 7, time: 6, features: 5, hidden: 3, directions: 1 };
      await againstReference(layer, one, [6, 1, 4, 0, 2, 6, 3], 23);
      const two = { batch: 9, time: 5, features: 13, hidden: 10, directions: 2 };
      await againstReference(layer, two, [5, 5, 1, 2, 4, 3, 5, 1, 2], 37);
    });

    test('agrees with the reference on a batch large enough for several threads, past padding that holds NaN', async () => {
      const lengths = Array.from({ length: 70 }, (_, b) => Math.min((b * 7) % 10, 9));
      const shape = { batch: 70, time: 9, features: 41, hidden: 34, directions: 2 };
      await againstReference(layer, shape, lengths, 47, Number.NaN);
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
          // A saturated gate leaves hardly anything of 1 − x². The activations are not accurate enough for that.
          const scale = 1 / Math.sqrt(Math.max(shape.features, shape.hidden));
          return againstReference(layer, shape, lengths, seed, Number.NaN, scale);
        }),
        { numRuns: 12 },
      );
    });

    test('never reads padding that holds NaN', async () => {
      const shape = { batch: 5, time: 6, features: 7, hidden: 4, directions: 2 };
      await againstReference(layer, shape, [6, 2, 0, 1, 5], 61, Number.NaN);
    });
  });
}

/** Declares the tests of a layer at unusual sizes, and that it repeats its results exactly. */
export function testSizes(layer: RecurrentLayer): void {
  onEachBackend((backend) => {
    testBesideReference(backend, 'agrees with the reference where there are more features than steps', async () => {
      await againstReference(layer, { batch: 1, time: 1, features: 125, hidden: 4, directions: 2 }, [1], 71);
      await againstReference(layer, { batch: 2, time: 3, features: 5, hidden: 40, directions: 2 }, [3, 1], 73);
    });

    testBesideReference(backend, 'agrees with the reference on a middling batch', async () => {
      const lengths = [12, 9, 12, 3, 7, 1, 10, 12, 5, 2];
      await againstReference(layer, { batch: 10, time: 12, features: 33, hidden: 24, directions: 2 }, lengths, 41);
    });

    testBesideReference(
      backend,
      'agrees with the reference where there are more units than a workgroup has invocations',
      async () => {
        await againstReference(layer, { batch: 2, time: 3, features: 5, hidden: 300, directions: 2 }, [3, 2], 83);
      },
    );

    testBesideReference(backend, 'agrees with the reference over 512 steps', async () => {
      await againstReference(layer, { batch: 2, time: 512, features: 4, hidden: 4, directions: 2 }, [512, 300], 53);
    });

    test('gives the same bits twice', async () => {
      const shape = { batch: 6, time: 8, features: 9, hidden: 10, directions: 2 };
      const outcome = () =>
        run(
          layer,
          layer.shapes(shape).map((s, n) => tensor(randomValues(sizeOf(s), n + 1), s)),
          tensor([8, 3, 8, 1, 6, 5], [6], 'int32'),
          outputShapes(layer, shape).map((s, n) => tensor(randomValues(sizeOf(s), n + 5), s)),
        );
      expect(await outcome(), backend).toEqual(await outcome());
    });
  });
}
