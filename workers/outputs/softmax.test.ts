import {
  type Scalar,
  type Tensor1D,
  type Tensor3D,
  tensor,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues } from '../kernels/testing.ts';
import { drawnParameters } from '../layers/parameters.ts';
import { disposeParts, parametersOf, partSource } from '../layers/part.ts';
import { type Example, TagSets } from '../text/examples.ts';
import { Gold } from '../text/gold.ts';
import { createRandom } from '../text/random.ts';
import { SoftmaxOutput } from './softmax.ts';

const features = 3;
const tags = 4;
const time = 3;
/** Two sentences; what is behind the second one's end is padding. */
const lengths = [3, 2];
const input = randomValues(2 * time * features, 5, 2);
const sets = new TagSets(tags);

const sentence = (known: readonly (readonly number[])[], soft?: readonly number[]): Example => ({
  words: known.map(() => 'word'),
  known: Int32Array.from(known, (possible) => sets.idOf(possible)),
  sets,
  ...(soft ? { soft: { values: Float32Array.from(soft), shared: [] } } : {}),
});

const oneHot = (...known: readonly number[]) => known.flatMap((tag) => [0, 1, 2, 3].map((each) => +(each === tag)));

const categories = ['A', 'B', 'C', 'D'];
const outputOf = () =>
  new SoftmaxOutput(
    { kind: 'softmax', scheme: 'tags' },
    categories,
    features,
    partSource(drawnParameters(createRandom(2))),
  );

const goldOf = (...examples: Example[]) => new Gold(examples, time, tags);

function lossIn(output: SoftmaxOutput, gold: Gold): Scalar {
  const sizes = tensor(lengths, [2], 'int32') as Tensor1D;
  return output.loss(tensor(input, [2, time, features]) as Tensor3D, gold, sizes) as Scalar;
}

async function lossOf(output: SoftmaxOutput, gold: Gold): Promise<number> {
  const loss = tidy(() => lossIn(output, gold));
  const [value = Number.NaN] = await loss.data();
  loss.dispose();
  return value;
}

/** Each token's probabilities, in plain numbers: [batch · time] lists of one number a tag. */
async function probabilitiesOf(output: SoftmaxOutput): Promise<number[][]> {
  const { 'outputLayer.weights': weights, 'outputLayer.bias': bias } = parametersOf(output);
  const [w, b] = [await (weights as Variable).data(), await (bias as Variable).data()];
  return Array.from({ length: 2 * time }, (_, token) => {
    const scores = Array.from(b, (start, tag) => {
      let score = start;
      for (let feature = 0; feature < features; feature++) {
        score += (input[token * features + feature] as number) * (w[feature * tags + tag] as number);
      }
      return Math.exp(score);
    });
    const total = scores.reduce((sum, score) => sum + score);
    return scores.map((score) => score / total);
  });
}

/** The places of tokens that are no padding. */
const tokens = lengths.flatMap((length, row) => Array.from({ length }, (_, column) => row * time + column));

const teacher = [0.5, 0.25, 0.125, 0.125, 0, 0, 1, 0, 0.1, 0.2, 0.3, 0.4];
const taught = goldOf(sentence([[0], [1], [2]], teacher), sentence([[3], [0]]));
/** What the teacher says of the first sentence and the annotation of the second, by token. */
const target = [...teacher, ...oneHot(3, 0)];

onEachBackend(() => {
  test('the loss is the cross-entropy of what is known, a token', async () => {
    const output = outputOf();
    const probabilities = await probabilitiesOf(output);
    const gold = [1, 0, 3, 2, 2];
    const known = goldOf(sentence([[1], [0], [3]]), sentence([[2], [2]]));
    const sum = tokens.reduce((total, token, n) => total - Math.log(probabilities[token]?.[gold[n] as number] ?? 0), 0);
    expectClose([await lossOf(output, known)], [sum / 5], 1e-4);
    disposeParts([output]);
  });

  test('what is left open costs as much as all that it may be together', async () => {
    const output = outputOf();
    const probabilities = await probabilitiesOf(output);
    const open = goldOf(sentence([[1], [0, 2], [0, 1, 2, 3]]), sentence([[2], [2]]));
    const of = (token: number, ...may: number[]) =>
      -Math.log(may.reduce((sum, tag) => sum + (probabilities[token]?.[tag] ?? 0), 0));
    const sum = of(0, 1) + of(1, 0, 2) + of(3, 2) + of(4, 2);
    expectClose([await lossOf(output, open)], [sum / 5], 1e-4);
    disposeParts([output]);
  });

  test('probabilities of 1 for the tags that are known give the same loss as these', async () => {
    const output = outputOf();
    const known = [sentence([[1], [0], [3]]), sentence([[2], [2]])] as const;
    const soft = [sentence([[1], [0], [3]], oneHot(1, 0, 3)), sentence([[2], [2]], oneHot(2, 2))] as const;
    const expected = [await lossOf(output, goldOf(...known))];
    expectClose([await lossOf(output, goldOf(...soft))], expected, 1e-5);
    expectClose([await lossOf(output, goldOf(soft[0], known[1]))], expected, 1e-5);
    disposeParts([output]);
  });

  test('a teacher’s probabilities weigh the losses of the tags', async () => {
    const output = outputOf();
    const probabilities = await probabilitiesOf(output);
    const sum = tokens.reduce(
      (total, token, n) =>
        total -
        (probabilities[token] ?? []).reduce((own, p, tag) => own + (target[n * tags + tag] as number) * Math.log(p), 0),
      0,
    );
    expectClose([await lossOf(output, taught)], [sum / 5], 1e-4);
    disposeParts([output]);
  });

  test('a teacher’s probabilities draw the output to them: the gradient is p − q, a token', async () => {
    const output = outputOf();
    const probabilities = await probabilitiesOf(output);
    const { 'outputLayer.weights': weights, 'outputLayer.bias': bias } = parametersOf(output);
    const [w, b] = [weights as Variable, bias as Variable];
    const { value, grads } = variableGrads(() => lossIn(output, taught), [w, b]);
    const expected = { weights: new Array<number>(features * tags).fill(0), bias: new Array<number>(tags).fill(0) };
    tokens.forEach((token, n) => {
      for (let tag = 0; tag < tags; tag++) {
        const drawn = ((probabilities[token]?.[tag] ?? 0) - (target[n * tags + tag] as number)) / 5;
        (expected.bias[tag] as number) += drawn;
        for (let feature = 0; feature < features; feature++) {
          (expected.weights[feature * tags + tag] as number) += (input[token * features + feature] as number) * drawn;
        }
      }
    });
    expectClose(await (grads[b.name] as Tensor1D).data(), expected.bias, 1e-4, 'bias');
    expectClose(await (grads[w.name] as Tensor3D).data(), expected.weights, 1e-4, 'weights');
    for (const each of [value, ...Object.values(grads)]) each.dispose();
    disposeParts([output]);
  });

  test('it decodes the likeliest tag of each token, with its probability', async () => {
    const output = outputOf();
    const probabilities = await probabilitiesOf(output);
    const given = tensor(input, [2, time, features]) as Tensor3D;
    const decoded = await output.decode(given);
    for (const token of tokens) {
      const own = probabilities[token] as number[];
      expect(decoded.tags[token]).toBe(own.indexOf(Math.max(...own)));
      expectClose([decoded.probabilities[token] as number], [Math.max(...own)], 1e-4);
    }
    given.dispose();
    disposeParts([output]);
  });

  test('it grows by tags behind the old ones, whose rows stay as they are', async () => {
    const output = outputOf();
    const before = await probabilitiesOf(output);
    await output.grow(['E'], 'zeros', createRandom(1));
    expect(output.tags).toEqual([...categories, 'E']);
    const given = tensor(input, [2, time, features]) as Tensor3D;
    const marginals = output.marginals(given);
    const after = await marginals.data();
    for (const token of tokens) {
      // A new row of zeros takes its share; what the old ones have stays in proportion.
      const own = Array.from(after.slice(token * 5, token * 5 + 4));
      const left = own.reduce((sum, p) => sum + p);
      expectClose(
        own.map((p) => p / left),
        before[token] as number[],
        1e-4,
      );
    }
    given.dispose();
    marginals.dispose();
    disposeParts([output]);
  });
});
