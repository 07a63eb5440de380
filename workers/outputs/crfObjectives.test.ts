/** What a CRF learns by, beside the sum over every sequence of tags. */
import { type Tensor1D, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onEachBackend } from '../kernels/testing.ts';
import { drawnParameters } from '../layers/parameters.ts';
import { disposeParts, partSource } from '../layers/part.ts';
import type { OutputSpecifications } from '../protocol/specification.ts';
import { TagSets } from '../text/examples.ts';
import { Gold } from '../text/gold.ts';
import { createRandom } from '../text/random.ts';
import { CrfOutput } from './crf.ts';

type Objective = OutputSpecifications['crf']['objective'];

const [features, tagCount] = [3, 3];

/** A CRF of three tags, any of which may follow any. */
async function crfOf(objective: Objective, seed: number): Promise<CrfOutput> {
  const random = createRandom(seed);
  const parts = partSource(drawnParameters(random));
  const output = new CrfOutput({ kind: 'crf', scheme: 'tags', objective }, [], features, parts);
  // What grows is drawn, transitions too.
  await output.grow(['A', 'B', 'C'], 'normal', random);
  return output;
}

/** Every sequence of `length` tags. */
function sequences(length: number): number[][] {
  if (length === 0) return [[]];
  return sequences(length - 1).flatMap((before) => Array.from({ length: tagCount }, (_, tag) => [...before, tag]));
}

const logSumExp = (values: readonly number[]) => Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));

/** paper 3, section 3.4, word for word; a token is wrong where its tag is not one of those that it may have. */
async function bySum(output: CrfOutput, objective: Objective, known: readonly (readonly number[])[], input: number[]) {
  const numbers = async (name: string) => {
    const { parameters } = output.parts.find(({ path }) => name.startsWith(path)) ?? expect.fail(name);
    return [...((await parameters[name]?.data()) ?? [])];
  };
  const [weights, bias, transitions] = await Promise.all(
    ['outputLayer.weights', 'outputLayer.bias', 'transitions.scores'].map(numbers),
  );
  const side = tagCount + 2;
  const move = (from: number, to: number) => transitions?.[from * side + to] ?? Number.NaN;
  const emission = (token: number, tag: number) =>
    input
      .slice(token * features, (token + 1) * features)
      .reduce((sum, value, n) => sum + value * (weights?.[n * tagCount + tag] ?? 0), bias?.[tag] ?? 0);
  const score = (tags: readonly number[]) =>
    tags.reduce(
      (sum, tag, token) => sum + emission(token, tag) + move(token > 0 ? (tags[token - 1] ?? 0) : tagCount, tag),
      move(tags.at(-1) ?? 0, tagCount + 1),
    );
  const wrong = (tags: readonly number[]) => tags.filter((tag, token) => !known[token]?.includes(tag)).length;
  const all = sequences(known.length);
  const cost = (tags: readonly number[]) => (objective === 'margin' ? wrong(tags) : 0);
  const right = all.filter((tags) => wrong(tags) === 0);
  return logSumExp(all.map((tags) => score(tags) + cost(tags))) - logSumExp(right.map(score));
}

const knownTags = fc.array(fc.uniqueArray(fc.nat(tagCount - 1), { minLength: 1 }), { minLength: 1, maxLength: 4 });

onEachBackend(() => {
  test.each(['likelihood', 'margin'] as const)(
    'the loss by %s is that of the sum over all sequences, whatever is known of a token',
    async (objective) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(1e6), fc.array(knownTags, { minLength: 1, maxLength: 3 }), async (seed, sentences) => {
          const output = await crfOf(objective, seed);
          const random = createRandom(seed).fork('input');
          const time = Math.max(...sentences.map(({ length }) => length));
          const input = Array.from({ length: sentences.length * time * features }, () => random.normal(0, 2));
          const sets = new TagSets(tagCount);
          const examples = sentences.map((known) => ({
            words: known.map(() => 'word'),
            known: Int32Array.from(known, (tags) => sets.idOf(tags)),
            sets,
          }));
          const loss = tidy(() =>
            output.loss(
              tensor(input, [sentences.length, time, features]) as Tensor3D,
              new Gold(examples, time, tagCount),
              tensor(
                sentences.map(({ length }) => length),
                [sentences.length],
                'int32',
              ) as Tensor1D,
            ),
          );
          const sums = await Promise.all(
            sentences.map((known, row) =>
              bySum(output, objective, known, input.slice(row * time * features, (row + 1) * time * features)),
            ),
          );
          const mean = sums.reduce((total, each) => total + each, 0) / sums.length;
          const [ours = Number.NaN] = await loss.data();
          expect(Math.abs(ours - mean)).toBeLessThan(1e-4 * Math.max(1, Math.abs(mean)));
          loss.dispose();
          disposeParts([output]);
        }),
        { numRuns: 25 },
      );
    },
  );
});
