import { type Tensor1D, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues } from '../kernels/testing.ts';
import { drawnParameters } from '../layers/parameters.ts';
import { disposeParts, parametersOf, partSource } from '../layers/part.ts';
import { takeSnapshot } from '../layers/snapshot.ts';
import { type Example, TagSets } from '../text/examples.ts';
import { Gold } from '../text/gold.ts';
import { createRandom } from '../text/random.ts';
import { DirectionalSoftmaxOutput } from './directionalSoftmax.ts';

/** Of each direction. */
const hidden = 3;
const categories = ['A', 'B', 'C', 'D'];
const tags = categories.length;
const time = 3;
/** Two sentences; what is behind the second one's end is padding. */
const lengths = [3, 2];
const tokens = [0, 1, 2, 3, 4];
const input = randomValues(2 * time * 2 * hidden, 5, 2);
const sets = new TagSets(tags);
const paths = ['outputLayer.forward', 'outputLayer.backward'];

const outputOf = () =>
  new DirectionalSoftmaxOutput(
    { kind: 'directional-softmax', scheme: 'tags' },
    categories,
    2 * hidden,
    partSource(drawnParameters(createRandom(2))),
  );

const given = () => tensor(input, [2, time, 2 * hidden]) as Tensor3D;

const sentence = (known: readonly (readonly number[])[], soft?: readonly number[]): Example => ({
  words: known.map(() => 'word'),
  known: Int32Array.from(known, (possible) => sets.idOf(possible)),
  sets,
  ...(soft ? { soft: { values: Float32Array.from(soft), shared: [] } } : {}),
});

async function lossOf(output: DirectionalSoftmaxOutput, ...examples: Example[]): Promise<number> {
  const gold = new Gold(examples, time, tags);
  const loss = tidy(() => output.loss(given(), gold, tensor(lengths, [2], 'int32') as Tensor1D));
  const [value = Number.NaN] = await loss.data();
  loss.dispose();
  return value;
}

const normalised = (weights: readonly number[]) => {
  const total = weights.reduce((sum, weight) => sum + weight);
  return weights.map((weight) => weight / total);
};

/** In plain numbers, of each direction: each token's probabilities. */
async function directionsOf(output: DirectionalSoftmaxOutput): Promise<number[][][]> {
  const weights = await takeSnapshot(parametersOf(output));
  return paths.map((path, direction) =>
    Array.from({ length: 2 * time }, (_, token) => {
      const features = input.subarray((2 * token + direction) * hidden, (2 * token + direction + 1) * hidden);
      const bias = [...(weights[`${path}.bias`]?.values ?? [])];
      const scores = bias.map((start, tag) =>
        features.reduce(
          (sum, feature, at) => sum + feature * (weights[`${path}.weights`]?.values[at * bias.length + tag] ?? 0),
          start,
        ),
      );
      return normalised(scores.map(Math.exp));
    }),
  );
}

/** −log of what each direction gives to what each token may be, summed over directions, a token. */
const costOf = (directions: number[][][], open: readonly (readonly number[])[]) =>
  directions
    .flatMap((probabilities) =>
      tokens.map(
        (token) => -Math.log((open[token] ?? []).reduce((sum, tag) => sum + (probabilities[token]?.[tag] ?? 0), 0)),
      ),
    )
    .reduce((sum, cost) => sum + cost) / tokens.length;

onEachBackend(() => {
  test('the loss is −(log p_f + log p_b) of what is known, a token', async () => {
    const output = outputOf();
    const cost = costOf(await directionsOf(output), [[1], [0], [3], [2], [2]]);
    expectClose([await lossOf(output, sentence([[1], [0], [3]]), sentence([[2], [2]]))], [cost], 1e-4);
    disposeParts([output]);
  });

  test('what is left open costs each direction as much as all that it may be together', async () => {
    const output = outputOf();
    const cost = costOf(await directionsOf(output), [[1], [0, 2], [0, 1, 2, 3], [2], [2]]);
    expectClose([await lossOf(output, sentence([[1], [0, 2], [0, 1, 2, 3]]), sentence([[2], [2]]))], [cost], 1e-4);
    disposeParts([output]);
  });

  test('a teacher’s probabilities weigh the losses of the tags', async () => {
    const output = outputOf();
    const directions = await directionsOf(output);
    const teacher = [0.5, 0.25, 0.125, 0.125, 0, 0, 1, 0, 0.1, 0.2, 0.3, 0.4];
    const target = [...teacher, 0, 0, 0, 1, 1, 0, 0, 0];
    const cost = directions
      .flatMap((probabilities) =>
        tokens.flatMap((token) =>
          (probabilities[token] ?? []).map((p, tag) => -(target[token * tags + tag] as number) * Math.log(p)),
        ),
      )
      .reduce((sum, each) => sum + each);
    const taught = await lossOf(output, sentence([[0], [1], [2]], teacher), sentence([[3], [0]]));
    expectClose([taught], [cost / tokens.length], 1e-4);
    disposeParts([output]);
  });

  test('it decodes the likeliest tag by both directions, with the softmax of their sum', async () => {
    const output = outputOf();
    const [forward = [], backward = []] = await directionsOf(output);
    const features = given();
    const decoded = await output.decode(features);
    for (const token of tokens) {
      const both = normalised((forward[token] ?? []).map((p, tag) => p * (backward[token]?.[tag] ?? 0)));
      expect(decoded.tags[token]).toBe(both.indexOf(Math.max(...both)));
      expectClose([decoded.probabilities[token] as number], [Math.max(...both)], 1e-4);
    }
    features.dispose();
    disposeParts([output]);
  });

  test.each(['zeros', 'normal', 'matched'] as const)(
    'it grows in both directions by %s rows behind the old ones, which stay as they are',
    async (initialisation) => {
      const output = outputOf();
      const before = await directionsOf(output);
      await output.grow(['E'], initialisation, createRandom(1));
      expect(output.tags).toEqual([...categories, 'E']);
      const after = await directionsOf(output);
      before.forEach((direction, n) => {
        for (const token of tokens) {
          const own = after[n]?.[token] ?? [];
          expect(own).toHaveLength(5);
          // The new row takes its share; what the old ones have stays in proportion.
          expectClose(normalised(own.slice(0, 4)), direction[token] ?? [], 1e-4);
        }
      });
      const grown = await takeSnapshot(parametersOf(output));
      const fresh = paths.map((path) => grown[`${path}.bias`]?.values[4]);
      if (initialisation === 'zeros') expect(fresh).toEqual([0, 0]);
      else expect(fresh[0]).not.toBe(fresh[1]);
      disposeParts([output]);
    },
  );

  test('features that no direction has to itself are read by both', async () => {
    const shared = 2;
    const specification = { kind: 'directional-softmax', scheme: 'tags' } as const;
    const parts = partSource(drawnParameters(createRandom(2)));
    const output = new DirectionalSoftmaxOutput(specification, categories, 2 * hidden + shared, parts, shared);
    const word = randomValues(2 * hidden + shared, 7, 2);
    const weights = await takeSnapshot(parametersOf(output));
    const [forward = [], backward = []] = paths.map((path, direction) => {
      const read = [...word.slice(direction * hidden, (direction + 1) * hidden), ...word.slice(2 * hidden)];
      const scores = [...(weights[`${path}.bias`]?.values ?? [])].map((start, tag) =>
        read.reduce((sum, x, at) => sum + x * (weights[`${path}.weights`]?.values[at * tags + tag] ?? 0), start),
      );
      return normalised(scores.map(Math.exp));
    });
    const features = tensor(word, [1, 1, word.length]) as Tensor3D;
    const marginals = output.marginals(features);
    expectClose(await marginals.data(), normalised(forward.map((p, tag) => p * (backward[tag] ?? 0))), 1e-4);
    await output.mapCategories({ B: 'A' }, async () => randomValues(100 * word.length, 8));
    expect(output.parts.map(({ parameters }) => Object.values(parameters)[0]?.shape)).toEqual([
      [hidden + shared, 3],
      [hidden + shared, 3],
    ]);
    for (const each of [features, marginals]) each.dispose();
    disposeParts([output]);
  });

  test('a merged tag is, in each direction, as likely as its parts together', async () => {
    const output = outputOf();
    // Features in which nothing varies but the bias: there the merged row can be exact.
    const sample = async () => new Float32Array(50 * 2 * hidden);
    await output.mapCategories({ B: 'A', D: null }, sample);
    expect(output.tags).toEqual(['A', 'C']);
    const bias = (await takeSnapshot(parametersOf(output)))['outputLayer.forward.bias']?.values ?? [];
    disposeParts([output]);
    const fresh = outputOf();
    const old = (await takeSnapshot(parametersOf(fresh)))['outputLayer.forward.bias']?.values ?? [];
    disposeParts([fresh]);
    expectClose([bias[0] ?? 0], [Math.log(Math.exp(old[0] ?? 0) + Math.exp(old[1] ?? 0))], 1e-4);
    expect(bias[1]).toBe(old[2]);
  });
});
