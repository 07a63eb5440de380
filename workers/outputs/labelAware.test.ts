/** LANER's output: its losses and tags, what its parts read, and its categories. PyTorch's figures: labelAwareParity.test.ts. */
import { memory, type Tensor1D, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
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
import { LabelAwareOutput } from './labelAware.ts';

type Specification = OutputSpecifications['label-aware'];

const features = 6;
const specification: Specification = {
  kind: 'label-aware',
  scheme: 'tags',
  labelEmbedding: 3,
  labelBackground: true,
  labelContext: true,
};

/** Weights far from zero, so that the tags differ. */
function outputOf(categories: readonly string[], given: Partial<Specification> = {}, seed = 1): LabelAwareOutput {
  const parts = partSource(drawnParameters(createRandom(seed)));
  const output = new LabelAwareOutput({ ...specification, ...given }, categories, features, parts);
  for (const variable of Object.values(parametersOf(output))) tidy(() => variable.assign(variable.mul(3)));
  return output;
}

function features3d(seed: number, batch: number, time: number): Tensor3D {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: batch * time * features }, () => random.normal(0, 1));
  return tensor(values, [batch, time, features]) as Tensor3D;
}

const lengthsOf = (lengths: readonly number[]) => tensor([...lengths], [lengths.length], 'int32') as Tensor1D;

/** Sentences of which each token's possible tags are given. */
function goldOf(output: LabelAwareOutput, time: number, ...sentences: (readonly (readonly number[])[])[]): Gold {
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

function lossOf(output: LabelAwareOutput, gold: Gold, input: Tensor3D, training = false): number {
  const mode = training ? { rate: 0, random: createRandom(1) } : null;
  return tidy(() => output.loss(input, gold, lengthsOf([...gold.lengths()]), mode)).dataSync()[0] as number;
}

/** The scores of one word's tags in one sentence of known tags. */
function scoresOf(output: LabelAwareOutput, input: Tensor3D, tags: readonly number[], word: number): number[] {
  const gold = goldOf(output, tags.length, known(...tags));
  const logits = tidy(() => output.logits(input, lengthsOf([tags.length]), gold, null).clone());
  const count = output.tags.length;
  const scores = [...logits.dataSync().slice(word * count, (word + 1) * count)];
  logits.dispose();
  return scores;
}

const weightsOf = (output: LabelAwareOutput) =>
  Object.fromEntries(Object.entries(parametersOf(output)).map(([name, each]) => [name, [...each.dataSync()]]));

describe.each(['cpu', 'wasm'] as const)('LANER’s output on %s', (backend) => {
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
    const [input, sizes] = [features3d(2, 2, 4), lengthsOf([4, 3])];
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
    const padded = new Float32Array(2 * 5 * features).fill(9);
    padded.set(await alone.data());
    const [among, sizes] = [tensor(padded, [2, 5, features]) as Tensor3D, lengthsOf([3, 5])];
    const [one, both] = [await output.decode(alone, size), await output.decode(among, sizes)];
    expect([...both.tags.slice(0, 3)]).toEqual([...one.tags]);
    expectClose(both.probabilities.slice(0, 3), one.probabilities, 1e-5);
    for (const each of [alone, size, among, sizes]) each.dispose();
    disposeParts([output]);
  });

  it.each([
    { labelBackground: true, labelContext: true, reads: 'all' },
    { labelBackground: true, labelContext: false, reads: 'all' },
    { labelBackground: false, labelContext: true, reads: 'all' },
    { labelBackground: false, labelContext: false, reads: 'none' },
  ])(
    'reads $reads of the labels before a word with background $labelBackground and context $labelContext, and none behind',
    ({ reads, ...given }) => {
      const output = outputOf(['A', 'B', 'C'], given);
      const input = features3d(4, 1, 5);
      const before = scoresOf(output, input, [0, 1, 2, 0, 1], 3);
      for (const place of [0, 1, 2, 3, 4]) {
        const tags = [0, 1, 2, 0, 1].map((tag, at) => (at === place ? (tag + 1) % 3 : tag));
        const change = Math.max(
          ...scoresOf(output, input, tags, 3).map((score, n) => Math.abs(score - (before[n] ?? 0))),
        );
        if (reads === 'all' && place < 3) expect(change, `label ${place}`).toBeGreaterThan(1e-4);
        else expect(change, `label ${place}`).toBeLessThan(1e-5);
      }
      input.dispose();
      disposeParts([output]);
    },
  );

  it('asks the sentence only with its background, and is a linear layer without both', () => {
    const changed = (given: Partial<Specification>) => {
      const output = outputOf(['A', 'B', 'C'], given);
      const input = features3d(5, 1, 3);
      const values = input.dataSync().slice();
      values.fill(2, 2 * features); // another last word
      const other = tensor(values, [1, 3, features]) as Tensor3D;
      const [one, two] = [input, other].map((each) => scoresOf(output, each, [0, 1, 2], 0)) as [number[], number[]];
      const names = Object.keys(parametersOf(output)).map((name) => name.split('.')[0]);
      input.dispose();
      other.dispose();
      disposeParts([output]);
      return { change: Math.abs((one[0] as number) - (two[0] as number)), parts: [...new Set(names)] };
    };
    expect(changed({}).change).toBeGreaterThan(1e-4);
    expect(changed({ labelBackground: false }).change).toBeLessThan(1e-6);
    expect(changed({ labelContext: false }).parts).toEqual([
      'outputLayer',
      'labelTable',
      'labelEncoder',
      'labelBackground',
    ]);
    expect(changed({ labelBackground: false, labelContext: false }).parts).toEqual(['outputLayer']);
  });

  it('learns from tags that are known alone, and tells the loss of what is open in use', () => {
    const output = outputOf(['A', 'B', 'C']);
    const input = features3d(2, 1, 3);
    const open = goldOf(output, 3, [[1], [0, 2], [2]]);
    expect(() => lossOf(output, open, input, true)).toThrow(/leave open/);
    const first = lossOf(output, goldOf(output, 3, known(1, 0, 2)), input);
    expect(lossOf(output, open, input)).toBeLessThan(first);
    input.dispose();
    disposeParts([output]);
  });

  it.each(['bioes', 'iob2'] as const)('never decodes a transition that %s forbids', async (scheme) => {
    const categories = ['Person', 'Place'];
    const { start, end, between } = allowedTransitions(tagSet(categories, scheme), scheme);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (seed, lengths, grown) => {
          const output = outputOf(grown ? ['Person'] : categories, { scheme }, seed);
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

  it.each([
    ['zeros', ['X']],
    ['normal', ['X', 'Y', 'Z']],
    ['matched', ['X', 'Y', 'Z']],
  ] as const)('grows by %s rows for %s behind the old ones, in the output and in its labels', async (start, added) => {
    const output = outputOf(['A', 'B'], { scheme: 'iob2' });
    const tensors = memory().numTensors;
    const [before, tagsBefore] = [weightsOf(output), output.tags];
    await output.grow(added, start, createRandom(4));
    const after = weightsOf(output);
    expect(output.tags).toEqual([...tagsBefore, ...tagSet(added, 'iob2').slice(1)]);
    const rows = 2 * added.length;
    const embeddings = after['labelTable.embeddings'] as number[];
    expect(embeddings.length).toBe((1 + output.tags.length) * 3);
    expect(embeddings.slice(0, (1 + tagsBefore.length) * 3)).toEqual(before['labelTable.embeddings']);
    const bias = after['outputLayer.bias'] as number[];
    expect(bias.slice(0, tagsBefore.length)).toEqual(before['outputLayer.bias']);
    for (const fresh of [embeddings.slice(-3 * rows), bias.slice(-rows)]) {
      expect(fresh.every((value) => value === 0)).toBe(start === 'zeros');
    }
    for (const name of Object.keys(before).filter((each) => !/^outputLayer|embeddings$/.test(each))) {
      expect(after[name], name).toEqual(before[name]);
    }
    expect(Object.keys(output.ofTags).sort()).toEqual([
      'labelTable.embeddings',
      'outputLayer.bias',
      'outputLayer.weights',
    ]);
    expect(memory().numTensors).toBe(tensors);
    disposeParts([output]);
  });

  it('gives a merged category the mean of its parts’ labels, and leaves the others alone', async () => {
    const output = outputOf(['A', 'B', 'C']);
    const before = weightsOf(output)['labelTable.embeddings'] as number[];
    const tensors = memory().numTensors;
    const random = createRandom(3);
    const sample = Float32Array.from({ length: 400 * features }, () => random.normal(0, 1));
    await output.mapCategories({ A: 'Both', C: 'Both' }, async () => sample);
    expect(output.tags).toEqual(['Both', 'B']);
    const after = weightsOf(output)['labelTable.embeddings'] as number[];
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

  it('drops out of what the labels say, in training alone', () => {
    const output = outputOf(['A', 'B', 'C']);
    const input = features3d(2, 1, 3);
    const gold = goldOf(output, 3, known(0, 1, 2));
    const dropped = (rate: number) =>
      tidy(() => output.loss(input, gold, lengthsOf([3]), { rate, random: createRandom(1) })).dataSync()[0] as number;
    expect(dropped(0)).toBeCloseTo(lossOf(output, gold, input), 5);
    expect(dropped(0.9)).not.toBeCloseTo(dropped(0), 3);
    input.dispose();
    disposeParts([output]);
  });

  it('has no marginals: a tag hangs on all tags before it', () => {
    const output = outputOf(['A']);
    expect(output.marginals()).toBeNull();
    expect(output.expectedEntities()).toBeNull();
    disposeParts([output]);
  });
});
