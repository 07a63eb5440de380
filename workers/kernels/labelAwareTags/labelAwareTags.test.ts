/**
 * The label-aware tags on every backend against their definition, whole and without their parts. Beside PyTorch's:
 * ../../outputs/labelAwareParity.test.ts.
 */
import { tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, testBesideReference, toleranceOf } from '../testing.ts';
import { labelAwareTags } from './operation.ts';
import { labelAwareTagsReference } from './reference.ts';
import type { LabelAwareShape } from './shape.ts';
import { labelAwareTensors, labelAwareValues } from './testing.ts';

async function tagsOf(shape: LabelAwareShape, lengths: readonly number[], seed: number, keptBytes?: number) {
  const values = labelAwareValues(shape, lengths, seed);
  const found = tidy(() => labelAwareTags(labelAwareTensors(shape, values), keptBytes));
  const inside = (all: ArrayLike<number>) =>
    lengths.flatMap((length, row) => Array.from(all).slice(row * shape.time, row * shape.time + length));
  const read = { tags: inside(await found.tags.data()), probabilities: inside(await found.probabilities.data()) };
  found.tags.dispose();
  found.probabilities.dispose();
  const expected = labelAwareTagsReference(shape, values);
  return { read, expected: { tags: inside(expected.tags), probabilities: inside(expected.probabilities) } };
}

const sizes = { batch: 5, time: 9, features: 7, tags: 4, hidden: 6, background: true, context: true };
const lengths = [9, 0, 4, 1, 9];

onEachBackend((backend) => {
  testBesideReference(backend, 'are the definition’s, of any sizes and with any of their parts', async () => {
    const shapes = fc
      .record({
        ...{ batch: fc.integer({ min: 1, max: 40 }), time: fc.integer({ min: 1, max: 9 }) },
        ...{ features: fc.integer({ min: 1, max: 18 }), tags: fc.integer({ min: 1, max: 7 }) },
        ...{ hidden: fc.integer({ min: 1, max: 11 }), background: fc.boolean(), context: fc.boolean() },
      })
      .chain((shape) =>
        fc.tuple(
          fc.constant(shape),
          fc.array(fc.integer({ min: 0, max: shape.time }), { minLength: shape.batch, maxLength: shape.batch }),
          fc.nat(1e6),
        ),
      );
    await fc.assert(
      fc.asyncProperty(shapes, async ([shape, some, seed]) => {
        const { read, expected } = await tagsOf(shape, some, seed);
        expect(read.tags).toEqual(expected.tags);
        expectClose(read.probabilities, expected.probabilities, 10 * toleranceOf(backend), 'probabilities');
      }),
      { numRuns: backend === 'webgpu' ? 3 : 50 },
    );
  });

  test('are the same, bit by bit, however little is kept of what was read', async () => {
    const all = await tagsOf(sizes, lengths, 3);
    expect(new Set(all.read.tags).size).toBeGreaterThan(1);
    expect((await tagsOf(sizes, lengths, 3, 0)).read).toEqual(all.read);
  });

  test('are the same of a sentence whatever stands beside it', async () => {
    const together = await tagsOf({ ...sizes, batch: 2 }, [9, 6], 5);
    const alone = await tagsOf({ ...sizes, batch: 1 }, [9], 5);
    expect(together.read.tags.length).toBe(15);
    expect(together.expected.tags.slice(0, 9)).not.toEqual(together.expected.tags.slice(9));
    expect(alone.read.tags).toEqual(alone.expected.tags);
    expect(together.read.tags).toEqual(together.expected.tags);
  });

  test('refuse shapes that do not agree', () => {
    tidy(() => {
      const inputs = labelAwareTensors(sizes, labelAwareValues(sizes, lengths, 1));
      const { forwardGates: _, ...without } = inputs;
      expect(() => labelAwareTags(without)).toThrow(/shapes do not agree/);
      expect(() => labelAwareTags({ ...inputs, outputWeights: inputs.allowed })).toThrow(/outputWeights \[6,4\]/);
    });
  });
});
