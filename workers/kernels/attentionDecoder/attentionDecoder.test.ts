/** The attention decoder on every backend: PyTorch, the reference, and padding that holds NaN. */
import { grads, mul, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expectClose,
  onEachBackend,
  randomValues,
  readFixture,
  tensorOf,
  testBesideReference,
  type Written,
} from '../testing.ts';
import { attentionDecoder, attentionDecoderTags } from './operation.ts';
import { decoderForward, decoderGradient, decoderTags, type TagArrays } from './reference.ts';
import type { DecoderShape } from './shape.ts';
import {
  arraysOf,
  type DecoderValues,
  decoderValues,
  lengthsTensor,
  names,
  partsOf,
  shapesOf,
  sizeOf,
  tagTensors,
  tagValues,
} from './testing.ts';

type Case = Record<(typeof names)[number] | 'lengths' | 'states' | 'statesWeights', Written> & {
  gradients: Record<string, Written>;
};

type Sequences = Record<'tags' | 'probabilities', Written>;

const { cases, tagging } = readFixture<{
  cases: Case[];
  tagging: Record<string, Written> & { greedy: Sequences; best: Sequences };
}>('decoder');

/** The states, and the gradients of sum(states · upstream) in the order of the names. */
async function run(values: DecoderValues, shape: DecoderShape, lengths: readonly number[], upstream: Float32Array) {
  const shapes = shapesOf(shape);
  const results = tidy(() => {
    const parts = names.map((name) => tensor(values[name], shapes[name]));
    const weights = tensor(upstream, [shape.batch, shape.time, shape.hidden]);
    const steps = lengthsTensor(lengths);
    const loss = (...given: Tensor[]) => sum(mul(attentionDecoder(partsOf(given, steps)), weights));
    return [attentionDecoder(partsOf(parts, steps)), ...grads(loss)(parts)];
  }) as Tensor[];
  const [states, ...gradients] = (await Promise.all(results.map((each) => each.data()))) as Float32Array[];
  for (const each of results) each.dispose();
  return { states: states as Float32Array, gradients };
}

/** A random case against the reference. The reference has zeros where the backend has `padding`. */
async function againstReference(shape: DecoderShape, lengths: readonly number[], seed: number, padding = 0) {
  const { time, features, hidden } = shape;
  const values = decoderValues(shape, seed);
  const upstream = randomValues(shape.batch * time * hidden, seed + 9);
  const padWith = (value: number) =>
    lengths.forEach((length, b) => {
      const fill = (of: Float32Array, width: number) =>
        of.fill(value, (b * time + length) * width, (b + 1) * time * width);
      fill(values.features, features);
      fill(values.labels, 4 * hidden);
      fill(upstream, hidden);
    });
  padWith(0);
  const given = arraysOf(values, lengths);
  const states = decoderForward(shape, given, values.labels);
  const gradients = decoderGradient(shape, given, values.labels, upstream);
  padWith(padding);
  const actual = await run(values, shape, lengths, upstream);
  expectClose(actual.states, states, 1e-4, 'states');
  names.forEach((name, n) => {
    // The scores' gradients sum to zero, so that those of the score weights are differences of values up to 1.
    const scale = name === 'scoreWeights' ? [1] : [];
    expectClose([...scale, ...actual.gradients[n]!], [...scale, ...gradients[name]], 1e-4, `gradient of ${name}`);
  });
}

async function tagsOf(shape: DecoderShape, values: DecoderValues, lengths: readonly number[], output: TagArrays) {
  const shapes = shapesOf(shape);
  const { tags, probabilities } = tidy(() => {
    const { labels: _, ...parts } = partsOf(
      names.map((name) => tensor(values[name], shapes[name])),
      lengthsTensor(lengths),
    );
    return attentionDecoderTags({ ...parts, ...tagTensors(shape, output) });
  });
  const found = { tags: await tags.data(), probabilities: await probabilities.data() };
  tags.dispose();
  probabilities.dispose();
  return found;
}

/** What stands before the sequences' ends, of a tensor [batch, time]. */
const inside = (values: ArrayLike<number>, time: number, lengths: readonly number[]) =>
  lengths.flatMap((length, b) => Array.from({ length }, (_, i) => values[b * time + i] as number));

async function tagsAgainstReference(shape: DecoderShape, lengths: readonly number[], tags: number, seed: number) {
  const [values, output] = [decoderValues(shape, seed), tagValues(shape, tags, seed)];
  const expected = decoderTags(shape, arraysOf(values, lengths), output);
  lengths.forEach((length, b) => {
    const { time, features } = shape;
    values.features.fill(Number.NaN, (b * time + length) * features, (b + 1) * time * features);
  });
  const actual = await tagsOf(shape, values, lengths, output);
  const of = (all: ArrayLike<number>) => inside(all, shape.time, lengths);
  expect(of(actual.tags)).toEqual(of(expected.tags));
  expectClose(of(actual.probabilities), of(expected.probabilities), 1e-4, 'probabilities');
}

const fixtureShape = (of: Record<string, Written>): DecoderShape => {
  const sidesOf = (name: string) => of[name]?.shape ?? [];
  const [batch = 0, time = 0, features = 0] = sidesOf('features');
  const [hidden = 0] = sidesOf('stateWeights');
  const [attention = 0] = sidesOf('scoreWeights');
  return { batch, time, features, hidden, attention };
};

const floats = (written: Written | undefined) => Float32Array.from(written?.values ?? []);

/** The fixture's tagging case as plain arrays. */
function taggingCase() {
  const { labelInputs, outputWeights, outputBias, allowed, lengths } = tagging as Record<string, Written>;
  const values = Object.fromEntries(names.map((name) => [name, floats(tagging[name])])) as DecoderValues;
  const shape = fixtureShape(tagging);
  values.labels = new Float32Array(sizeOf(shapesOf(shape).labels));
  return {
    shape,
    values,
    lengths: lengths?.values as number[],
    output: {
      labelInputs: floats(labelInputs),
      outputWeights: floats(outputWeights),
      outputBias: floats(outputBias),
      allowed: floats(allowed),
    },
  };
}

onEachBackend((backend) => {
  test('agrees with PyTorch: states, and every gradient', async () => {
    for (const each of cases) {
      const results = tidy(() => {
        const parts = names.map((name) => tensorOf(each[name]));
        const lengths = lengthsTensor(each.lengths.values);
        const weights = tensorOf(each.statesWeights);
        const loss = (...given: Tensor[]) => sum(mul(attentionDecoder(partsOf(given, lengths)), weights));
        return [attentionDecoder(partsOf(parts, lengths)), ...grads(loss)(parts)];
      }) as Tensor[];
      const [states, ...gradients] = await Promise.all(results.map((result) => result.data()));
      for (const result of results) result.dispose();
      expectClose(states!, each.states.values, 1e-4, 'states');
      names.forEach((name, n) => {
        expectClose(gradients[n]!, each.gradients[name]!.values, 1e-4, `gradient of ${name}`);
      });
    }
  });

  test('chooses PyTorch’s tags, each from those before it, with their probabilities', async () => {
    const { shape, values, lengths, output } = taggingCase();
    const actual = await tagsOf(shape, values, lengths, output);
    const of = (all: ArrayLike<number>) => inside(all, shape.time, lengths);
    expect(of(actual.tags)).toEqual(of(tagging.greedy.tags.values));
    expectClose(of(actual.probabilities), of(tagging.greedy.probabilities.values), 1e-4, 'probabilities');
  });

  testBesideReference(backend, 'agrees with the reference on sizes that fill no vector and no block', async () => {
    await againstReference({ batch: 1, time: 1, features: 1, hidden: 1, attention: 1 }, [1], 11);
    await againstReference({ batch: 7, time: 6, features: 5, hidden: 3, attention: 2 }, [6, 1, 4, 0, 2, 6, 3], 23);
    await againstReference({ batch: 3, time: 5, features: 13, hidden: 10, attention: 7 }, [5, 5, 1], 37);
    await againstReference({ batch: 2, time: 3, features: 4, hidden: 12, attention: 16 }, [3, 2], 41);
  });

  test('agrees with the reference on a batch large enough for several threads, past padding that holds NaN', async () => {
    const lengths = Array.from({ length: 34 }, (_, b) => Math.min((b * 7) % 10, 9));
    await againstReference({ batch: 34, time: 9, features: 50, hidden: 26, attention: 22 }, lengths, 47, Number.NaN);
  });

  test('agrees with the reference on random sizes and lengths, past padding that holds NaN', async () => {
    const side = (max: number) => fc.integer({ min: 1, max });
    const shapes = fc
      .record({ batch: side(6), time: side(7), features: side(20), hidden: side(12), attention: side(12) })
      .chain((shape) =>
        fc.tuple(
          fc.constant(shape),
          fc.array(fc.integer({ min: 0, max: shape.time }), { minLength: shape.batch, maxLength: shape.batch }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(), ([shape, lengths], seed) =>
        againstReference(shape, lengths, seed, Number.NaN),
      ),
      { numRuns: 12 },
    );
  });

  testBesideReference(backend, 'agrees with the reference over 300 steps', async () => {
    await againstReference({ batch: 2, time: 300, features: 3, hidden: 3, attention: 4 }, [300, 170], 53);
  });

  testBesideReference(
    backend,
    'agrees with the reference where there are more units than a workgroup has invocations',
    async () => {
      await againstReference({ batch: 2, time: 3, features: 5, hidden: 300, attention: 270 }, [3, 2], 83);
    },
  );

  test('chooses the reference’s tags in a batch large enough for several threads', async () => {
    const lengths = Array.from({ length: 34 }, (_, b) => (b * 7) % 10);
    await tagsAgainstReference({ batch: 34, time: 9, features: 50, hidden: 26, attention: 22 }, lengths, 17, 61);
    await tagsAgainstReference({ batch: 3, time: 5, features: 5, hidden: 3, attention: 2 }, [5, 0, 2], 1, 67);
    await tagsAgainstReference({ batch: 2, time: 4, features: 5, hidden: 3, attention: 2 }, [4, 3], 300, 71);
  });

  test('gives the same bits twice', async () => {
    const shape = { batch: 6, time: 8, features: 9, hidden: 10, attention: 6 };
    const outcome = () => run(decoderValues(shape, 3), shape, [8, 3, 8, 1, 6, 5], randomValues(6 * 8 * 10, 5));
    expect(await outcome()).toEqual(await outcome());
  });

  test('is given shapes that agree, or says which it was given', () => {
    tidy(() => {
      const shape = { batch: 2, time: 3, features: 4, hidden: 5, attention: 6 };
      const shapes = { ...shapesOf(shape), initialState: [2, 4] };
      const parts = names.map((name) => tensor(new Float32Array(sizeOf(shapes[name])), shapes[name]));
      expect(() => attentionDecoder(partsOf(parts, lengthsTensor([3, 3])))).toThrow(/initialState \[2,4\]/);
    });
  });
});

test('the reference’s gradients are those of finite differences', () => {
  const shape = { batch: 2, time: 3, features: 3, hidden: 2, attention: 3 };
  const lengths = [3, 2];
  const values = decoderValues(shape, 5);
  const upstream = randomValues(2 * 3 * 2, 7);
  const lossOf = () =>
    decoderForward(shape, arraysOf(values, lengths), values.labels).reduce((sum, x, n) => sum + x * upstream[n]!, 0);
  const gradients = decoderGradient(shape, arraysOf(values, lengths), values.labels, upstream);
  const step = 2 ** -7;
  for (const name of names) {
    const differences = Array.from(values[name], (value, n) => {
      values[name][n] = value + step;
      const above = lossOf();
      values[name][n] = value - step;
      const below = lossOf();
      values[name][n] = value;
      return (above - below) / (2 * step);
    });
    expectClose(gradients[name], differences, 2e-3, name);
  }
});

test('a beam as wide as there are prefixes finds the likeliest allowed sequence; of one, the likeliest steps', () => {
  const { shape, values, lengths, output } = taggingCase();
  const of = (all: ArrayLike<number>) => inside(all, shape.time, lengths);
  for (const [beam, expected] of [
    [1, tagging.greedy],
    [1000, tagging.best],
  ] as const) {
    const found = decoderTags(shape, arraysOf(values, lengths), output, beam);
    expect(of(found.tags)).toEqual(of(expected.tags.values));
    expectClose(of(found.probabilities), of(expected.probabilities.values), 1e-4, 'probabilities');
  }
});
