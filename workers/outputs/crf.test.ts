import {
  grad,
  memory,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  tensor,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { drawnParameters } from '../layers/parameters.ts';
import { disposeParts, partSource } from '../layers/part.ts';
import { TagSets } from '../text/examples.ts';
import { Gold } from '../text/gold.ts';
import { createRandom } from '../text/random.ts';
import { allowedTransitions, tagSet } from '../text/schemes.ts';
import type { OutputScheme } from '../text/tagNames.ts';
import { CrfOutput } from './crf.ts';

const features = 4;

function outputOf(categories: readonly string[], scheme: OutputScheme, seed = 1): CrfOutput {
  const parts = partSource(drawnParameters(createRandom(seed)));
  return new CrfOutput({ kind: 'crf', scheme, objective: 'likelihood' }, categories, features, parts);
}

function features3d(seed: number, batch: number, time: number): Tensor3D {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: batch * time * features }, () => random.normal(0, 3));
  return tensor(values, [batch, time, features]) as Tensor3D;
}

const lengthsOf = (lengths: number[]) => tensor(lengths, [lengths.length], 'int32') as Tensor1D;

const scoresOf = (output: CrfOutput) =>
  output.parts.find(({ path }) => path === 'transitions')?.parameters['transitions.scores'] as Variable;

/** The loss of one sentence of which each token's possible tags are given. */
function lossOf(output: CrfOutput, known: readonly (readonly number[])[], input: Tensor3D): number {
  const sets = new TagSets(output.tags.length);
  const ids = Int32Array.from(known, (tags) => sets.idOf(tags));
  const gold = new Gold([{ words: known.map(() => 'word'), known: ids, sets }], known.length, output.tags.length);
  return tidy(() => output.loss(input, gold, lengthsOf([known.length]))).dataSync()[0] as number;
}

beforeAll(() => openTestBackend('cpu'));

describe('the CRF output', () => {
  it.each(['bioes', 'iob2'] as const)('never decodes a transition that %s forbids', async (scheme) => {
    const categories = ['Person', 'Place'];
    const { start, end, between } = allowedTransitions(tagSet(categories, scheme), scheme);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (seed, lengths, grown) => {
          const output = outputOf(grown ? ['Person'] : categories, scheme, seed);
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
      { numRuns: 40 },
    );
  });

  it('gives probabilities that sum to 1 over the sequences of a short sentence', () => {
    const output = outputOf(['A', 'B', 'C'], 'tags');
    const input = features3d(2, 1, 2);
    let total = 0;
    for (const first of [0, 1, 2]) {
      for (const second of [0, 1, 2]) total += Math.exp(-lossOf(output, [[first], [second]], input));
    }
    expect(total).toBeCloseTo(1, 4);
    input.dispose();
    disposeParts([output]);
  });

  it('takes the probability of what is left open for the sum over what it may be', () => {
    const output = outputOf(['A', 'B', 'C'], 'tags');
    const input = features3d(5, 1, 2);
    const probability = (...known: number[][]) => Math.exp(-lossOf(output, known, input));
    const expected = probability([0], [1]) + probability([2], [1]);
    expect(probability([0, 2], [1])).toBeCloseTo(expected, 5);
    expect(probability([0, 1, 2], [0, 1, 2])).toBeCloseTo(1, 5);
    input.dispose();
    disposeParts([output]);
  });

  it('learns from a teacher’s probabilities: where they are its own there is nothing to learn, and the transitions are left', async () => {
    const output = outputOf(['A', 'B', 'C'], 'tags');
    scoresOf(output).assign(
      tensor(
        Float32Array.from({ length: 25 }, (_, at) => Math.sin(at)),
        [5, 5],
      ),
    );
    const [input, sizes] = [features3d(8, 1, 4), lengthsOf([4])];
    const marginals = output.marginals(input, sizes);
    const own = Float32Array.from(await marginals.data());
    const others = own.map((_, cell) => own[cell % 3 === 2 ? cell - 2 : cell + 1] as number);
    const sets = new TagSets(3);
    const taught = (soft: Float32Array) => (given: Tensor) => {
      const example = {
        words: ['a', 'b', 'c', 'd'],
        known: Int32Array.of(0, 0, 0, 0),
        sets,
        soft: { values: soft, shared: [] },
      };
      return output.loss(given as Tensor3D, new Gold([example], 4, 3), sizes) as Scalar;
    };
    const learned = (soft: Float32Array) => tidy(() => [...grad(taught(soft))(input).dataSync()].map(Math.abs));
    expect(Math.max(...learned(own))).toBeLessThan(1e-5);
    expect(Math.max(...learned(others))).toBeGreaterThan(1e-2);
    const ofTransitions = tidy(() => {
      const { grads } = variableGrads(() => taught(others)(input), [scoresOf(output)]);
      return [...(Object.values(grads)[0] as Tensor3D).dataSync()];
    });
    expect(ofTransitions.every((value) => value === 0)).toBe(true);
    for (const each of [input, sizes, marginals]) each.dispose();
    disposeParts([output]);
  });

  it('says of certain probabilities what it says of the tags, but for the transitions between them', () => {
    const output = outputOf(['A', 'B', 'C'], 'tags');
    const input = features3d(9, 1, 3);
    const sets = new TagSets(3);
    const soft = Float32Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1);
    const example = { words: ['a', 'b', 'c'], known: Int32Array.of(1, 0, 2), sets, soft: { values: soft, shared: [] } };
    const loss = tidy(() => output.loss(input, new Gold([example], 3, 3), lengthsOf([3]))).dataSync()[0];
    // They are zeros as long as nothing was learned.
    expect(loss).toBeCloseTo(lossOf(output, [[1], [0], [2]], input), 5);
    input.dispose();
    disposeParts([output]);
  });

  it('gives marginals that sum to 1, with none for what cannot be, and those of the tags that it decodes', async () => {
    const output = outputOf(['Person'], 'bioes');
    const [input, sizes] = [features3d(3, 1, 4), lengthsOf([4])];
    const marginals = output.marginals(input, sizes);
    expect(marginals.shape).toEqual([1, 4, 5]);
    const all = marginals.dataSync() as Float32Array;
    const { start } = allowedTransitions(output.tags, 'bioes');
    for (let token = 0; token < 4; token++) {
      expect(all.slice(token * 5, token * 5 + 5).reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    }
    start.forEach((may, tag) => {
      if (!may) expect(all[tag]).toBe(0);
    });
    const { tags, probabilities } = await output.decode(input, sizes);
    tags.forEach((tag, token) => {
      expect(probabilities[token]).toBe(all[token * 5 + tag]);
    });
    for (const each of [input, sizes, marginals]) each.dispose();
    disposeParts([output]);
  });

  it('moves start and end behind the new tags when it grows, and keeps every old transition', async () => {
    const output = outputOf(['Person'], 'bioes');
    const before = output.tags;
    const side = before.length + 2;
    const marked = Float32Array.from({ length: side * side }, (_, entry) => entry + 1);
    scoresOf(output).assign(tensor(marked, [side, side]));
    await output.grow(['New'], 'zeros', createRandom(1));
    expect(output.tags).toEqual([...before, 'B-New', 'I-New', 'E-New', 'S-New']);
    const grown = await scoresOf(output).data();
    const place = (index: number) => (index < before.length ? index : index + 4);
    for (let from = 0; from < side; from++) {
      for (let to = 0; to < side; to++) {
        expect(grown[place(from) * (side + 4) + place(to)]).toBe(from * side + to + 1);
      }
    }
    disposeParts([output]);
  });

  it('draws matched rows from the mean and deviation of the trained, with the forbidden left out of the count', async () => {
    const output = outputOf(['Person', 'Place'], 'bioes');
    const { tags } = output;
    const { start, end, between } = allowedTransitions(tags, 'bioes');
    const side = tags.length + 2;
    const values = new Float32Array(side * side).fill(500);
    for (let from = 0; from < tags.length; from++) {
      for (let to = 0; to < tags.length; to++) if (between[from]?.[to]) values[from * side + to] = 7;
      if (start[from]) values[tags.length * side + from] = 7;
      if (end[from]) values[from * side + tags.length + 1] = 7;
    }
    scoresOf(output).assign(tensor(values, [side, side]));
    await output.grow(['New'], 'matched', createRandom(1));
    const grown = await scoresOf(output).data();
    // O → S-New is allowed: its entry can only come from the allowed ones, which are all 7.
    expect(output.tags[12]).toBe('S-New');
    expect(grown[12]).toBeCloseTo(7, 5);
    disposeParts([output]);
  });

  it('leaves nothing behind when it tags, learns and grows', async () => {
    const before = memory().numTensors;
    const output = outputOf(['Person'], 'bioes');
    const built = memory().numTensors;
    const [input, sizes] = [features3d(2, 1, 2), lengthsOf([2])];
    await output.decode(input, sizes);
    output.marginals(input, sizes).dispose();
    const sets = new TagSets(output.tags.length);
    const gold = new Gold([{ words: ['a', 'b'], known: new Int32Array(2), sets }], 2, output.tags.length);
    tidy(() => output.loss(input, gold, sizes)).dispose();
    input.dispose();
    sizes.dispose();
    expect(memory().numTensors).toBe(built);
    await output.grow(['New'], 'normal', createRandom(1));
    expect(memory().numTensors).toBe(built);
    disposeParts([output]);
    expect(memory().numTensors).toBe(before);
  });
});
