/** PyTorch's figures for it are those of the whole output: workers/outputs/labelAwareParity.test.ts. */
import {
  grads,
  memory,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, onEachBackend, randomValues, toleranceOf } from '../testing.ts';
import { type LabelContextInputs, labelContext, nextLabelContext } from './operation.ts';
import { prefixesOf } from './prefixes.ts';

describe('the prefixes of a batch', () => {
  it('hold for each word the labels before it, newest first, and the start for the first', () => {
    const [all] = prefixesOf(Int32Array.of(3, 1), 4, 100);
    expect([...(all?.words ?? [])]).toEqual([0, 4, 1, 2]);
    expect([...(all?.lengths ?? [])]).toEqual([1, 1, 1, 2]);
    expect([...(all?.places ?? [])]).toEqual([0, -1, 4, -1, 1, -1, 2, 1]);
  });

  it('hold every word once, in groups within their bound where a prefix is not longer by itself', () => {
    const sizes = fc.array(fc.nat(12), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 60 }), fc.nat(3), (lengths, most, padding) => {
        const time = Math.max(1, ...lengths) + padding;
        const groups = prefixesOf(Int32Array.from(lengths), time, most);
        const words = groups.flatMap((group) => [...group.words]);
        const expected = lengths.flatMap((length, row) => Array.from({ length }, (_, word) => row * time + word));
        expect(words.sort((one, other) => one - other)).toEqual(expected);
        for (const { rows, time: longest, lengths: each, places } of groups) {
          expect(rows === 1 || rows * longest <= most).toBe(true);
          expect(longest).toBe(Math.max(...each));
          expect(places.length).toBe(rows * longest);
        }
      }),
    );
  });
});

const [batch, time, hidden, count] = [4, 6, 3, 5];
const lengths = Int32Array.of(6, 0, 1, 4);
const labels = Int32Array.from({ length: batch * time }, (_, cell) => (cell % time === 0 ? 0 : 1 + ((cell * 7) % 4)));

const shapes = {
  queries: [batch, time, 2 * hidden],
  forwardStates: [batch, time, hidden],
  labelGates: [count, 4 * hidden],
  recurrentWeights: [1, hidden, 4 * hidden],
};

const given = (): Tensor[] =>
  Object.values(shapes).map((shape, n) =>
    tensor(
      randomValues(
        shape.reduce((size, each) => size * each),
        n + 1,
        1.5,
      ),
      shape,
    ),
  );

const named = ([queries, forwardStates, labelGates, recurrentWeights]: readonly Tensor[]) =>
  ({ queries, forwardStates, labelGates, recurrentWeights }) as unknown as LabelContextInputs;

/** The context and the gradients of a weighted sum of it. */
async function resultsOf(most: number): Promise<ArrayLike<number>[]> {
  const results = tidy(() => {
    const inputs = given();
    const weights = tensor(randomValues(batch * time * 2 * hidden, 9), [batch, time, 2 * hidden]);
    const of = (each: readonly Tensor[]) => labelContext(named(each), labels, lengths, most);
    return [of(inputs), ...grads((...each: Tensor[]) => sum(mul(of(each), weights)))(inputs)];
  });
  const values = await Promise.all(results.map((each) => each.data()));
  for (const each of results) each.dispose();
  return values;
}

onEachBackend((backend) => {
  it.each([1, 7, 12])('is the same in groups of %s labels, of which only as many are kept', async (most) => {
    const before = memory().numTensors;
    const [whole, grouped] = [await resultsOf(1000), await resultsOf(most)];
    for (const [n, name] of ['context', ...Object.keys(shapes)].entries()) {
      expectClose(grouped[n] ?? [], whole[n] as ArrayLike<number>, toleranceOf(backend), name);
    }
    expect(memory().numTensors).toBe(before);
  });

  it('is zeros on padding, and of a word whose prefix is one label that label’s states', async () => {
    const [context, inputs] = tidy(() => {
      const each = given();
      return [labelContext(named(each), labels, lengths), each[1] as Tensor];
    }) as [Tensor, Tensor];
    const [values, forward] = [await context.data(), await inputs.data()];
    const cell = (sentence: number, word: number) => [...values.slice((sentence * time + word) * 2 * hidden)];
    for (const [sentence, word] of [
      [1, 0],
      [2, 1],
      [3, 4],
    ] as const) {
      expect(cell(sentence, word).slice(0, 2 * hidden)).toEqual(new Array(2 * hidden).fill(0));
    }
    for (const [sentence, word] of [
      [0, 0],
      [0, 1],
      [2, 0],
    ] as const) {
      const at = (sentence * time + word) * hidden;
      expectClose(cell(sentence, word).slice(0, hidden), forward.slice(at, at + hidden), 1e-5);
    }
    context.dispose();
    inputs.dispose();
  });

  it('is the same for one word at a time', async () => {
    const word = 3;
    const [context, next] = tidy(() => {
      const inputs = named(given());
      const newestFirst = (values: Tensor3D) => values.slice([0, 1, 0], [batch, word, hidden]).reverse(1) as Tensor3D;
      const before = Int32Array.from({ length: batch * word }, (_, n) => {
        const [row, step] = [Math.floor(n / word), n % word];
        return labels[row * time + word - step] as number;
      });
      const single = nextLabelContext({
        ...inputs,
        queries: inputs.queries.slice([0, word, 0], [batch, 1, 2 * hidden]).reshape([batch, 2 * hidden]) as Tensor2D,
        forwardStates: newestFirst(inputs.forwardStates),
        labels: tensor(before, [batch, word], 'int32') as Tensor2D,
        lengths: tensor([word, 0, 0, word], [batch], 'int32') as Tensor1D,
      });
      const all = labelContext(inputs, labels, lengths);
      return [all.slice([0, word, 0], [batch, 1, 2 * hidden]).clone(), single];
    }) as [Tensor, Tensor];
    expectClose(await next.data(), await context.data(), toleranceOf(backend));
    context.dispose();
    next.dispose();
  });

  it('refuses shapes that do not agree', () => {
    tidy(() => {
      const inputs = named(given());
      expect(() => labelContext(inputs, labels.slice(1), lengths)).toThrow(/shapes do not agree.*labels \[23\]/);
    });
  });
});
