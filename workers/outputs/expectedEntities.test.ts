/** The share of entity tokens that an output expects, and what it learns from it. */
import { grad, type Scalar, type Tensor1D, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues } from '../kernels/testing.ts';
import { drawnParameters } from '../layers/parameters.ts';
import { disposeParts, partSource } from '../layers/part.ts';
import { createRandom } from '../text/random.ts';
import { entityRatioLoss } from './entityRatio.ts';
import { createOutput } from './registry.ts';

const [features, time] = [4, 5];
const lengths = [5, 2];
const input = randomValues(2 * time * features, 5, 2);

const outputOf = (kind: 'crf' | 'softmax' | 'directional-softmax') => {
  const specification = { kind, scheme: 'iob2', ...(kind === 'crf' && { objective: 'likelihood' }) } as never;
  return createOutput(specification, ['A', 'B'], features, partSource(drawnParameters(createRandom(3))), 0);
};

const given = () => tensor(input, [2, time, features]) as Tensor3D;
const sizes = () => tensor(lengths, [2], 'int32') as Tensor1D;

onEachBackend(() => {
  test.each(['crf', 'softmax', 'directional-softmax'] as const)(
    'of a %s it is the sum of what its probabilities say, and so is its gradient',
    async (kind) => {
      const output = outputOf(kind);
      const outside = output.tags.indexOf('O');
      const bySum = (values: Float32Array) =>
        tidy(() => {
          const marginals = output.marginals(tensor(values, [2, time, features]) as Tensor3D, sizes()) as Tensor3D;
          const all = marginals.dataSync();
          const tags = output.tags.length;
          return lengths.reduce((sum, length, row) => {
            for (let token = 0; token < length; token++)
              sum += 1 - (all[(row * time + token) * tags + outside] as number);
            return sum;
          }, 0);
        });
      const expected = tidy(() => (output.expectedEntities(given(), sizes()) as Scalar).dataSync()[0] as number);
      expect(Math.abs(expected - bySum(Float32Array.from(input)))).toBeLessThan(5e-3);
      const gradient = tidy(() =>
        grad((values) => output.expectedEntities(values as Tensor3D, sizes()) as Scalar)(given()).dataSync(),
      );
      const numeric = Float32Array.from({ length: 8 }, (_, at) => {
        const [above, below] = [1, -1].map((sign) => {
          const values = Float32Array.from(input);
          values[at] = (values[at] as number) + sign * 0.05;
          return bySum(values);
        }) as [number, number];
        return (above - below) / 0.1;
      });
      expectClose(gradient.slice(0, 8), numeric, 1e-2);
      disposeParts([output]);
    },
  );

  test('costs nothing within the margin, and ten times what goes beyond it', () => {
    const output = outputOf('crf');
    const [share, near, far] = tidy(() => {
      const tokens = 7;
      const now = (output.expectedEntities(given(), sizes()) as Scalar).dataSync()[0] as number;
      const cost = (expected: number) =>
        (entityRatioLoss(output, given(), sizes(), expected) as Scalar).dataSync()[0] as number;
      return [now / tokens, cost(now / tokens + 0.04), cost(now / tokens - 0.25)];
    }) as unknown as [number, number, number];
    expect(share).toBeGreaterThan(0.3);
    expect(near).toBe(0);
    expect(far).toBeCloseTo(2, 3);
    disposeParts([output]);
  });
});
