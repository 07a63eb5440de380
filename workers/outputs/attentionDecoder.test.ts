/** The Seq2Seq tagger's output: its losses, its tags and beams, and its categories. */
import { memory, type Tensor1D, type Tensor3D, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, openTestBackend } from '../kernels/testing.ts';
import { drawnParameters } from '../layers/parameters.ts';
import { disposeParts, parametersOf, partSource } from '../layers/part.ts';
import type { OutputSpecifications } from '../protocol/specification.ts';
import { type Example, TagSets } from '../text/examples.ts';
import { Gold } from '../text/gold.ts';
import { createRandom } from '../text/random.ts';
import { allowedTransitions, tagSet } from '../text/schemes.ts';
import { AttentionDecoderOutput } from './attentionDecoder.ts';

type Specification = OutputSpecifications['attention-decoder'];

const features = 6;
const specification: Specification = {
  kind: 'attention-decoder',
  scheme: 'tags',
  decoderHidden: 5,
  attentionSize: 4,
  labelEmbedding: 3,
  beamWidth: 1,
};

/** Weights far from zero, so that the tags differ. */
function outputOf(categories: readonly string[], given: Partial<Specification> = {}, seed = 1): AttentionDecoderOutput {
  const parts = partSource(drawnParameters(createRandom(seed)));
  const output = new AttentionDecoderOutput({ ...specification, ...given }, categories, features, parts);
  for (const variable of Object.values(parametersOf(output))) tidy(() => variable.assign(variable.mul(4)));
  return output;
}

function features3d(seed: number, batch: number, time: number): Tensor3D {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: batch * time * features }, () => random.normal(0, 2));
  return tensor(values, [batch, time, features]) as Tensor3D;
}

const lengthsOf = (lengths: readonly number[]) => tensor([...lengths], [lengths.length], 'int32') as Tensor1D;

/** Sentences of which each token's possible tags are given. */
function goldOf(output: AttentionDecoderOutput, time: number, ...sentences: (readonly (readonly number[])[])[]): Gold {
  const sets = new TagSets(output.tags.length);
  const examples = sentences.map(
    (known): Example => ({
      words: known.map(() => 'word'),
      known: Int32Array.from(known, (tags) => sets.idOf(tags)),
      sets,
    }),
  );
  return new Gold(examples, time, output.tags.length);
}

const known = (...tags: number[]) => tags.map((tag) => [tag]);

function lossOf(output: AttentionDecoderOutput, gold: Gold, input: Tensor3D, training = false): number {
  const mode = training ? { rate: 0, random: createRandom(1) } : null;
  return tidy(() => output.loss(input, gold, lengthsOf([...gold.lengths()]), mode)).dataSync()[0] as number;
}

const weightsOf = (output: AttentionDecoderOutput) =>
  Object.fromEntries(Object.entries(parametersOf(output)).map(([name, each]) => [name, [...each.dataSync()]]));

describe.each(['cpu', 'wasm'] as const)('the attention decoder’s output on %s', (backend) => {
  beforeAll(() => openTestBackend(backend));

  it('gives probabilities that sum to 1 over the sequences of a short sentence', () => {
    const output = outputOf(['A', 'B', 'C']);
    const input = features3d(2, 1, 2);
    let total = 0;
    for (const first of [0, 1, 2]) {
      for (const second of [0, 1, 2]) {
        total += Math.exp(-2 * lossOf(output, goldOf(output, 2, known(first, second)), input));
      }
    }
    expect(total).toBeCloseTo(1, 4);
    input.dispose();
    disposeParts([output]);
  });

  it('says of its own tags what the loss of these is', async () => {
    const output = outputOf(['A', 'B', 'C']);
    const input = features3d(2, 2, 4);
    const sizes = lengthsOf([4, 3]);
    const { tags, probabilities } = await output.decode(input, sizes);
    const gold = goldOf(output, 4, known(...tags.slice(0, 4)), known(...tags.slice(4, 7)));
    const sum = [0, 1, 2, 3, 4, 5, 6].reduce((total, token) => total - Math.log(probabilities[token] as number), 0);
    expectClose([lossOf(output, gold, input)], [sum / 7], 1e-3);
    input.dispose();
    sizes.dispose();
    disposeParts([output]);
  });

  it('says the same of a sentence however far it is padded, and whatever stands beside it', async () => {
    const output = outputOf(['A', 'B', 'C']);
    const [alone, size] = [features3d(3, 1, 3), lengthsOf([3])];
    const values = await alone.data();
    const padded = new Float32Array(2 * 5 * features).fill(9);
    padded.set(values);
    const [among, sizes] = [tensor(padded, [2, 5, features]) as Tensor3D, lengthsOf([3, 5])];
    const [one, both] = [await output.decode(alone, size), await output.decode(among, sizes)];
    expect([...both.tags.slice(0, 3)]).toEqual([...one.tags]);
    expectClose(both.probabilities.slice(0, 3), one.probabilities, 1e-5);
    for (const each of [alone, size, among, sizes]) each.dispose();
    disposeParts([output]);
  });

  it('learns from tags that are known alone, and tells the loss of what is open in use', () => {
    const output = outputOf(['A', 'B', 'C']);
    const input = features3d(2, 1, 3);
    const open = goldOf(output, 3, [[1], [0, 2], [2]]);
    expect(() => lossOf(output, open, input, true)).toThrow(/leave open/);
    // What an open token may be costs as much as both together; behind it stands the first that it may be.
    const [first, second] = [0, 2].map((tag) => lossOf(output, goldOf(output, 3, known(1, tag, 2)), input)) as [
      number,
      number,
    ];
    expect(lossOf(output, open, input)).toBeLessThan(first);
    expect(second).not.toBe(first);
    input.dispose();
    disposeParts([output]);
  });

  it.each([
    ['bioes', 1],
    ['iob2', 1],
    ['bioes', 3],
  ] as const)('never decodes a transition that %s forbids, with a beam of %s', async (scheme, beamWidth) => {
    const categories = ['Person', 'Place'];
    const { start, end, between } = allowedTransitions(tagSet(categories, scheme), scheme);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (seed, lengths, grown) => {
          const output = outputOf(grown ? ['Person'] : categories, { scheme, beamWidth }, seed);
          if (grown) await output.grow(['Place'], 'normal', createRandom(seed));
          const time = Math.max(...lengths);
          const [input, sizes] = [features3d(seed, lengths.length, time), lengthsOf(lengths)];
          const decoded = await output.decode(input, sizes);
          lengths.forEach((length, row) => {
            const path = [...decoded.tags.slice(row * time, row * time + length)];
            expect(start[path[0] as number]).toBe(true);
            expect(end[path.at(-1) as number]).toBe(true);
            for (let step = 1; step < length; step++) {
              expect(between[path[step - 1] as number]?.[path[step] as number]).toBe(true);
            }
          });
          input.dispose();
          sizes.dispose();
          disposeParts([output]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('finds with a beam no less likely a sequence, and often a likelier one', async () => {
    const before = memory().numTensors;
    const sumOfLogs = (probabilities: Float32Array) => probabilities.reduce((sum, each) => sum + Math.log(each), 0);
    let likelier = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const [greedy, wide] = [1, 16].map((beamWidth) => outputOf(['A', 'B', 'C', 'D'], { beamWidth }, seed)) as [
        AttentionDecoderOutput,
        AttentionDecoderOutput,
      ];
      const [input, sizes] = [features3d(seed, 1, 5), lengthsOf([5])];
      const [one, best] = [await greedy.decode(input, sizes), await wide.decode(input, sizes)];
      const gain = sumOfLogs(best.probabilities) - sumOfLogs(one.probabilities);
      expect(gain).toBeGreaterThan(-1e-4);
      if (gain > 1e-3) likelier++;
      input.dispose();
      sizes.dispose();
      disposeParts([greedy, wide]);
    }
    expect(likelier).toBeGreaterThan(2);
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    ['zeros', ['X']],
    ['normal', ['X', 'Y', 'Z']],
    ['matched', ['X', 'Y', 'Z']],
  ] as const)('grows by %s rows for %s behind the old ones, in the output and in its labels', async (start, added) => {
    const output = outputOf(['A', 'B'], { scheme: 'bioes' });
    const tensors = memory().numTensors;
    const [before, tagsBefore] = [weightsOf(output), output.tags];
    const again = outputOf(['A', 'B'], { scheme: 'bioes' });
    await output.grow(added, start, createRandom(4));
    await again.grow(added, start, createRandom(4));
    const after = weightsOf(output);
    expect(weightsOf(again)).toEqual(after);
    expect(output.tags).toEqual([...tagsBefore, ...tagSet(added, 'bioes').slice(1)]);
    const [count, rows] = [output.tags.length, 4 * added.length];
    const embeddings = after['labelLayer.embeddings'] as number[];
    expect(embeddings.length).toBe((1 + count) * 3);
    expect(embeddings.slice(0, (1 + tagsBefore.length) * 3)).toEqual(before['labelLayer.embeddings']);
    const bias = after['outputLayer.bias'] as number[];
    expect(bias.slice(0, tagsBefore.length)).toEqual(before['outputLayer.bias']);
    for (const fresh of [embeddings.slice(-3 * rows), bias.slice(-rows)]) {
      expect(fresh.every((value) => value === 0)).toBe(start === 'zeros');
    }
    for (const name of Object.keys(before).filter((each) => !/^outputLayer|embeddings$/.test(each))) {
      expect(after[name], name).toEqual(before[name]);
    }
    disposeParts([again]);
    expect(memory().numTensors).toBe(tensors);
    disposeParts([output]);
  });

  it('gives a merged category the mean of its parts’ labels, and leaves the others alone', async () => {
    const output = outputOf(['A', 'B', 'C']);
    const before = weightsOf(output)['labelLayer.embeddings'] as number[];
    const tensors = memory().numTensors;
    const random = createRandom(3);
    const sample = Float32Array.from({ length: 400 * features }, () => random.normal(0, 1));
    await output.mapCategories({ A: 'Both', C: 'Both' }, async () => sample);
    expect(output.tags).toEqual(['Both', 'B']);
    const after = weightsOf(output)['labelLayer.embeddings'] as number[];
    const row = (of: readonly number[], at: number) => of.slice(3 * at, 3 * at + 3);
    expect(row(after, 0)).toEqual(row(before, 0));
    expect(row(after, 2)).toEqual(row(before, 2));
    expectClose(
      row(after, 1),
      row(before, 1).map((value, n) => (value + (row(before, 3)[n] as number)) / 2),
      1e-5,
    );
    expect(memory().numTensors).toBe(tensors);
    disposeParts([output]);
  });

  it('starts from the last forward state, through a linear layer where it is of another size', async () => {
    const [same, other] = [outputOf(['A', 'B'], { decoderHidden: 3 }), outputOf(['A', 'B'])];
    expect(Object.keys(parametersOf(same)).filter((name) => name.startsWith('bridge'))).toEqual([]);
    const bridge = parametersOf(other)['bridge.weights'] as Variable;
    expect(bridge.shape).toEqual([3, 5]);
    const gold = goldOf(same, 2, known(0, 1));
    const input = features3d(5, 1, 2);
    const before = lossOf(same, gold, input);
    // Of the features it now sees its start alone.
    const weights = parametersOf(same)['decoder.featureWeights'] as Variable;
    tidy(() => weights.assign(weights.mul(0)));
    const blind = lossOf(same, gold, input);
    const values = await input.data();
    const changed = (feature: number) =>
      tensor(
        values.map((value, at) => (at === features + feature ? 7 : value)),
        [1, 2, features],
      ) as Tensor3D;
    const [forward, backward] = [changed(1), changed(4)];
    expect(blind).not.toBeCloseTo(before, 4);
    expect(lossOf(same, gold, backward)).toBeCloseTo(blind, 5);
    expect(lossOf(same, gold, forward)).not.toBeCloseTo(blind, 4);
    for (const each of [input, backward, forward]) each.dispose();
    disposeParts([same, other]);
  });

  it('has no marginals: a tag hangs on all tags before it', () => {
    const output = outputOf(['A']);
    expect(output.marginals()).toBeNull();
    disposeParts([output]);
  });
});
